-- Raise the day's count to that many, if it is lower; return it. What was booked before is not refunded any more.
local usage, told = KEYS[1], KEYS[2]
local kept = ARGV[2]
local used = math.max(tonumber(ARGV[1]), tonumber(redis.call('GET', usage) or 0))
redis.call('SET', usage, used, 'PX', kept)
redis.call('INCR', told)
redis.call('PEXPIRE', told, kept)
return used
