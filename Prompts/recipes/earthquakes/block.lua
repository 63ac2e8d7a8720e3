-- Earthquakes of the last day by the USGS, newest first.
local http = require "http"

local url = "https://earthquake.usgs.gov/earthquakes/feed/v1.0/summary/2.5_day.geojson"

return function(ctx)
  local quakes, strongest = {}, nil
  for _, feature in ipairs(http.get(url):json().features) do
    local quake = feature.properties
    if (quake.mag or 0) >= ctx.params.minimum then
      quakes[#quakes + 1] = {
        place = quake.place, magnitude = quake.mag, time = quake.time, url = quake.url,
        depth = feature.geometry and feature.geometry.coordinates[3],
      }
      if not strongest or quake.mag > strongest.magnitude then strongest = quakes[#quakes] end
    end
  end
  table.sort(quakes, function(a, b) return a.time > b.time end)
  local total = #quakes
  return { quakes = table.move(quakes, 1, math.min(ctx.params.count, total), 1, {}), total = total, strongest = strongest }
end
