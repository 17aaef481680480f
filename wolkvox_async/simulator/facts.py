"""The vendor's numbers, messages and enumerations, as the simulator holds clients to them.

They are written down here again, from the vendor's pages (what endpoints take and give stands in the catalogue). The
client's own `limits` are not imported: a number that was read wrongly once would otherwise be wrong on both sides, and
no test would notice.
"""

CALLS_AT_ONCE = 2
CALLS_PER_LICENCE = 1000
RECORDS_DOWN = 60_000
RECORDS_UP = 10_000
REPLY_BYTES = 256 * 1024 * 1024
CALL_SECONDS = 60.0

SHORT_OPTS = {f"opt{n}": 100 for n in range(1, 7)}
LONG_OPTS = {f"opt{n}": 200 for n in range(7, 13)}
OPT_CHARACTERS = SHORT_OPTS | LONG_OPTS
OPTS = tuple(OPT_CHARACTERS)
TELEPHONES = tuple(f"tel{n}" for n in range(1, 11))
PHONES = (*TELEPHONES, "tel_extra", "recall_telephone")

KINDS = ("predictive", "preview")

# What a dialled record can come to, and how many of a thousand do.
RESULTS = {
    "no-answer": 352,
    "answer": 221,
    "answer-machine": 178,
    "busy": 91,
    "failed": 67,
    "congestion": 43,
    "abandon": 29,
    "recall": 13,
    "do-not-call-clean": 6,
}

# The reply of each status: what stands under `error`, and the texts that distinguish replies of one status.
BAD_REQUEST = "BAD REQUEST"
UNAUTHORIZED = "UNAUTHORIZED"
FORBIDDEN = "FORBIDDEN"
NOT_FOUND = "Not Found"

UNKNOWN_API = "THE API YOU WANT TO CONSULT DOES NOT EXIST"
PARAMETERS_REQUIRED = "SOME PARAMETERS ARE REQUIRED"
NO_TOKEN = "PLEASE ENTER THE WOLKVOX-TOKEN"  # noqa: S105
BAD_TOKEN = "PLEASE VALIDATE TOKEN"  # noqa: S105
QUOTA_SPENT = "TOKEN LIMIT EXCEEDED"
THIRD_CALL = "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)"
EMPTY_WINDOW = "Validate dates entered"
NO_CAMPAIGN = "Campaign_id {} does not exist in your operation."
LOADED_CAP = (
    "You are uploading ({}) records to the system. According to quantity active licenses, "
    "You can upload {} records. Try again."
)
FOUND = "{} records were found"
ADDED_ALL = "All records has been added successfully"
ADDED_SOME = "{} records has been added, please validate the data"
CREATED = "The # campaign_id has been created successfully"

# The vendor's texts for these are not known.
INVALID_VALUE = "SOME PARAMETERS ARE INVALID"
LONG_WINDOW = "THE DATE RANGE EXCEEDS {} DAYS"
TOO_MANY_RECORDS = "THE LIMIT OF RECORDS THAT CAN BE UPLOADED IS 10000"
MAINTENANCE = "THE SERVER IS IN BACKUP, PLEASE TRY AGAIN LATER"
