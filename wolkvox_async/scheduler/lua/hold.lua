-- Let a holder's lease end after so many milliseconds; make the lease where it may be new.
local leases = KEYS[1]
local holder, length, new, kept = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local time = redis.call('TIME')
local till = time[1] * 1000 + time[2] / 1000 + length
if new == '1' or redis.call('ZSCORE', leases, holder) then
  redis.call('ZADD', leases, till, holder)
  redis.call('PEXPIRE', leases, kept)
end
return 1
