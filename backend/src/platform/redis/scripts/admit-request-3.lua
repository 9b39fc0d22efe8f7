-- Checks all limits of the subjects of a request and, when none is reached, takes part in them, in one step.
-- KEYS[1] reservations of the gateway process   KEYS[2] ledger stream   KEYS[3] set of processes
-- ARGV[1] id of the reservation   ARGV[2] estimated cost, millionths of a dollar   ARGV[3] session, empty for none
-- ARGV[4] milliseconds for which a session counts   ARGV[5] now, milliseconds since 1970   ARGV[6] number of subjects
-- then for each subject: name, signature of its windows (empty: none), 1 to refuse while its counters are loaded,
--   what is reserved here although its requests have ended, what these have spent and is not counted here yet,
--   limit of requests in 60 s, limit of sessions (0: none), number of windows, and for each window its name, mode, a, limit
-- returns { 1 when admitted, last id of the stream, the server's time, then for each subject: 1 when the caller is to load its counters,
--   1 when they are not known, requests, when one of them no longer counts, other sessions, when the one idle for longest
--   no longer counts, 1 when the session is new, reserved, and for each window spend and start or oldest minute }
local MINUTE = 60000
local DAY = 86400000
local LOAD_PATIENCE = 12000
local RELOAD_AFTER = 3600000
local CLOCK_SLACK = 60000
local FIELDS = { 'h', 'v', 'la', 'ld', 'lt', 'lv', 'pm' }

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

local function next_windows(count)
  local windows = {}
  for index = 1, count do
    windows[index] = { next_arg(), next_arg(), tonumber(next_arg()), tonumber(next_arg()) }
  end
  return windows
end

local function begin_loading(subject, signature, found, keeps)
  local key = spend_key(subject)
  if not keeps then
    redis.call('DEL', key, minutes_key(subject, '5h'), minutes_key(subject, 'daily'))
    redis.call('HSET', key, 'h', found.h or '0', 'pm', '0')
    found.pm = '0'
  end
  redis.call('DEL', pending_key(subject))
  redis.call('HSET', key, 'ld', id, 'lt', whole(clock), 'lv', signature)
end

-- Whether the caller is to load the counters, and whether they are known until then.
local function standing(subject, signature, found)
  local is_known = found.v == signature
  local is_due = not is_known or clock - tonumber(found.la or 0) > RELOAD_AFTER
  if not is_due then
    return 0, true
  end
  if found.ld and found.lv == signature and clock - tonumber(found.lt) < LOAD_PATIENCE then
    return 0, is_known
  end
  begin_loading(subject, signature, found, is_known)
  return 1, is_known
end

-- Lets minutes that are too old leave the window, and passes over empty ones. Once a minute.
local function roll(subject, name, length, found)
  local key, minutes = spend_key(subject), minutes_key(subject, name)
  local current = math.floor(now / MINUTE)
  local first = current - length + 1
  local own = NAMES[name]
  local oldest = tonumber(found[own.o] or 0)
  local m, f = tonumber(found[own.m] or 0), tonumber(found[own.f] or 0)
  if oldest < current - 2 * length then
    redis.call('DEL', minutes)
    m, f, oldest = 0, 0, first
  end
  while oldest < current do
    local names = { whole(oldest) .. 'm', whole(oldest) .. 'f' }
    local spent = redis.call('HMGET', minutes, names[1], names[2])
    if spent[1] and oldest >= first then
      break
    end
    if spent[1] then
      redis.call('HDEL', minutes, names[1], names[2])
      m, f = sum(m, f, -tonumber(spent[1]), -tonumber(spent[2] or 0))
    end
    oldest = oldest + 1
  end
  redis.call('HSET', key, own.w, whole(first), own.o, whole(oldest), own.m, whole(m), own.f, whole(f))
  return m, oldest
end

local function spend_of(subject, window, found)
  local mode, a, own = window[2], window[3], NAMES[window[1]]
  local spent = tonumber(found[own.m] or 0)
  if mode == 'r' then
    if math.floor(now / MINUTE) - a + 1 > tonumber(found[own.w] or 0) then
      return roll(subject, window[1], a, found)
    end
    return spent, tonumber(found[own.o] or 0)
  end
  local start = tonumber(found[own.s] or 0)
  if mode == 'f' and now >= start + a then
    return 0, 0
  end
  if mode == 'c' and a > start then
    return 0, a
  end
  if start - now > CLOCK_SLACK then
    -- The clock went back over the start of the window: what was spent in the one before is in PostgreSQL only.
    redis.call('HDEL', spend_key(subject), 'v')
  end
  return spent, start
