-- Functions that several scripts share; put in front of them.
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

local function add(key, prefix, m, f)
  redis.call('HINCRBY', key, prefix .. 'm', m)
  local rest = redis.call('HINCRBY', key, prefix .. 'f', f)
  if rest >= MICRO or rest < 0 then
    local carry = math.floor(rest / MICRO)
    redis.call('HINCRBY', key, prefix .. 'm', whole(carry))
    redis.call('HINCRBY', key, prefix .. 'f', whole(-carry * MICRO))
  end
end

-- Adds what a request made at a moment has cost to the windows that it belongs to.
local function charge(subject, windows, at, m, f)
  local key = spend_key(subject)
  for _, window in ipairs(windows) do
    local name, mode, a = window[1], window[2], tonumber(window[3])
    if mode == 'r' then
      local minute = math.floor(at / 60000)
      local found = redis.call('HMGET', key, name .. '.w', name .. '.o')
      if minute >= tonumber(found[1] or 0) then
        if minute < tonumber(found[2] or 0) then
          redis.call('HSET', key, name .. '.o', whole(minute))
        end
        add(key, name .. '.', m, f)
        local minutes = minutes_key(subject, name)
        add(minutes, whole(minute), m, f)
        redis.call('PEXPIRE', minutes, whole(a * 60000 + 60000))
      end
    else
      local start = tonumber(redis.call('HGET', key, name .. '.s') or 0)
      local belongs = mode == 'c' and a == start or mode == 'f' and at >= start and at < start + a
      local opens = mode == 'c' and a > start or mode == 'f' and at >= start + a
      if belongs then
        add(key, name .. '.', m, f)
      elseif opens then
        redis.call('HSET', key, name .. '.s', whole(mode == 'c' and a or at), name .. '.m', m, name .. '.f', f)
      end
    end
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
    local key = spend_key(subject)
    local held = tonumber(redis.call('HGET', key, 'h') or 0)
    redis.call('HSET', key, 'h', whole(math.max(0, held - tonumber(estimate))))
  end
end
