-- Put before the steps that read rows.

-- Members and their rows in turn.
local function with_rows(rows, members)
  if #members == 0 then return {} end
  local people, flat = {}, {}
  for i, member in ipairs(members) do people[i] = member:sub(-16) end
  local found = redis.call('HMGET', rows, unpack(people))
  for i, member in ipairs(members) do
    flat[2 * i - 1] = member
    flat[2 * i] = found[i]
  end
  return flat
end
