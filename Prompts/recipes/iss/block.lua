-- Where the International Space Station is right now, by wheretheiss.at (no key).
local http = require "http"

return function()
  local now = http.get("https://api.wheretheiss.at/v1/satellites/25544"):json()
  return {
    latitude = now.latitude, longitude = now.longitude, altitude = now.altitude, speed = now.velocity,
    light = now.visibility == "daylight" and "in sunlight" or "in the Earth's shadow", time = now.timestamp,
    map = ("https://www.openstreetmap.org/?mlat=%.3f&mlon=%.3f#map=3/%.1f/%.1f"):format(
      now.latitude, now.longitude, now.latitude, now.longitude),
  }
end
