-- The rows around a person, within a section.
-- KEYS: board, rows, meta. ARGV: section, person, rows above, rows below.
-- Returns: version, people, attempts, {place of the first row, rows before it},
-- {member, row, member, row, …}.
local board, rows, meta = KEYS[1], KEYS[2], KEYS[3]
local section, person = ARGV[1], ARGV[2]
local above, below = tonumber(ARGV[3]), tonumber(ARGV[4])

local flat, place, before = {}, 1, 0
local own = redis.call('HGET', rows, person)
local rank = own and redis.call('ZRANK', board, section .. own:sub(1, 48) .. person)
if rank then
  -- A member is its section and 64 more bytes: greater than the section alone, and smaller than the
  -- section and 65 greatest ones.
  local first = redis.call('ZLEXCOUNT', board, '-', '(' .. section)
  local last = '[' .. section .. string.rep('\255', 65)
  local after = first + redis.call('ZLEXCOUNT', board, '[' .. section, last)
  local from = math.max(rank - above, first)
  before = from - first
  local found = redis.call('ZRANGE', board, from, math.min(rank + below, after - 1))
  flat = with_rows(rows, found)
  -- A member with the same key is longer than this bound, so greater.
  local bound = '(' .. found[1]:sub(1, 64)
  place = redis.call('ZLEXCOUNT', board, '[' .. section, bound) + 1
end
local counts = redis.call('HMGET', meta, 'version', 'attempts')
return {
  tonumber(counts[1] or 0),
  redis.call('HLEN', rows),
  tonumber(counts[2] or 0),
  { place, before },
  flat,
}
