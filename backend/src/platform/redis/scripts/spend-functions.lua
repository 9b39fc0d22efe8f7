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

-- Names of fields by window, written out: joining strings is the dearest thing that a script does besides calling Redis.
local NAMES = {
  ['5h'] = { m = '5h.m', f = '5h.f', s = '5h.s', w = '5h.w', o = '5h.o' },
  daily = { m = 'daily.m', f = 'daily.f', s = 'daily.s', w = 'daily.w', o = 'daily.o' },
  weekly = { m = 'weekly.m', f = 'weekly.f', s = 'weekly.s' },
  monthly = { m = 'monthly.m', f = 'monthly.f', s = 'monthly.s' },
  total = { m = 'total.m', f = 'total.f', s = 'total.s' },
}

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

-- The named fields of a subject, and those of its windows; absent ones are absent.
local function read(subject, names, windows)
  local fields = { unpack(names) }
  local count = #fields
  for _, window in ipairs(windows) do
    local own = NAMES[window[1]]
    fields[count + 1], fields[count + 2] = own.m, own.f
    if window[2] == 'r' then
      fields[count + 3], fields[count + 4] = own.w, own.o
      count = count + 4
    else
      fields[count + 3] = own.s
      count = count + 3
    end
  end
  local found = {}
  local values = redis.call('HMGET', spend_key(subject), unpack(fields))
  for index = 1, count do
    if values[index] then
      found[fields[index]] = values[index]
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
  local writes, count = {}, 0
  for _, window in ipairs(windows) do
    local mode, a, own = window[2], tonumber(window[3]), NAMES[window[1]]
    local start = tonumber(found[own.s] or 0)
    local belongs, opens_at
    if mode == 'r' then
      local minute = math.floor(at / 60000)
      belongs = minute >= tonumber(found[own.w] or 0)
      if belongs then
        add_minute(minutes_key(subject, window[1]), minute, a, m, f)
        if minute < tonumber(found[own.o] or 0) then
          writes[count + 1], writes[count + 2] = own.o, whole(minute)
          count = count + 2
        end
      end
    elseif mode == 'c' then
      belongs = a == start
      opens_at = a > start and a
    else
      belongs = at >= start and at < start + a
      opens_at = at >= start + a and at
    end
    if opens_at then
      writes[count + 1], writes[count + 2] = own.s, whole(opens_at)
      writes[count + 3], writes[count + 4], writes[count + 5], writes[count + 6] = own.m, whole(m), own.f, whole(f)
      count = count + 6
    elseif belongs then
      local new_m, new_f = sum(tonumber(found[own.m] or 0), tonumber(found[own.f] or 0), m, f)
      writes[count + 1], writes[count + 2], writes[count + 3], writes[count + 4] = own.m, whole(new_m), own.f, whole(new_f)
      count = count + 4
    end
  end
  if count > 0 then
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
