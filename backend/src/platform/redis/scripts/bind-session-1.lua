-- Binds a session to a provider and lets it live for a whole further time.
-- KEYS[1] hash of the session
-- ARGV[1] time to live in milliseconds   ARGV[2] field of the binding   ARGV[3] id of the provider
-- returns nothing
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
