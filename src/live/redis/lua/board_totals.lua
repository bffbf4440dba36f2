-- KEYS: board, rows, meta. Returns: version, people, attempts.
local counts = redis.call('HMGET', KEYS[3], 'version', 'attempts')
return {
  tonumber(counts[1] or 0),
  redis.call('HLEN', KEYS[2]),
  tonumber(counts[2] or 0),
}
