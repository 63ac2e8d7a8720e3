-- The price of a product that its page describes for search engines (JSON-LD); every change is kept.
local http, store, text = require "http", require "store", require "text"

local function offer(product)
  local offers = product and product.offers
  return offers and (offers[1] or offers)
end

return function(ctx)
  local page = http.get(ctx.params.url):html()
  local product = page:json_ld("Product")[1]
  local found = offer(product)
  local price = found and text.number(tostring(found.price or found.lowPrice or ""))
  if not price then error("this page names no price for search engines; give another page of the product") end
  store.append("price", price)
  local points = store.range("price", { every = "1d", agg = "last" })
  local lowest, highest = price, price
  for _, point in ipairs(points) do
    lowest, highest = math.min(lowest, point.value), math.max(highest, point.value)
  end
  return {
    name = product.name, url = ctx.params.url, price = price, currency = found.priceCurrency or "",
    lowest = lowest, highest = highest, history = #points > 1 and points or {},
    stock = found.availability and tostring(found.availability):match("[^/]+$") or "unknown",
  }
end
