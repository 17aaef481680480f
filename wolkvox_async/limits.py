"""Every number of the vendor, with its source, and the few of our own that answer to them.

Source of the vendor's: the limits block of every page of the API (e.g. "6. Request campaign details",
https://www.wolkvox.com/en/apis-v2-2/6-request-campaign-details/) unless said otherwise.
"""

from datetime import timedelta

# The vendor's
PERMITS_PER_TOKEN = 2  # "Concurrent consumption limit of a token: 2 simultaneous requests"
CALLS_PER_LICENCE = 1_000  # "Daily limit of tokens: Number of licenses multiplied by 1000"
WINDOW = timedelta(days=31)  # "Limit of days queried in dates: 31 days"
REPLY_RECORDS = 60_000  # "Limit of records that can be downloaded per consumption"
UPLOAD_RECORDS = 10_000  # "Limit of records that can be uploaded per consumption"
CAMPAIGN_RECORDS = {"dedicated": 9_500, "shared": 7_000}  # what a campaign holds a licence: the vendor's FAQ
SMALL_CAMPAIGN_RECORDS, SMALL_LICENCES = 50_000, 2  # "50,000 with one or two licences": the vendor's FAQ
CUT_BYTES = 16_384  # a body cut short below this is not too large for the server: a smaller window would not help
PREDICTIVE_AT_ONCE = {"dedicated": 4, "shared": 7}  # predictive campaigns that run at once: the vendor's FAQ
REPLY_BYTES = 256 * 2**20  # "Limit of result weight: 256 MB"
CALL_SECONDS = 60.0  # "API consumption time limit: 60 seconds"
AUDIO_FILES, AUDIO_BYTES = 50, 5 * 2**20  # of one upload_audio: "23. Upload audio"
MOBILE_SECONDS, MOBILE_A_DAY = 20.0, 6_000  # WhatsApp mobile: "one message every 20 seconds", "6,000 messages a day"
GRAIN = timedelta(seconds=1)  # dates travel as YYYYmmddHHMMSS

# Seen by public clients: rows show up 10 to 15 minutes late, so a window that ended less than this ago may
# still gain rows.
PUBLICATION_DELAY = timedelta(minutes=20)

# "to keep track of your operation you can make a consumption every 5 minutes of the information"
FOLLOW_EVERY = timedelta(minutes=5)

# Ours. A reply of 45,909 rows was seen to take 109 s, so silence and the whole call are bounded apart; a lease
# outlives the longest call, so that it never needs renewal.
CONNECT_SECONDS = 15.0
SILENCE_SECONDS = 75.0
EXCHANGE_SECONDS = 150.0
GRACE_SECONDS = 5.0
LEASE_SECONDS = EXCHANGE_SECONDS + GRACE_SECONDS
IDLE_SECONDS = 4.0  # after which a kept connection is not used again; Apache closes one after 5 s (KeepAliveTimeout)
HEADER_BYTES = 64 * 2**10  # of one line of a reply's head
HEADERS = 1_000  # of one reply
MAX_WAIT_SECONDS = 600.0
RESET_WAIT_SECONDS = 26 * 3_600.0  # who waits for the reset: the longest day has 25 hours
DOCTOR_SECONDS = 15.0  # for each step of `wolkvox doctor`: a name, a connection, a handshake, a permit, the call
CLOSE_SECONDS = 5.0  # how long closing a client waits for abandoned exchanges before it quarantines their permits
GATEWAY_WAIT_SECONDS = 30.0  # that a request to the gateway waits at most; programs give up after some 60
GATEWAY_CLOSE_SECONDS = 60.0  # that requests under way have when the gateway is closed
STOP_SECONDS = 8.0  # how long a stopped upload waits for its batches under way; `docker stop` kills after 10 s
JOURNAL_DAYS = 90  # after which an upload is forgotten, unless records of it are unknown
PHONE_DIGITS = (3, 20)  # least and most of a phone number or an extension
NUMBER_DIGITS = 18  # of a whole number: more than any of the API has
PAGES = 10_000  # of one list, before it is taken for one without end
UPLOAD_BYTES = 8 * 2**20  # bounds one upload body; 10,000 full records would be some 30 MB
SPOOL_BYTES = 1 * 2**20  # of one reply in memory before it goes to an unlinked file
SPOOLS_BYTES = 48 * 2**20  # of all replies in memory together
MADE_BYTES = 48 * 2**20  # of what is made of all replies while they come, such as columns
REDUCED_SECONDS = 30.0  # how long a token has one permit after a "more than two at once"; twice as long each time again
LONGEST_REDUCED_SECONDS = 480.0
MAINTENANCE_SECONDS = 30.0  # how long an operation rests when the server is in maintenance
