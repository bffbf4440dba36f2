-- Puts a board that was built aside in the place of the present one; it is not confirmed yet.
-- KEYS: board, rows, meta, built board, built rows.
-- ARGV: content, people, members, attempts, number of the filling, seconds to keep.
-- Returns: version, or an error if the built parts have run out meanwhile.
local board, rows, meta, new_board, new_rows = unpack(KEYS)
local content, people, members, attempts, filling, keep = unpack(ARGV)

if redis.call('HLEN', new_rows) ~= tonumber(people)
  or redis.call('ZCARD', new_board) ~= tonumber(members) then
  return redis.error_reply('ERR the built board has run out')
end
redis.call('UNLINK', board, rows)
if tonumber(people) > 0 then redis.call('RENAME', new_rows, rows) end
if tonumber(members) > 0 then redis.call('RENAME', new_board, board) end
redis.call('HSET', meta, 'content', content, 'people', people, 'members', members,
  'attempts', attempts, 'filling', filling)
redis.call('HDEL', meta, 'confirmed')
local version = next_version(meta, true)
for i = 1, 3 do redis.call('EXPIRE', KEYS[i], keep) end
return version
