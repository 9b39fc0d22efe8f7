-- Checks all limits of the subjects of a request and, when none is reached, takes part in them, in one step.
-- KEYS[1] reservations of the gateway process   KEYS[2] ledger stream   KEYS[3] set of processes
-- ARGV[1] id of the reservation   ARGV[2] estimated cost, millionths of a dollar   ARGV[3] session, empty for none
-- ARGV[4] milliseconds for which a session counts   ARGV[5] now, milliseconds since 1970   ARGV[6] number of subjects
-- then for each subject: name, signature of its windows (empty: none), 1 to refuse while its counters are loaded,
--   limit of requests in 60 s, limit of sessions (0: none), number of windows, and for each window its name, mode, a, limit
-- returns { 1 when admitted, last id of the stream, then for each subject: 1 when the caller is to load its counters,
--   1 when they are not known, requests, the oldest one's time, other sessions, the time of the one idle for longest,
--   1 when the session is new, reserved, and for each window spend and start or oldest minute }
local MINUTE = 60000
local DAY = 86400000
local LOAD_PATIENCE = 30000
local RELOAD_AFTER = 3600000
local CLOCK_SLACK = 60000

local id, session = ARGV[1], ARGV[3]
local estimate, ttl, now = tonumber(ARGV[2]), tonumber(ARGV[4]), tonumber(ARGV[5])
-- One clock for what is counted over several processes.
local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)

local at = 6
local function next_arg()
  at = at + 1
  return ARGV[at]
end

local function begin_loading(subject, signature, keeps)
  local key = spend_key(subject)
  if not keeps then
    local held = redis.call('HGET', key, 'h') or '0'
    redis.call('DEL', key, minutes_key(subject, '5h'), minutes_key(subject, 'daily'))
    redis.call('HSET', key, 'h', held, 'pm', '0')
  end
  redis.call('DEL', pending_key(subject))
  redis.call('HSET', key, 'ld', id, 'lt', whole(clock), 'lv', signature)
end

-- Whether the caller is to load the counters, and whether they are unknown until then.
local function standing(subject, signature)
  local found = redis.call('HMGET', spend_key(subject), 'v', 'la', 'ld', 'lt', 'lv')
  local is_known = found[1] == signature
  local is_loading = found[3] and found[5] == signature and clock - tonumber(found[4]) < LOAD_PATIENCE
  local is_due = not is_known or clock - tonumber(found[2] or 0) > RELOAD_AFTER
  if is_due and not is_loading then
    begin_loading(subject, signature, is_known)
    return 1, is_known
  end
  return 0, is_known
end

-- Lets minutes that are too old leave the window, and passes over empty ones.
local function roll(subject, name, length)
  local key, minutes = spend_key(subject), minutes_key(subject, name)
  local current = math.floor(now / MINUTE)
  local first = current - length + 1
  local found = redis.call('HMGET', key, name .. '.w', name .. '.o')
  local oldest = tonumber(found[2] or 0)
  if first > tonumber(found[1] or 0) then
    redis.call('HSET', key, name .. '.w', whole(first))
  end
  if oldest < current - 2 * length then
    redis.call('DEL', minutes)
    redis.call('HSET', key, name .. '.m', '0', name .. '.f', '0')
    oldest = first
  end
  while oldest < current do
    local spent = redis.call('HMGET', minutes, whole(oldest) .. 'm', whole(oldest) .. 'f')
    if spent[1] and oldest >= first then
      break
    end
    if spent[1] then
      redis.call('HDEL', minutes, whole(oldest) .. 'm', whole(oldest) .. 'f')
      add(key, name .. '.', whole(0 - tonumber(spent[1])), whole(0 - tonumber(spent[2] or 0)))
    end
    oldest = oldest + 1
  end
  if whole(oldest) ~= found[2] then
    redis.call('HSET', key, name .. '.o', whole(oldest))
  end
  return tonumber(redis.call('HGET', key, name .. '.m') or 0), oldest
end

