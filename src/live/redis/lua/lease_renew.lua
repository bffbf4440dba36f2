-- Moves the end of a lease, if it still is this holder's; an end of now gives it back.
-- KEYS: lease. ARGV: holder, epoch, microseconds to hold.
-- Returns: whether it was.
local holder, epoch, ttl = ARGV[1], ARGV[2], tonumber(ARGV[3])

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local held = redis.call('HMGET', KEYS[1], 'holder', 'epoch', 'until')
if held[1] ~= holder or held[2] ~= epoch or tonumber(held[3]) <= now then return 0 end
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', now + ttl))
return 1
