-- The analysis of a source that is no JSON, run in the sandbox when a block is made.
-- Gets params.url, params.kind (feed, ical, csv, html) and, when the page is to be shown by a browser first,
-- params.browser; returns plain data for the drafter.
local http = require "http"
local parts = ...
local sample = parts.sample

local kinds = {}

--- A feed, or other XML.
function kinds.feed(response)
  local is_feed, feed = pcall(response.feed, response)
  if not is_feed then
    local is_xml, found = pcall(parts.texts.xml, response)
    if is_xml then return found end
    error(feed, 0)
  end
  return { title = sample.cut(feed.title), link = feed.link or feed.url, items = sample.rows(feed.items),
    values = sample.values(feed.items, sample.names(feed.items)), total = #feed.items }
end

function kinds.ical(response, now)
  return parts.calendars.find(response, now)
end

function kinds.csv(response)
  local csv = response:csv()
  return { columns = csv.columns, rows = sample.rows(csv.rows), values = sample.values(csv.rows, csv.columns),
    total = #csv.rows }
end

function kinds.html(response)
  local start = response.body:match("^%s*[\xEF\xBB\xBF]*%s*(.?)")
  return start ~= "<" and parts.texts.find(response) or parts.pages.find(response)
end

return function(ctx)
  local response = http.get(ctx.params.url, { ttl = 60, browser = ctx.params.browser == "yes" })
  local found = kinds[ctx.params.kind](response, ctx.now)
  found.kind = found.kind or ctx.params.kind
  return found
end
