-- The first rows of a section.
-- KEYS: board, rows, meta. ARGV: section, limit.
-- Returns: version, people, attempts, {place of the first row, rows before it},
-- {member, row, member, row, …}.
local board, rows, meta = KEYS[1], KEYS[2], KEYS[3]
local section, limit = ARGV[1], tonumber(ARGV[2])

-- A member is its section and 64 more bytes, so it is smaller than the section and 65 greatest ones.
local last = section .. string.rep('\255', 65)
local found = redis.call('ZRANGE', board, '[' .. section, '[' .. last, 'BYLEX', 'LIMIT', 0, limit)
local flat = with_rows(rows, found)
local counts = redis.call('HMGET', meta, 'version', 'attempts')
return {
  tonumber(counts[1] or 0),
  redis.call('HLEN', rows),
  tonumber(counts[2] or 0),
  { 1, 0 },
  flat,
}
