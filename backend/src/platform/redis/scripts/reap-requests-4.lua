-- Turns the open requests of a gateway process that no longer lives into ledger rows. Each open record is already a
-- whole row with the outcome "lost".
-- KEYS[1] heartbeat of the process   KEYS[2] its open requests   KEYS[3] ledger stream   KEYS[4] set of processes
-- ARGV[1] name of the process
-- returns how many requests were lost
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
local rows = redis.call('HVALS', KEYS[2])
if #rows > 0 then
  redis.call('XADD', KEYS[3], '*', 'rows', '[' .. table.concat(rows, ',') .. ']')
end
redis.call('DEL', KEYS[2])
redis.call('SREM', KEYS[4], ARGV[1])
return #rows
