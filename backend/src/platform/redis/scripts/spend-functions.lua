-- Functions that several scripts share; put in front of them. Each call of Redis from a script costs about as much as the
-- rest of it, so a subject is read in one command and written in one.
-- A subject is a key ("k12"), a user ("u7") or a provider ("p3"). Its hash holds
--   h            reserved for requests under way, millionths of a dollar
--   v            signature of the windows that the counters below belong to
--   la           when they were last loaded from PostgreSQL
--   <w>.m <w>.f  spend of the window: whole millionths of a dollar, and the rest in 10^-15 dollars
--   <w>.s        its start; of a rolling one <w>.w, its first minute, and <w>.o, its first minute with some spend
--   ld lt lv     who is loading the counters, since when, and for which signature
--   pm           settled while there were no counters
-- Windows are given as { name, mode, a }: mode "c" starts at a, "r" is a minutes long and rolls, "f" lasts a milliseconds
-- from its first use.
local MICRO = 1000000000

local function spend_key(subject)
  return 'cch:{ledger}:spend:' .. subject
end

local function minutes_key(subject, window)
  return spend_key(subject) .. ':' .. window
end

local function pending_key(subject)
  return spend_key(subject) .. ':pending'
end

local function whole(number)
  return string.format('%.0f', number)
end

-- The fields of a subject, and of its windows, as numbers where they are such; absent ones are absent.
local function read(subject, names, windows)
  local fields = {}
  for index, name in ipairs(names) do
    fields[index] = name
  end
  for _, window in ipairs(windows) do
    local name = window[1]
    fields[#fields + 1] = name .. '.m'
    fields[#fields + 1] = name .. '.f'
    if window[2] == 'r' then
      fields[#fields + 1] = name .. '.w'
      fields[#fields + 1] = name .. '.o'
    else
      fields[#fields + 1] = name .. '.s'
    end
  end
  local found = {}
  for index, value in ipairs(redis.call('HMGET', spend_key(subject), unpack(fields))) do
    if value then
      found[fields[index]] = value
    end
  end
  return found
end

-- Adds to two numbers, of which the second is kept below a whole one of the first.
local function sum(m, f, more_m, more_f)
  local rest = f + more_f
  local carry = math.floor(rest / MICRO)
  return m + more_m + carry, rest - carry * MICRO
end

local function add_minute(minutes, minute, length, m, f)
  local names = { whole(minute) .. 'm', whole(minute) .. 'f' }
  local found = redis.call('HMGET', minutes, names[1], names[2])
  local new_m, new_f = sum(tonumber(found[1] or 0), tonumber(found[2] or 0), m, f)
  redis.call('HSET', minutes, names[1], whole(new_m), names[2], whole(new_f))
  if not found[1] then
    redis.call('PEXPIRE', minutes, whole(length * 60000 + 60000))
  end
end

-- Adds what a request made at a moment has cost to the windows that it belongs to.
-- found  what `read` says of the subject
local function charge(subject, found, windows, at, m, f)
  m, f = tonumber(m), tonumber(f)
  local writes = {}
  local function set(field, number)
    writes[#writes + 1] = field
    writes[#writes + 1] = whole(number)
  end
  for _, window in ipairs(windows) do
    local name, mode, a = window[1], window[2], tonumber(window[3])
    local function value(field)
      return tonumber(found[name .. field] or 0)
    end
    local belongs, opens = false, false
    if mode == 'r' then
      local minute = math.floor(at / 60000)
      belongs = minute >= value('.w')
      if belongs then
        if minute < value('.o') then
          set(name .. '.o', minute)
        end
        add_minute(minutes_key(subject, name), minute, a, m, f)
      end
    elseif mode == 'c' then
      belongs, opens = a == value('.s'), a > value('.s')
    else
      belongs = at >= value('.s') and at < value('.s') + a
      opens = at >= value('.s') + a
    end
    if opens then
      set(name .. '.s', mode == 'c' and a or at)
      set(name .. '.m', m)
      set(name .. '.f', f)
    elseif belongs then
      local new_m, new_f = sum(value('.m'), value('.f'), m, f)
      set(name .. '.m', new_m)
      set(name .. '.f', new_f)
    end
  end
  if #writes > 0 then
    redis.call('HSET', spend_key(subject), unpack(writes))
  end
end

-- Gives back what a request had reserved. Harmless when it has been given back before.
local function release(reservations, id)
  local record = redis.call('HGET', reservations, id)
  if not record then
    return
  end
  redis.call('HDEL', reservations, id)
  local estimate, subjects = record:match('^(%d+)|(.*)$')
  for subject in subjects:gmatch('[^,]+') do
    -- A reservation that a loss of the hash has forgotten must not become a debt.
    if redis.call('HINCRBY', spend_key(subject), 'h', '-' .. estimate) < 0 then
      redis.call('HSET', spend_key(subject), 'h', '0')
    end
  end
end
