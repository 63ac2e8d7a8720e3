-- Asks an address and keeps whether it answered; a strip shows the last checks.
local http, store = require "http", require "store"

return function(ctx)
  local ok, answer = pcall(http.get, ctx.params.url, { timeout = 15, ttl = 0 })
  -- What was not allowed to ask, or met a page that keeps programs out, is neither up nor down.
  local kind = not ok and type(answer) == "table" and answer.kind
  if kind == "permission" or kind == "blocked" then error(answer, 0) end
  local up = ok and answer.ok
  local reason = ok and "HTTP " .. answer.status or tostring(answer)
  store.append("checks", up and 1 or 0)
  local checks, good = {}, 0
  for i, point in ipairs(store.range("checks", { last = 96 })) do
    checks[i] = { time = point.at, up = point.value == 1 }
    good = good + point.value
  end
  local share = #checks > 0 and good / #checks or nil
  return { url = ctx.params.url, up = up, state = up and "up" or "down", reason = reason, share = share, checks = checks }
end
