-- Takes a person off the board.
-- KEYS: board, rows, meta. ARGV: person. Returns: whether they were on it.
local board, rows, meta = KEYS[1], KEYS[2], KEYS[3]
local person = ARGV[1]

local old = redis.call('HGET', rows, person)
if not old then return 0 end
local gone = members_of(old, person)
if #gone > 0 then redis.call('ZREM', board, unpack(gone)) end
redis.call('HDEL', rows, person)
redis.call('HINCRBY', meta, 'people', -1)
redis.call('HINCRBY', meta, 'members', 0 - #gone)
next_version(meta)
return 1
