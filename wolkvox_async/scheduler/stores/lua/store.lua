-- Takes a batch of steps, which nothing can come between, by the rule of granting.py: the same documents, the same steps.
-- KEYS[1] is the hash of all documents, KEYS[2] has the last batch of the client that sends this one. ARGV[1] is the batch:
-- its number, the fields of its documents, its steps. The time is this server's, and all lengths are milliseconds. A
-- batch may arrive twice, when the answers to the first were lost, or too late: then nothing is done.
local batch = cjson.decode(ARGV[1])
local last = redis.call('HMGET', KEYS[2], 'number', 'answers')
if tonumber(last[1] or 0) >= batch.number then
  return last[2]
end

local contents, documents, steps, answers = {}, {}, {}, {}
for at, content in ipairs(redis.call('HMGET', KEYS[1], unpack(batch.fields))) do
  contents[batch.fields[at]] = content or '{}'
  documents[batch.fields[at]] = cjson.decode(content or '{}')
end
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000

local function forget(entries, moment)
  for name, entry in pairs(entries) do
    if entry[1] <= moment then
      entries[name] = nil
    end
  end
end

-- Before a new day all but the last before it are forgotten.
local function entry_of(days, day)
  if not days[day] then
    local before = ''
    for other in pairs(days) do
      before = other < day and other > before and other or before
    end
    for other in pairs(days) do
      days[other] = other >= before and days[other] or nil
    end
  end
  return days[day] or {0, 0}
end

local function book(step, leases, days)
  local day = entry_of(days, step.day)
  forget(leases, now - batch.ended_for)
  leases[step.lease] = {now + step.length, day[2]}
  days[step.day] = {day[1] + step.cost, day[2]}
  return days[step.day][1]
end

function steps.Claim(step, leases, days, tickets)
  local used = (days[step.day] or {0})[1]
  if step.cost > 0 and used + step.cost > step.quota then
    return {'spent', used}
  end
  local taken, first = 0, nil
  for _, lease in pairs(leases) do
    if lease[1] > now then
      taken, first = taken + 1, math.min(first or lease[1], lease[1])
    end
  end
  forget(tickets, now)
  local own, before = tickets[step.client], 0
  local since = own and own[2] <= now and own[2] or now
  for client, ticket in pairs(tickets) do
    local earlier = ticket[2] < since or (ticket[2] == since and client < step.client)
    if client ~= step.client and ticket[2] <= now and earlier then -- later than now: the clock was set back
      before = before + 1
    end
  end
  if taken + before < batch.permits then
    tickets[step.client] = nil
    return {'granted', book(step, leases, days)}
  end
  tickets[step.client] = {now + step.ttl, since}
  return {'busy', first and math.ceil(first - now) or 0}
end

function steps.Release(step, leases, days)
  local lease, day = leases[step.lease], days[step.day]
  if lease and step.refund and day and lease[2] == day[2] then -- else the server's count was taken since
    day[1] = math.max(0, day[1] - step.cost)
  end
  leases[step.lease] = nil
end

function steps.SetExpiry(step, leases, days)
  if not leases[step.lease] then
    book(step, leases, days)
  end
  leases[step.lease][1] = now + step.length
end

function steps.Reconcile(step, days)
  local day = entry_of(days, step.day)
  days[step.day] = {math.max(day[1], step.used), day[2] + 1}
end

function steps.ReadUsed(step, days)
  return (days[step.day] or {0})[1]
end

function steps.CountLeases(_, ...)
  local taken = 0
  for _, leases in ipairs({...}) do
    for _, lease in pairs(leases) do
      taken = taken + (lease[1] > now and 1 or 0)
    end
  end
  return taken
end

for at, step in ipairs(batch.steps) do
  local found = {}
  for number, field in ipairs(step.fields) do
    found[number] = documents[field]
  end
  answers[at] = steps[step.step](step, unpack(found)) or 0
end

-- A full Redis refuses the first write, and so the batch as a whole.
for field, document in pairs(documents) do
  local content = cjson.encode(document)
  if content ~= contents[field] then
    redis.call('HSET', KEYS[1], field, content)
  end
end
local text = cjson.encode(answers)
redis.call('HSET', KEYS[2], 'number', batch.number, 'answers', text)
for _, key in ipairs(KEYS) do
  redis.call('PEXPIRE', key, batch.kept)
end
return text
