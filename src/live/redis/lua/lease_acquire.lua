-- Gives a lease that is free, has run out, or is this holder's already.
-- KEYS: lease. ARGV: holder, microseconds to hold, seconds to remember the epoch.
-- Returns: epoch, or nil if another holder has it.
local holder, ttl, keep = ARGV[1], tonumber(ARGV[2]), ARGV[3]

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local held = redis.call('HMGET', KEYS[1], 'holder', 'epoch', 'until')
local runs = held[3] and tonumber(held[3]) > now
if runs and held[1] ~= holder then return nil end

local epoch = tonumber(held[2] or 0)
if not runs then epoch = math.max(epoch + 1, now) end
redis.call('HSET', KEYS[1], 'holder', holder,
  'epoch', string.format('%.0f', epoch), 'until', string.format('%.0f', now + ttl))
redis.call('EXPIRE', KEYS[1], string.format('%.0f', keep + math.ceil(ttl / 1000000)))
return epoch
