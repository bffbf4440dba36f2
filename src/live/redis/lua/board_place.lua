-- Where a person stands among everybody.
-- KEYS: board, rows, meta. ARGV: person. Returns: {place, row}, or nil for who has no place.
local board, rows = KEYS[1], KEYS[2]

local row = redis.call('HGET', rows, ARGV[1])
if not row or row:byte(53) == 0 then return nil end
-- Everybody's section is zeros. A member with the same key is longer than this bound, so greater.
local bound = string.rep('\0', 16) .. row:sub(1, 48)
return { redis.call('ZLEXCOUNT', board, '-', '(' .. bound) + 1, row }
