-- Weather by Open-Meteo (no key): the place is looked up by name, then its forecast.
local http = require "http"

local forecast = "https://api.open-meteo.com/v1/forecast"

--- WMO weather codes (table 4677), as groups from the first code on.
local skies = {
  { 0, "Clear", "☀️" }, { 1, "Mostly clear", "🌤️" }, { 2, "Partly cloudy", "⛅" },
  { 3, "Overcast", "☁️" }, { 45, "Fog", "🌫️" }, { 51, "Drizzle", "🌦️" }, { 61, "Rain", "🌧️" },
  { 71, "Snow", "🌨️" }, { 80, "Showers", "🌦️" }, { 85, "Snow showers", "🌨️" },
  { 95, "Thunderstorm", "⛈️" },
}

local function sky(code)
  local found = skies[1]
  for _, group in ipairs(skies) do
    if (code or 0) >= group[1] then found = group end
  end
  return found[2], found[3]
end

--- An object of equal-length lists as rows.
local function rows(columns, count)
  local list = {}
  for i = 1, math.min(count, #columns.time) do
    local row = {}
    for name, values in pairs(columns) do row[name] = values[i] end
    list[i] = row
  end
  return list
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
  local answer = http.get(forecast, { query = {
    latitude = place.latitude, longitude = place.longitude, timezone = "auto", timeformat = "unixtime",
    current = "temperature_2m,apparent_temperature,weather_code,wind_speed_10m,relative_humidity_2m",
    hourly = "temperature_2m", forecast_hours = 24,
    daily = "weather_code,temperature_2m_max,temperature_2m_min,precipitation_probability_max",
  } }):json()
  local current, days = answer.current, {}
  for i, day in ipairs(rows(answer.daily, ctx.params.days)) do
    local words, icon = sky(day.weather_code)
    days[i] = {
      date = day.time, sky = words, icon = icon, high = day.temperature_2m_max,
      low = day.temperature_2m_min, rain = day.precipitation_probability_max,
    }
  end
  local words, icon = sky(current.weather_code)
  return {
    place = place.name, sky = words, icon = icon, temperature = current.temperature_2m,
    feels_like = current.apparent_temperature, wind = current.wind_speed_10m,
    humidity = current.relative_humidity_2m, hours = rows(answer.hourly, 24), days = days,
  }
end