end

local reply = { 1, '', clock }
local writes = {}
local reserved = ''

local function count_requests(subject, limit)
  local made = 'cch:{ledger}:rpm:' .. subject
  redis.call('ZREMRANGEBYSCORE', made, '-inf', whole(clock - MINUTE))
  local requests = redis.call('ZCARD', made)
  if requests >= limit then
    reply[1] = 0
    local oldest = redis.call('ZRANGE', made, 0, 0, 'WITHSCORES')
    return requests, tonumber(oldest[2]) + MINUTE
  end
  writes[#writes + 1] = function()
    redis.call('ZADD', made, whole(clock), id)
    redis.call('PEXPIRE', made, MINUTE)
  end
  return requests, clock + MINUTE
end

local function count_sessions(subject, limit)
  local active = 'cch:{ledger}:sessions:' .. subject
  redis.call('ZREMRANGEBYSCORE', active, '-inf', whole(clock - ttl))
  local others = redis.call('ZCARD', active)
  local is_new = not redis.call('ZSCORE', active, session)
  if not is_new then
    others = others - 1
  end
  local free_at = clock + ttl
  if is_new and others >= limit then
    reply[1] = 0
    local oldest = redis.call('ZRANGE', active, 0, 0, 'WITHSCORES')
    free_at = tonumber(oldest[2]) + ttl
  end
  writes[#writes + 1] = function()
    redis.call('ZADD', active, whole(clock), session)
    if is_new then
      redis.call('PEXPIRE', active, DAY)
    end
  end
  return others, free_at, is_new and 1 or 0
end

for _ = 1, tonumber(ARGV[6]) do
  local subject, signature, is_strict = next_arg(), next_arg(), next_arg() == '1'
  local ended, uncounted = tonumber(next_arg()), tonumber(next_arg())
  local rpm, sessions = tonumber(next_arg()), tonumber(next_arg())
  local windows = next_windows(tonumber(next_arg()))
  local key = spend_key(subject)
  local found, must_load, is_known = {}, 0, true
  if signature ~= '' then
    found = read(subject, FIELDS, windows)
    must_load, is_known = standing(subject, signature, found)
    if not is_known and is_strict then
      reply[1] = 0
    end
    if must_load == 1 then
      local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
      reply[2] = last[1] and last[1][1] or '0-0'
    end
    reserved = reserved .. subject .. ','
  end
  local held = math.max(0, tonumber(found.h or 0) - ended)
  local requests, request_free_at = 0, 0
  if rpm > 0 then
    requests, request_free_at = count_requests(subject, rpm)
  end
  local others, session_free_at, is_new = 0, 0, 0
  if sessions > 0 and session ~= '' then
    others, session_free_at, is_new = count_sessions(subject, sessions)
  end
  local answer =
    { must_load, is_known and 0 or 1, requests, request_free_at, others, session_free_at, is_new, held }
  for _, window in ipairs(windows) do
    local spent, since = tonumber(found.pm or 0), 0
    if is_known then
      spent, since = spend_of(subject, window, found)
    end
    spent = spent + uncounted
    if spent + held >= window[4] then
      reply[1] = 0
    end
    if is_known and window[2] == 'f' and (since == 0 or since > now) then
      -- The first use opens the window; one that came a little earlier by another hub's clock opens it earlier.
      writes[#writes + 1] = function()
        redis.call('HSET', key, NAMES[window[1]].s, whole(now))
        if since == 0 then
          redis.call('HSET', key, NAMES[window[1]].m, '0', NAMES[window[1]].f, '0')
        end
      end
    end
    answer[#answer + 1] = spent
    answer[#answer + 1] = since
  end
  if estimate > 0 and signature ~= '' then
    writes[#writes + 1] = function()
      redis.call('HINCRBY', key, 'h', ARGV[2])
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
  if estimate > 0 and reserved ~= '' then
    redis.call('HSET', KEYS[1], id, ARGV[2] .. '|' .. reserved)
    -- Whoever reserves must be known to those who look for dead processes, also right after Redis was emptied.
    redis.call('SADD', KEYS[3], string.sub(KEYS[1], #'cch:{ledger}:held:' + 1))
  end
end
return reply
