-- The next public holidays by Nager.Date (no key); a country is two letters, or its English name.
local http, list, text = require "http", require "list", require "text"

local api = "https://date.nager.at/api/v3/"

local function code(country)
  if country:match("^%a%a$") then return country:upper() end
  local all = http.get(api .. "AvailableCountries", { ttl = 604800 }):json()
  local found = list.find(all, function(one) return text.fold(one.name) == text.fold(country) end)
  if not found then error("Nager.Date knows no country called '" .. country .. "'; give its two letters in the settings, like DE") end
  return found.countryCode, found.name
end

return function(ctx)
  local letters, name = code(text.trim(ctx.params.country))
  local days = http.get(api .. "NextPublicHolidays/" .. letters):json()
  return { country = name or letters, days = list.map(list.take(days, ctx.params.count), function(day)
    return { name = day.localName, english = day.name, date = day.date, everywhere = day.global }
  end) }
end
