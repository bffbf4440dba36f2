-- Says that a filling is complete, if no other one took its place.
-- KEYS: board, rows, meta. ARGV: number of the filling. Returns: whether it was the present one.
if redis.call('HGET', KEYS[3], 'filling') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[3], 'confirmed', 1)
next_version(KEYS[3])
return 1
