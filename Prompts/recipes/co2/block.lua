-- The Keeling curve from NOAA's CSV file, which begins with lines of comment.
local http, csv, list = require "http", require "csv", require "list"

return function()
  local body = http.get("https://gml.noaa.gov/webdata/ccgg/trends/co2/co2_mm_mlo.csv").body
  local rows = csv.parse((body:gsub("#[^\n]*\n", ""))).rows
  local months = list.map(rows, function(row)
    return { month = ("%04d-%02d-15"):format(row.year, row.month), ppm = tonumber(row.average), trend = tonumber(row.deseasonalized) }
  end)
  local last, before = months[#months], months[#months - 12]
  if not last then error("NOAA's file has no months in it; it is asked again later") end
  return {
    months = list.drop(months, math.max(0, #months - 120)), ppm = last.ppm, month = last.month,
    change = before and last.ppm - before.ppm,
  }
end
