-- Counts attempts; the rows go on the board if their modes say so.
-- KEYS: board, rows, meta. ARGV: seconds to keep, then person, row, better|always|newest|absent for each.
-- Returns: whether the board takes rows, how many entered, version.
local board, rows, meta = KEYS[1], KEYS[2], KEYS[3]

if content_of(board, rows, meta) ~= 'attempts' then
  return { 0, 0, tonumber(redis.call('HGET', meta, 'version') or 0) }
end
local entered, attempts, people, members = 0, 0, 0, 0
for i = 2, #ARGV, 3 do
  local person, row, mode = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local old = redis.call('HGET', rows, person)
  local seen = old and attempts_of(old) or 0
  local fresh = attempts_of(row)
  attempts = attempts + math.max(fresh - seen, 0)
  if not old or mode == 'always' or (mode == 'newest' and fresh >= seen)
    or (mode == 'better' and is_better(row, old)) then
    if old then
      local gone = members_of(old, person)
      if #gone > 0 then redis.call('ZREM', board, unpack(gone)) end
      members = members - #gone
    else
      people = people + 1
    end
    local new = members_of(row, person)
    for _, member in ipairs(new) do redis.call('ZADD', board, 0, member) end
    members = members + #new
    if fresh < seen then row = row:sub(1, KEY) .. old:sub(KEY + 1, HEAD) .. row:sub(HEAD + 1) end
    redis.call('HSET', rows, person, row)
    entered = entered + 1
  elseif fresh > seen then
    local counted = old:sub(1, KEY) .. row:sub(KEY + 1, HEAD) .. old:sub(HEAD + 1)
    redis.call('HSET', rows, person, counted)
  end
end
redis.call('HINCRBY', meta, 'attempts', attempts)
redis.call('HINCRBY', meta, 'people', people)
redis.call('HINCRBY', meta, 'members', members)
local version = next_version(meta)
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[1]) end
return { 1, entered, version }
