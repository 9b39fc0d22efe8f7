-- Counts one hit in a fixed window.
-- KEYS[1]  counter
-- ARGV[1]  length of the window in milliseconds
-- returns  { hits in the window, milliseconds until it ends }
local hits = redis.call('INCR', KEYS[1])
if hits == 1 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return { hits, redis.call('PTTL', KEYS[1]) }
