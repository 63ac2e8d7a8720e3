-- Air quality by Open-Meteo (no key): the European index, 0 to 100 and more, and what it is made of.
local http, list = require "http", require "list"

local levels = {
  { 20, "good" }, { 40, "fair" }, { 60, "moderate" }, { 80, "poor" }, { 100, "very poor" },
  { math.huge, "extremely poor" },
}

local function level(index)
  return index and list.find(levels, function(one) return index <= one[1] end)[2] or "unknown"
end

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
  local answer = http.get("https://air-quality-api.open-meteo.com/v1/air-quality", { query = {
    latitude = place.latitude, longitude = place.longitude, timezone = "auto", timeformat = "unixtime",
    current = "european_aqi,pm2_5,pm10,ozone,nitrogen_dioxide", hourly = "european_aqi", forecast_hours = 24,
  } }):json()
  local now, hours = answer.current, {}
  for i, at in ipairs(answer.hourly.time) do hours[i] = { time = at, aqi = answer.hourly.european_aqi[i] } end
  return {
    place = place.name, aqi = now.european_aqi, level = level(now.european_aqi), hours = hours,
    parts = {
      { name = "PM2.5", value = now.pm2_5 }, { name = "PM10", value = now.pm10 },
      { name = "Ozone", value = now.ozone }, { name = "NO₂", value = now.nitrogen_dioxide },
    },
  }
end
