-- The rows around a person, among everybody.
-- KEYS: board, rows, meta. ARGV: person, rows above, rows below.
-- Returns: version, people, attempts, {place of the first row, rows before it},
-- {member, row, member, row, …}.
local board, rows, meta = KEYS[1], KEYS[2], KEYS[3]
local person, above, below = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local people = redis.call('HLEN', rows)
local flat, place, before = {}, 1, 0
-- Everybody's section is zeros and comes first, so a rank in the whole set is a rank in it.
local everybody = string.rep('\0', 16)
local own = redis.call('HGET', rows, person)
local rank = own and redis.call('ZRANK', board, everybody .. own:sub(1, 48) .. person)
if rank then
  local listed = redis.call('ZLEXCOUNT', board, '-', '(' .. string.rep('\0', 15) .. '\1')
  before = math.max(rank - above, 0)
  local found = redis.call('ZRANGE', board, before, math.min(rank + below, listed - 1))
  for _, member in ipairs(found) do
    flat[#flat + 1] = member
    flat[#flat + 1] = redis.call('HGET', rows, member:sub(-16))
  end
  -- A member with the same key is longer than this bound, so greater.
  place = redis.call('ZLEXCOUNT', board, '-', '(' .. found[1]:sub(1, 64)) + 1
end
local counts = redis.call('HMGET', meta, 'version', 'attempts')
return { tonumber(counts[1] or 0), people, tonumber(counts[2] or 0), { place, before }, flat }
