-- Admit a call or say why not, in one step. The rule is that of judge() in store.py; the time is this server's.
local leases, bookings, line, usage = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local fences, told, aheads = KEYS[5], KEYS[6], KEYS[7]
local holder, party = ARGV[1], ARGV[2]
local cost, quota, slots = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local lease, returns, kept = tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8] -- milliseconds
local ahead, share = tonumber(ARGV[9]), tonumber(ARGV[10])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000

local used = tonumber(redis.call('GET', usage) or 0)
if cost > 0 and used + cost > quota then
  return {'spent', used}
end

-- The first write is of a kind that a full Redis refuses, so that it refuses the claim as a whole.
local fence = redis.call('INCR', fences)
redis.call('PEXPIRE', fences, kept)

local ended = redis.call('ZRANGEBYSCORE', leases, '-inf', now)
for _, name in ipairs(ended) do
  redis.call('ZREM', leases, name)
  redis.call('HDEL', bookings, name)
  redis.call('HDEL', aheads, name)
end
local live = redis.call('ZCARD', leases)
local first = redis.call('ZRANGE', leases, 0, 0, 'WITHSCORES')[2]
local left = first and math.ceil(first - now) or 0

local before, since = 0, now
local places = redis.call('HGETALL', line)
local others = {}
for at = 1, #places, 2 do
  local came, lapses = string.match(places[at + 1], '(%S+) (%S+)')
  if tonumber(lapses) <= now or tonumber(came) > now then -- it lapsed, or the clock was set back
    redis.call('HDEL', line, places[at])
  elseif places[at] == party then
    since = tonumber(came)
  else
    others[#others + 1] = {tonumber(came), places[at]}
  end
end
for _, other in ipairs(others) do
  if other[1] < since or (other[1] == since and other[2] < party) then
    before = before + 1
  end
end

if live + before >= slots then
  redis.call('HSET', line, party, string.format('%.3f %.3f', since, now + returns))
  redis.call('PEXPIRE', line, kept)
  return {'busy', left}
end
redis.call('HDEL', line, party)
redis.call('ZADD', leases, now + lease, holder)
used = used + cost
ahead = math.min(ahead, math.floor(math.max(0, quota - used) / share))
redis.call('HSET', bookings, holder, (cost + ahead) .. ' ' .. (redis.call('GET', told) or '0'))
redis.call('INCRBY', usage, cost + ahead)
if ahead > 0 then
  redis.call('HSET', aheads, holder, ahead)
  redis.call('PEXPIRE', aheads, kept)
end
for _, key in ipairs({leases, bookings, usage}) do
  redis.call('PEXPIRE', key, kept)
end
return {'granted', used + ahead, ahead, #others, fence}
