-- Put before the steps that change a board. Forms of members and rows: see members.rs.
local KEY, HEAD, SECTION = 48, 52, 16

-- How many attempts a row counts.
local function attempts_of(row)
  local a, b, c, d = row:byte(KEY + 1, HEAD)
  return ((a * 256 + b) * 256 + c) * 256 + d
end

-- All members of a person's row; none if the person is only counted.
local function members_of(row, person)
  local key = row:sub(1, KEY)
  local members = {}
  for i = 0, row:byte(HEAD + 1) - 1 do
    local at = HEAD + 2 + i * SECTION
    members[#members + 1] = row:sub(at, at + SECTION - 1) .. key .. person
  end
  return members
end

-- Whether row a stands above row b. By bytes: the language's own comparison of strings follows the
-- server's locale.
local function is_better(a, b)
  local listed, other = a:byte(HEAD + 1) > 0, b:byte(HEAD + 1) > 0
  if listed ~= other then return listed end
  for i = 1, KEY do
    local x, y = a:byte(i), b:byte(i)
    if x ~= y then return x < y end
  end
  return false
end

-- The next version. A board that is new or filled anew begins at the clock's microseconds, above
-- every version that a lost one can have had; such numbers must not pass through tostring, which
-- rounds them.
local function next_version(meta, anew)
  local version = tonumber(redis.call('HGET', meta, 'version') or 0)
  if anew or version == 0 then
    local time = redis.call('TIME')
    version = math.max(version, tonumber(time[1]) * 1000000 + tonumber(time[2]))
  end
  redis.call('HSET', meta, 'version', string.format('%.0f', version + 1))
  return version + 1
end
