-- Forget a holder; refund takes its booking back, if the day's count was not raised since. Nothing happens where the
-- holder is not known.
local leases, bookings, usage, told = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local holder, refund = ARGV[1], ARGV[2]
local booking = redis.call('HGET', bookings, holder)
redis.call('HDEL', bookings, holder)
if redis.call('ZREM', leases, holder) == 1 and refund == '1' and booking then
  local cost, raised = string.match(booking, '(%d+) (%d+)')
  if raised == (redis.call('GET', told) or '0') then
    local used = tonumber(redis.call('GET', usage) or 0)
    redis.call('SET', usage, math.max(0, used - tonumber(cost)), 'KEEPTTL')
  end
end
return 1
