-- Puts a board that was built aside in the place of the present one.
-- KEYS: board, rows, meta, built board, built rows. ARGV: people, attempts, seconds to keep.
-- Returns: version, or an error if the built parts have run out meanwhile.
local board, rows, meta, new_board, new_rows = unpack(KEYS)
local people, attempts, keep = tonumber(ARGV[1]), ARGV[2], ARGV[3]

if redis.call('HLEN', new_rows) ~= people or redis.call('ZCARD', new_board) < people then
  return redis.error_reply('ERR the built board has run out')
end
redis.call('DEL', board, rows)
if people > 0 then
  redis.call('RENAME', new_board, board)
  redis.call('RENAME', new_rows, rows)
end
redis.call('HSET', meta, 'attempts', attempts)
local version = next_version(meta)
for i = 1, 3 do redis.call('EXPIRE', KEYS[i], keep) end
return version
