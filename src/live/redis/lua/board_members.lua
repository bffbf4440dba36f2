-- Put before the steps that change a board. Forms of members and rows: see members.rs.
local KEY, SECTION = 48, 16

-- All members of a person's row.
local function members_of(row, person)
  local key = row:sub(1, KEY)
  local members = {}
  for i = 0, row:byte(KEY + 1) - 1 do
    local at = KEY + 2 + i * SECTION
    members[#members + 1] = row:sub(at, at + SECTION - 1) .. key .. person
  end
  return members
end

-- Whether the key of row a is smaller. By bytes: the language's own comparison of strings follows
-- the server's locale.
local function is_better(a, b)
  for i = 1, KEY do
    local x, y = a:byte(i), b:byte(i)
    if x ~= y then return x < y end
  end
  return false
end

-- The next version. A board that is new begins at the clock's microseconds, above every version
-- that a lost one can have had; such numbers must not pass through tostring, which rounds them.
local function next_version(meta)
  if redis.call('HEXISTS', meta, 'version') == 0 then
    local time = redis.call('TIME')
    local micros = tonumber(time[1]) * 1000000 + tonumber(time[2])
    redis.call('HSET', meta, 'version', string.format('%.0f', micros))
  end
  return redis.call('HINCRBY', meta, 'version', 1)
end
