-- One more attempt; the row goes on the board if the mode says so.
-- KEYS: board, rows, meta. ARGV: person, row, better|always|absent, seconds to keep.
-- Returns: whether it entered, version.
local board, rows, meta = KEYS[1], KEYS[2], KEYS[3]
local person, row, mode, keep = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local old = redis.call('HGET', rows, person)
local enters = not old or mode == 'always' or (mode == 'better' and is_better(row, old))
if enters then
  if old then redis.call('ZREM', board, unpack(members_of(old, person))) end
  for _, member in ipairs(members_of(row, person)) do
    redis.call('ZADD', board, 0, member)
  end
  redis.call('HSET', rows, person, row)
end
redis.call('HINCRBY', meta, 'attempts', 1)
local version = next_version(meta)
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, keep) end
return { enters and 1 or 0, version }
