-- Put before the steps that trust what a board holds: keys go one by one where memory is short.

-- What the board was filled from, or nothing if a part of it is gone.
local function content_of(board, rows, meta)
  local held = redis.call('HMGET', meta, 'content', 'people', 'members')
  if not held[1] then return nil end
  local whole = redis.call('HLEN', rows) == tonumber(held[2])
    and redis.call('ZCARD', board) == tonumber(held[3])
  return whole and held[1] or nil
end
