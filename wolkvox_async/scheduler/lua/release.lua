-- Forget a holder; refund takes its booking back. Nothing happens where the holder is not known.
local leases, bookings, usage = KEYS[1], KEYS[2], KEYS[3]
local holder, refund = ARGV[1], ARGV[2]
local cost = redis.call('HGET', bookings, holder)
redis.call('HDEL', bookings, holder)
if redis.call('ZREM', leases, holder) == 1 and refund == '1' and cost then
  local used = tonumber(redis.call('GET', usage) or 0)
  redis.call('SET', usage, math.max(0, used - tonumber(cost)), 'KEEPTTL')
end
return 1
