-- Sunrise and sunset by Open-Meteo (no key) for the next week, in the clock of the place.
local http = require "http"

--- The place of a name, "Paris", or of a name and what it lies in, "Paris, Texas".
local function find(text)
  local name, part = text:match("^%s*(.-)%s*,%s*(.-)%s*$")
  local query = { name = name or text, count = name and 20 or 1 }
  local found = http.get("https://geocoding-api.open-meteo.com/v1/search", { query = query, ttl = 604800 }):json().results or {}
  if not name then return found[1] end
  part = part:lower()
  for _, place in ipairs(found) do
    for _, field in ipairs { "admin1", "admin2", "country", "country_code" } do
      if (place[field] or ""):lower() == part then return place end
    end
  end
end

return function(ctx)
  local place = find(ctx.params.place)
  if not place then error("Open-Meteo knows no place called '" .. ctx.params.place .. "'; change it in the settings") end
  local daily = http.get("https://api.open-meteo.com/v1/forecast", { query = {
    latitude = place.latitude, longitude = place.longitude, timezone = "auto",
    daily = "sunrise,sunset,daylight_duration",
  } }):json().daily
  local days = {}
  for i, day in ipairs(daily.time) do
    days[i] = { day = day, rise = daily.sunrise[i], set = daily.sunset[i], length = daily.daylight_duration[i] }
  end
  return { place = place.name, zone = place.timezone, today = days[1], days = days }
end
