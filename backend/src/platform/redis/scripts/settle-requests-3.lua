-- Hands settled requests to the ledger, forgets that they were open and charges what they cost, in one step: a request is
-- always either open or settled, and its cost is in the ledger's stream if and only if it is in the counters.
-- KEYS[1] ledger stream   KEYS[2] open requests of the gateway process   KEYS[3] reservations of the process
-- ARGV[1] JSON array of ledger rows, empty for none
-- ARGV[2] JSON array of charges, empty for none: { id, at, r = { ids of reservations }, z = { { subject, session } },
--   s = { { subject, signature, m, f, windows } }, x = { subjects whose counters have missed something } }
-- ARGV[3..] ids of these requests that had an open record
-- returns nothing
if ARGV[1] ~= '' then
  redis.call('XADD', KEYS[1], '*', 'rows', ARGV[1])
end
if #ARGV > 2 then
  redis.call('HDEL', KEYS[2], unpack(ARGV, 3))
end
if ARGV[2] == '' then
  return
end

local time = redis.call('TIME')
local clock = whole(time[1] * 1000 + math.floor(time[2] / 1000))

local function settle(subject, signature, m, f, windows, id, at)
  local key = spend_key(subject)
  local found = read(subject, { 'v', 'ld' }, windows)
  if found.v == signature then
    charge(subject, found, windows, at, m, f)
  elseif found.v then
    -- Another process knows the limits better, or not yet: the next request has the counters loaded anew.
    redis.call('HSET', key, 'la', '0')
  end
  if found.ld then
    redis.call('RPUSH', pending_key(subject), cjson.encode({ id, at, m, f, signature, windows }))
    if not found.v then
      redis.call('HINCRBY', key, 'pm', m)
    end
  end
end

for _, entry in ipairs(cjson.decode(ARGV[2])) do
  for _, reservation in ipairs(entry.r) do
    release(KEYS[3], reservation)
  end
  for _, active in ipairs(entry.z) do
    redis.call('ZADD', 'cch:{ledger}:sessions:' .. active[1], 'XX', clock, active[2])
  end
  for _, subject in ipairs(entry.x or {}) do
    -- They hold as they are until they are loaded. Whoever loads them now may have looked into PostgreSQL too early.
    redis.call('HDEL', spend_key(subject), 'ld')
    redis.call('HSET', spend_key(subject), 'la', '0')
  end
  for _, spend in ipairs(entry.s) do
    settle(spend[1], spend[2], spend[3], spend[4], spend[5], entry.id, entry.at)
  end
end
