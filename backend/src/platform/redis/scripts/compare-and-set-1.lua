-- Replaces one field of a hash, provided that it still holds what the caller has seen there.
-- KEYS[1]  hash
-- ARGV[1]  field   ARGV[2] value seen, empty for none   ARGV[3] new value, empty to delete the field
-- ARGV[4]  milliseconds for which the whole hash lives from now on
-- returns  { 1, new value } or, untouched, { 0, value that is there instead, empty for none }
local current = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if current ~= ARGV[2] then
  return { 0, current }
end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
return { 1, ARGV[3] }
