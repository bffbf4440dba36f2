-- What a board holds, in short.
-- KEYS: board, rows, meta. Returns: version, people, attempts, content or nothing.
local board, rows, meta = KEYS[1], KEYS[2], KEYS[3]

local counts = redis.call('HMGET', meta, 'version', 'attempts', 'confirmed')
return {
  tonumber(counts[1] or 0),
  redis.call('HLEN', rows),
  tonumber(counts[2] or 0),
  counts[3] and content_of(board, rows, meta) or false,
}
