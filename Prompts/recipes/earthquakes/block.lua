-- Earthquakes of the last day by the USGS, newest first.
local http = require "http"

local feeds = "https://earthquake.usgs.gov/earthquakes/feed/v1.0/summary/"

return function(ctx)
  local quakes, strongest = {}, nil
  local url = feeds .. (ctx.params.minimum < 2.5 and "all_day" or "2.5_day") .. ".geojson"
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
