-- Forget a holder, or let its lease end after so many milliseconds; take back so many of the calls it booked, if the
-- day's count was not raised since. Nothing happens where the holder is not known.
local leases, bookings, usage, told, aheads = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local holder, refund, length = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local known = redis.call('ZSCORE', leases, holder)
local booking = redis.call('HGET', bookings, holder)
redis.call('HDEL', bookings, holder)
redis.call('HDEL', aheads, holder)
if not known then
  return 1
end
if length == '' then
  redis.call('ZREM', leases, holder)
else
  local time = redis.call('TIME')
  redis.call('ZADD', leases, time[1] * 1000 + time[2] / 1000 + tonumber(length), holder)
end
if refund > 0 and booking then
  local booked, raised = string.match(booking, '(%d+) (%d+)')
  if raised == (redis.call('GET', told) or '0') then
    local used = tonumber(redis.call('GET', usage) or 0)
    redis.call('SET', usage, math.max(0, used - math.min(refund, tonumber(booked))), 'KEEPTTL')
  end
end
return 1
