-- Raise the day's count to the server's, if it is lower; return it. What was booked before is not refunded any more. The
-- rule is that of raised() in store.py.
local usage, told, aheads = KEYS[1], KEYS[2], KEYS[3]
local used, quota, kept = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
if used < quota then
  for _, ahead in ipairs(redis.call('HVALS', aheads)) do
    used = used + tonumber(ahead)
  end
end
used = math.max(used, tonumber(redis.call('GET', usage) or 0))
redis.call('SET', usage, used, 'PX', kept)
redis.call('INCR', told)
redis.call('PEXPIRE', told, kept)
return used
