-- Gives back what a request had reserved at a provider that it leaves, and the place of a session that only it had there.
-- KEYS[1] reservations of the gateway process
-- ARGV[1] id of the reservation   ARGV[2] subject   ARGV[3] session to take out, empty for none
-- ARGV[4] when it came: if another request of the session has come since, it stays
-- returns nothing
release(KEYS[1], ARGV[1])
local active = 'cch:{ledger}:sessions:' .. ARGV[2]
if ARGV[3] ~= '' and redis.call('ZSCORE', active, ARGV[3]) == ARGV[4] then
  redis.call('ZREM', active, ARGV[3])
end
