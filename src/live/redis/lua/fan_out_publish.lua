-- Counts a message of a topic and sends it. The key of the count is the channel's name too.
-- KEYS: topic. ARGV: payload, seconds to keep the position.
-- Returns: offset.
if redis.call('HEXISTS', KEYS[1], 'epoch') == 0 then
  local time = redis.call('TIME')
  local micros = tonumber(time[1]) * 1000000 + tonumber(time[2])
  redis.call('HSET', KEYS[1], 'epoch', string.format('%.0f', micros))
end
local offset = redis.call('HINCRBY', KEYS[1], 'offset', 1)
redis.call('EXPIRE', KEYS[1], ARGV[2])
local epoch = redis.call('HGET', KEYS[1], 'epoch')
redis.call('PUBLISH', KEYS[1], epoch .. ':' .. string.format('%.0f', offset) .. ':' .. ARGV[1])
return offset
