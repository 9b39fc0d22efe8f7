-- Gives back what a request had reserved at a provider that it leaves, and the place of a session that only it had there.
-- KEYS[1] reservations of the gateway process
-- ARGV[1] id of the reservation   ARGV[2] subject   ARGV[3] session to take out, empty for none
-- returns nothing
release(KEYS[1], ARGV[1])
if ARGV[3] ~= '' then
  redis.call('ZREM', 'cch:{ledger}:sessions:' .. ARGV[2], ARGV[3])
end
