-- Raise the day's count to that many, if it is lower; return it.
local usage = KEYS[1]
local used = math.max(tonumber(ARGV[1]), tonumber(redis.call('GET', usage) or 0))
redis.call('SET', usage, used, 'PX', ARGV[2])
return used
