-- Takes one step, which nothing can come between: the lines of ARGV[1] are the step's name, how long a key outlives its
-- last use, and what the step needs. The rule of a claim is that of judge() in protocol.py; the time is this server's, and all
-- lengths are milliseconds. A step may arrive twice, when the answer to the first was lost: the second changes nothing.
local words = {}
for word in string.gmatch(ARGV[1], '[^\n]+') do
  words[#words + 1] = word
end
local step, kept = words[1], words[2]
local leases, costs, tickets, given_up, usage, raised = unpack(KEYS) -- of the steps that a claim goes with
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local after_now = string.format('(%.3f', now)
local steps = {}

local function number(key)
  return tonumber(redis.call('GET', key) or 0)
end

-- The first write is of a kind that a full Redis refuses, so that it refuses the step as a whole.
local function book(lease, cost, length)
  redis.call('ZADD', leases, now + length, lease)
  redis.call('HSET', costs, lease, cost .. ' ' .. number(raised))
  local used = redis.call('INCRBY', usage, cost)
  for _, key in ipairs({leases, costs, usage}) do
    redis.call('PEXPIRE', key, kept)
  end
  return used
end

function steps.claim()
  local lease, client, cost, quota = words[3], words[4], tonumber(words[5]), tonumber(words[6])
  local permits, length, ttl, ended_for = tonumber(words[7]), tonumber(words[8]), tonumber(words[9]), tonumber(words[10])
  local used = number(usage)
  if redis.call('ZSCORE', leases, lease) then
    return {'granted', used}
  elseif redis.call('EXISTS', given_up) == 1 then -- it was given up before it arrived
    return {'busy', 0}
  elseif cost > 0 and used + cost > quota then
    return {'spent', used}
  end

  local live = redis.call('ZCOUNT', leases, after_now, '+inf')
  local first = redis.call('ZRANGEBYSCORE', leases, after_now, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)[2]
  local since, lapsed, others, before = now, {}, {}, 0
  local queue = redis.call('HGETALL', tickets)
  for at = 1, #queue, 2 do
    local came, lapses = string.match(queue[at + 1], '(%S+) (%S+)')
    came, lapses = tonumber(came), tonumber(lapses)
    if lapses <= now or came > now then -- it lapsed, or the clock was set back
      lapsed[#lapsed + 1] = queue[at]
    elseif queue[at] == client then
      since = came
    else
      others[#others + 1] = {came, queue[at]}
    end
  end
  for _, other in ipairs(others) do
    if other[1] < since or (other[1] == since and other[2] < client) then
      before = before + 1
    end
  end

  local answer
  if live + before >= permits then
    redis.call('HSET', tickets, client, string.format('%.3f %.3f', since, now + ttl))
    redis.call('PEXPIRE', tickets, kept)
    answer = {'busy', first and math.ceil(first - now) or 0}
  else
    answer = {'granted', book(lease, cost, length)}
    redis.call('HDEL', tickets, client)
  end
  for _, name in ipairs(lapsed) do
    if name ~= client then
      redis.call('HDEL', tickets, name)
    end
  end
  for _, ended in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', string.format('%.3f', now - ended_for))) do
    redis.call('ZREM', leases, ended)
    redis.call('HDEL', costs, ended)
  end
  return answer
end

function steps.release()
  local lease, refund, given_up_for = words[3], words[4], tonumber(words[5])
  if given_up_for > 0 and redis.call('GET', given_up) == 'adopted' then -- it arrives again: the call went out since
    return
  end
  local booked = redis.call('HGET', costs, lease)
  redis.call('HDEL', costs, lease)
  if redis.call('ZREM', leases, lease) == 1 and refund == '1' and booked then
    local cost, generation = string.match(booked, '(%d+) (%d+)')
    if tonumber(generation) == number(raised) then -- else the server's count was taken since
      redis.call('SET', usage, math.max(0, number(usage) - cost), 'KEEPTTL')
    end
  end
  if given_up_for > 0 then
    redis.call('SET', given_up, 1, 'PX', math.ceil(given_up_for))
  end
end

function steps.set_expiry()
  redis.call('ZADD', leases, 'XX', now + words[4], words[3])
end

function steps.adopt()
  if redis.call('GET', given_up) ~= 'adopted' then
    book(words[3], tonumber(words[4]), tonumber(words[5]))
    redis.call('SET', given_up, 'adopted', 'PX', kept)
  end
end

function steps.reduce()
  redis.call('ZADD', leases, now + words[4], words[3])
  redis.call('PEXPIRE', leases, kept)
end

-- What was booked before is not refunded any more.
function steps.reconcile()
  usage, raised = KEYS[1], KEYS[2]
  redis.call('SET', usage, math.max(tonumber(words[3]), number(usage)), 'PX', kept)
  redis.call('INCR', raised)
  redis.call('PEXPIRE', raised, kept)
end

function steps.read_used()
  return number(KEYS[1])
end

function steps.count_leases()
  local live = 0
  for _, key in ipairs(KEYS) do
    live = live + redis.call('ZCOUNT', key, after_now, '+inf')
  end
  return live
end

return steps[step]()
