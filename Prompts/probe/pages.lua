-- A page: its structured data, tables, records, labelled values, listings, prices, and its own words.
local json = require "json"
local parts = ...
local sample, places = parts.sample, parts.places

local pages = {}

--- Bytes of structured data that are sent.
local MOST_ITEMS, MOST_DATA = 120 << 10, 300 << 10

--- A value, when its JSON is not longer than `most`; and what is left.
local function within(value, most)
  local ok, encoded = pcall(json.encode, value)
  if ok and #encoded <= most then return value, most - #encoded end
  return nil, most
end

local function structured_of(page)
  local found = page:structured()
  local items, left = {}, MOST_ITEMS
  for _, item in ipairs(found.items) do
    local kept
    kept, left = within(item, left)
    items[#items + 1] = kept
  end
  local data
  left = MOST_DATA
  for name, value in pairs(found.data) do
    local kept
    kept, left = within(value, left)
    if kept then
      data = data or {}
      data[name] = kept
    end
  end
  return items, data, found.og
end

--- Where frameworks put what their script makes.
local ROOTS = "#root, #app, #__next, #__nuxt, #___gatsby, #svelte, #main-app, app-root, [ng-app], [ng-version], [data-reactroot], [data-server-rendered]"

--- Is there next to nothing to read, and a script that would put it there?
local function needs_script(page, words)
  if #words >= 200 or not page:first("script:not([type*=json])") then return nil end
  return (#words < 30 or page:first(ROOTS) ~= nil or page:first("noscript") ~= nil) or nil
end

function pages.find(response)
  local page = response:html()
  local meta = page:meta()
  local paragraphs = {}
  for _, node in ipairs(page:select("p")) do
    local text = node:text()
    if #text > 60 and #paragraphs < 5 and not places.is_chrome(node) then paragraphs[#paragraphs + 1] = sample.cut(text) end
  end
  local items, data, og = structured_of(page)
  local product = page:structured("Product").items[1]
  local tables, facts = parts.tables.find(page)
  local words = page:text_of("body") or ""
  return {
    kind = "html", title = sample.cut(meta.title), description = sample.cut(meta.description), image = meta.image,
    language = meta.language, feeds = meta.feeds, tables = tables, facts = facts, records = parts.records.find(page),
    listing = parts.listings.find(page), price = parts.prices.find(page), paragraphs = paragraphs,
    needs_script = needs_script(page, words), items = items, data = data, product = product and within(product, MOST_ITEMS) or nil,
    words = #words <= 300 and words:find("[%a\128-\255]") and words or nil, heading = sample.cut(page:text_of("h1")), site = og["og:site_name"],
  }
end

return pages
