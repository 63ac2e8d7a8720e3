-- Several feeds in one list, newest first. Add feeds here and their hosts in block.json.
local http, log = require "http", require "log"

local feeds = {
  { name = "BBC", url = "https://feeds.bbci.co.uk/news/world/rss.xml" },
  { name = "Guardian", url = "https://www.theguardian.com/world/rss" },
}

return function(ctx)
  local items, read, problem = {}, 0, nil
  for _, source in ipairs(feeds) do
    local ok, feed = pcall(function() return http.get(source.url):feed() end)
    if ok then
      read = read + 1
      for _, item in ipairs(feed.items) do
        items[#items + 1] = { title = item.title, url = item.link, time = item.published, source = source.name }
      end
    else
      problem = feed
      log.warn(source.name .. ": " .. tostring(feed))
    end
  end
  if read == 0 then error(problem, 0) end
  table.sort(items, function(a, b) return (a.time or 0) > (b.time or 0) end)
  return { items = table.move(items, 1, math.min(ctx.params.count, #items), 1, {}) }
end
