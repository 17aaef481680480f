-- Count the holders whose leases have not ended.
local time = redis.call('TIME')
return redis.call('ZCOUNT', KEYS[1], '(' .. (time[1] * 1000 + time[2] / 1000), '+inf')
