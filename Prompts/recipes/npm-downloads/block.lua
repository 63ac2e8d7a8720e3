-- Downloads of an npm package in the last month (no key).
local http, list = require "http", require "list"

return function(ctx)
  local answer = http.get("https://api.npmjs.org/downloads/range/last-month/" .. ctx.params.package):json()
  local total = 0
  for _, day in ipairs(answer.downloads) do total = total + day.downloads end
  return {
    package = answer.package, url = "https://www.npmjs.com/package/" .. answer.package, total = total,
    days = list.map(answer.downloads, function(day) return { day = day.day, downloads = day.downloads } end),
  }
end
