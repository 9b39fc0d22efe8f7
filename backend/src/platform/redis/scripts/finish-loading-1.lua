-- Puts counters in force that were summed up in PostgreSQL, together with what was settled in the meantime.
-- KEYS[1] hash of the subject
-- ARGV[1] subject   ARGV[2] who loads   ARGV[3] signature
-- ARGV[4] JSON array of the windows: { name, mode, a, start or first minute, m, f, { { minute, m, f } } }
-- ARGV[5] JSON object of the pending requests that PostgreSQL already had, by id
-- returns 1 when the counters are in force, 0 when somebody else loads them by now
local LIFE = 35 * 86400000
local subject = ARGV[1]
local key = KEYS[1]
if redis.call('HGET', key, 'ld') ~= ARGV[2] then
  return 0
end
local held = redis.call('HGET', key, 'h') or '0'
redis.call('DEL', key)
local time = redis.call('TIME')
redis.call('HSET', key, 'h', held, 'v', ARGV[3], 'la', whole(time[1] * 1000 + math.floor(time[2] / 1000)))
redis.call('PEXPIRE', key, whole(LIFE))
local windows = cjson.decode(ARGV[4])
for _, window in ipairs(windows) do
  local name, mode, start = window[1], window[2], whole(window[4])
  redis.call('HSET', key, name .. '.m', window[5], name .. '.f', window[6])
  if mode == 'r' then
    -- Without any spend the first minute that may have some is the last one of the window.
    local oldest = window[7][1] and window[7][1][1] or window[4] + window[3] - 1
    redis.call('HSET', key, name .. '.w', start, name .. '.o', whole(oldest))
    local minutes = minutes_key(subject, name)
    redis.call('DEL', minutes)
    for _, spent in ipairs(window[7]) do
      redis.call('HSET', minutes, whole(spent[1]) .. 'm', spent[2], whole(spent[1]) .. 'f', spent[3])
    end
    redis.call('PEXPIRE', minutes, whole(window[3] * 60000 + 60000))
  else
    redis.call('HSET', key, name .. '.s', start)
  end
end

-- What was settled under other rules is charged to the windows as they are now.
local function windows_at(moment)
  local found = {}
  for _, window in ipairs(windows) do
    if window[2] ~= 'c' or moment >= window[4] then
      found[#found + 1] = window
    end
  end
  return found
end

local known = cjson.decode(ARGV[5])
for _, text in ipairs(redis.call('LRANGE', pending_key(subject), 0, -1)) do
  local pending = cjson.decode(text)
  if not known[pending[1]] then
    local charged = pending[5] == ARGV[3] and pending[6] or windows_at(pending[2])
    charge(subject, read(subject, {}, charged), charged, pending[2], pending[3], pending[4])
  end
end
redis.call('DEL', pending_key(subject))
return 1