local function spend_of(subject, name, mode, a)
  local key = spend_key(subject)
  if mode == 'r' then
    return roll(subject, name, a)
  end
  local found = redis.call('HMGET', key, name .. '.s', name .. '.m')
  local start, spent = tonumber(found[1] or 0), tonumber(found[2] or 0)
  if mode == 'f' then
    if now >= start + a then
      return 0, 0
    end
  elseif a > start then
    return 0, a
  end
  if start - now > CLOCK_SLACK then
    -- The clock went back over the start of the window: what was spent in the one before is in PostgreSQL only.
    redis.call('HDEL', key, 'v')
  end
  return spent, start
end

local reply = { 1, '' }
local writes = {}

for _ = 1, tonumber(ARGV[6]) do
  local subject, signature, is_strict = next_arg(), next_arg(), next_arg() == '1'
  local rpm, sessions, windows = tonumber(next_arg()), tonumber(next_arg()), tonumber(next_arg())
  local key = spend_key(subject)
  local held, unknown_spend, must_load, is_known = 0, 0, 0, true
  if signature ~= '' then
    must_load, is_known = standing(subject, signature)
    local found = redis.call('HMGET', key, 'h', 'pm')
    held, unknown_spend = tonumber(found[1] or 0), tonumber(found[2] or 0)
    if not is_known and is_strict then
      reply[1] = 0
    end
    if must_load == 1 then
      local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
      reply[2] = last[1] and last[1][1] or '0-0'
    end
  end

  local requests, oldest_request = 0, 0
  if rpm > 0 then
    local made = 'cch:{ledger}:rpm:' .. subject
    redis.call('ZREMRANGEBYSCORE', made, '-inf', whole(clock - MINUTE))
    requests = redis.call('ZCARD', made)
    local oldest = redis.call('ZRANGE', made, 0, 0, 'WITHSCORES')
    oldest_request = tonumber(oldest[2] or clock)
    if requests >= rpm then
      reply[1] = 0
    end
    writes[#writes + 1] = function()
      redis.call('ZADD', made, whole(clock), id)
      redis.call('PEXPIRE', made, MINUTE)
    end
  end

  local others, oldest_session, is_new = 0, 0, 0
  if sessions > 0 and session ~= '' then
    local active = 'cch:{ledger}:sessions:' .. subject
    redis.call('ZREMRANGEBYSCORE', active, '-inf', whole(clock - ttl))
    others = redis.call('ZCARD', active)
    if redis.call('ZSCORE', active, session) then
      others = others - 1
    else
      is_new = 1
      if others >= sessions then
        reply[1] = 0
      end
    end
    local oldest = redis.call('ZRANGE', active, 0, 0, 'WITHSCORES')
    oldest_session = tonumber(oldest[2] or clock)
    writes[#writes + 1] = function()
      redis.call('ZADD', active, whole(clock), session)
      redis.call('PEXPIRE', active, DAY)
    end
  end

  local answer = { must_load, is_known and 0 or 1, requests, oldest_request, others, oldest_session, is_new, held }
  for _ = 1, windows do
    local name, mode, a, limit = next_arg(), next_arg(), tonumber(next_arg()), tonumber(next_arg())
    local spent, since = unknown_spend, 0
    if is_known then
      spent, since = spend_of(subject, name, mode, a)
    end
    if spent + held >= limit then
      reply[1] = 0
    end
    if is_known and mode == 'f' and since > now then
      writes[#writes + 1] = function()
        redis.call('HSET', key, name .. '.s', whole(now))
      end
    elseif is_known and mode == 'f' and since == 0 then
      writes[#writes + 1] = function()
        redis.call('HSET', key, name .. '.s', whole(now), name .. '.m', '0', name .. '.f', '0')
      end
    end
    answer[#answer + 1] = spent
    answer[#answer + 1] = since
  end
  if estimate > 0 and signature ~= '' then
    writes[#writes + 1] = function()
      redis.call('HINCRBY', key, 'h', ARGV[2])
      local record = redis.call('HGET', KEYS[1], id)
      if not record then
        record = ARGV[2] .. '|'
        -- Whoever reserves must be known to those who look for dead processes, also right after Redis was emptied.
        redis.call('SADD', KEYS[3], string.sub(KEYS[1], #'cch:{ledger}:held:' + 1))
      end
      redis.call('HSET', KEYS[1], id, record .. subject .. ',')
    end
  end
  for _, value in ipairs(answer) do
    reply[#reply + 1] = value
  end
end

if reply[1] == 1 then
  for _, write in ipairs(writes) do
    write()
  end
end
return reply
