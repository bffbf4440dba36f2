-- Where a person stands within a section.
-- KEYS: board, rows, meta. ARGV: section, person. Returns: {place, row}, or nil for who has no place
-- there.
local board, rows = KEYS[1], KEYS[2]
local section, person = ARGV[1], ARGV[2]

local row = redis.call('HGET', rows, person)
local key = row and section .. row:sub(1, 48)
if not row or not redis.call('ZSCORE', board, key .. person) then return nil end
-- A member with the same key is longer than this bound, so greater.
return { redis.call('ZLEXCOUNT', board, '[' .. section, '(' .. key) + 1, row }
