-- Reference rates of the European Central Bank by Frankfurter (no key); the change is since the
-- rate of another day that this block saw before.
local http, store = require "http", require "store"

local url = "https://api.frankfurter.dev/v1/latest"

return function(ctx)
  local answer = http.get(url, { query = { base = ctx.params.base, symbols = ctx.params.others } }):json()
  local before, rates = store.get("before"), {}
  local last = store.get("last")
  if last and last.date ~= answer.date then
    before = last
    store.set("before", before)
  end
  store.set("last", { date = answer.date, base = answer.base, rates = answer.rates })
  for code, rate in pairs(answer.rates) do
    local old = before and before.base == answer.base and before.rates[code]
    rates[#rates + 1] = { code = code, rate = rate, change = old and ("%+.2f %%"):format((rate / old - 1) * 100) or "–" }
  end
  table.sort(rates, function(a, b) return a.code < b.code end)
  return { base = answer.base, date = answer.date, rates = rates }
end
