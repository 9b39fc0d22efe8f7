-- Turns the open requests of a gateway process that no longer lives into ledger rows, and gives back what they had
-- reserved. Each open record is already a whole row with the outcome "lost".
-- KEYS[1] heartbeat of the process   KEYS[2] its open requests   KEYS[3] ledger stream   KEYS[4] set of processes
-- KEYS[5] its reservations
-- ARGV[1] name of the process
-- returns how many requests were lost
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
local rows = redis.call('HVALS', KEYS[2])
if #rows > 0 then
  redis.call('XADD', KEYS[3], '*', 'rows', '[' .. table.concat(rows, ',') .. ']')
end
for _, id in ipairs(redis.call('HKEYS', KEYS[5])) do
  release(KEYS[5], id)
end
redis.call('DEL', KEYS[2], KEYS[5])
redis.call('SREM', KEYS[4], ARGV[1])
return #rows
