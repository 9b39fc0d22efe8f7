-- Hands settled requests to the ledger and forgets that they were open, in one step: a request is always either open
-- or settled, whatever dies in between.
-- KEYS[1] ledger stream   KEYS[2] open requests of the gateway process
-- ARGV[1] JSON array of ledger rows   ARGV[2..] ids of these requests that had an open record
-- returns the id of the stream entry
local entry = redis.call('XADD', KEYS[1], '*', 'rows', ARGV[1])
if #ARGV > 1 then
  redis.call('HDEL', KEYS[2], unpack(ARGV, 2))
end
return entry
