-- Notes that a session is used and tells which provider it is bound to.
-- KEYS[1] hash of the session
-- ARGV[1] time to live in milliseconds   ARGV[2] field of the binding   ARGV[3] now, milliseconds since 1970
-- returns the bound provider, or nil
local bound = redis.call('HGET', KEYS[1], ARGV[2])
if not bound then
  redis.call('HSETNX', KEYS[1], 'since', ARGV[3])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return bound
