-- Takes a person off the board.
-- KEYS: board, rows, meta. ARGV: person. Returns: whether they were on it.
local board, rows, meta = KEYS[1], KEYS[2], KEYS[3]
local person = ARGV[1]

local old = redis.call('HGET', rows, person)
if not old then return 0 end
redis.call('ZREM', board, unpack(members_of(old, person)))
redis.call('HDEL', rows, person)
next_version(meta)
return 1
