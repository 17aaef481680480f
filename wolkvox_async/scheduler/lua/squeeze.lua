-- Give somebody's call a lease that ends after so many milliseconds, or let the one it has end then.
local leases = KEYS[1]
local holder, length, kept = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local time = redis.call('TIME')
redis.call('ZADD', leases, time[1] * 1000 + time[2] / 1000 + length, holder)
redis.call('PEXPIRE', leases, kept)
return 1
