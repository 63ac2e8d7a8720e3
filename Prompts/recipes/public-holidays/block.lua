-- The next public holidays by Nager.Date (no key).
local http, list = require "http", require "list"

return function(ctx)
  local days = http.get("https://date.nager.at/api/v3/NextPublicHolidays/" .. ctx.params.country:upper()):json()
  return { country = ctx.params.country:upper(), days = list.map(list.take(days, ctx.params.count), function(day)
    return { name = day.localName, english = day.name, date = day.date, everywhere = day.global }
  end) }
end
