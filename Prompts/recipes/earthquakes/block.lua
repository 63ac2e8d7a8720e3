-- Earthquakes of the last day, week or month by the USGS.
local http = require "http"

local feeds = "https://earthquake.usgs.gov/earthquakes/feed/v1.0/summary/"

--- The smallest feed that holds what is asked for: a month of all has ten thousand.
local function feed(params)
  local from = params.minimum >= 4.5 and params.period ~= "day" and "4.5" or params.minimum >= 2.5 and "2.5" or "all"
  return feeds .. from .. "_" .. params.period .. ".geojson"
end

return function(ctx)
  local quakes, strongest = {}, nil
  local place = ctx.params.place:lower()
  for _, feature in ipairs(http.get(feed(ctx.params)):json().features) do
    local quake = feature.properties
    local isThere = (quake.place or ""):lower():find(place, 1, true)
    if (quake.mag or 0) >= ctx.params.minimum and isThere then
      quakes[#quakes + 1] = {
        place = quake.place, magnitude = quake.mag, time = quake.time, url = quake.url,
        depth = feature.geometry and feature.geometry.coordinates[3],
      }
      if not strongest or quake.mag > strongest.magnitude then strongest = quakes[#quakes] end
    end
  end
  table.sort(quakes, function(a, b)
    if ctx.params.order == "strongest" and a.magnitude ~= b.magnitude then return a.magnitude > b.magnitude end
    return a.time > b.time
  end)
  local total = #quakes
  return {
    quakes = table.move(quakes, 1, math.min(ctx.params.count, total), 1, {}), total = total,
    strongest = strongest, period = ctx.params.period,
  }
end
