-- Sunrise and sunset by Open-Meteo (no key) for the next week, in the clock of the place.
local http = require "http"

return function(ctx)
  local found = http.get("https://geocoding-api.open-meteo.com/v1/search",
    { query = { name = ctx.params.place, count = 1 }, ttl = 604800 }):json()
  local place = found.results and found.results[1]
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
