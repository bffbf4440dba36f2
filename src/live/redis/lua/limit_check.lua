-- The generic cell rate algorithm: the key holds the time at which the bucket will be full again.
-- KEYS: bucket. ARGV: burst, microseconds a token.
-- Returns: {1, tokens left} or {0, milliseconds to wait}.
local burst, interval = tonumber(ARGV[1]), tonumber(ARGV[2])

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local next_full_at = full_at + interval
local spare = now + burst * interval - next_full_at
if spare < 0 then return { 0, math.ceil(-spare / 1000) } end

redis.call('SET', KEYS[1], string.format('%.0f', next_full_at),
  'PX', string.format('%.0f', math.ceil((next_full_at - now) / 1000)))
return { 1, math.floor(spare / interval) }
