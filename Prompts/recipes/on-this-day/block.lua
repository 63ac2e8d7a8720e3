-- What happened on this day, by Wikipedia.
local http = require "http"

--- Month and day of a moment in UTC (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
local function month_and_day(now)
  local day_of_era = (math.floor(now / 86400) + 719468) % 146097
  local year = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
  local day_of_year = day_of_era - (365 * year + year // 4 - year // 100)
  local month = (5 * day_of_year + 2) // 153
  return month < 10 and month + 3 or month - 9, day_of_year - (153 * month + 2) // 5 + 1
end

return function(ctx)
  local month, day = month_and_day(ctx.now)
  local url = ("https://en.wikipedia.org/api/rest_v1/feed/onthisday/selected/%02d/%02d"):format(month, day)
  local events = {}
  for _, event in ipairs(http.get(url):json().selected) do
    if #events >= ctx.params.count then break end
    local page = event.pages and event.pages[1]
    events[#events + 1] = {
      text = event.text, year = event.year,
      url = page and page.content_urls and page.content_urls.desktop.page,
    }
  end
  table.sort(events, function(a, b) return a.year < b.year end)
  return { events = events }
end
