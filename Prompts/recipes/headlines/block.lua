-- Several feeds in one list, newest first. A feed that fails is left out.
local http, log = require "http", require "log"

--- What a feed calls itself, without the site's slogan.
local function name(feed, url)
  local title = feed.title or url
  return title:match("^(.-) [|>–-] ") or title
end

return function(ctx)
  local items, read, problem = {}, 0, nil
  local about = (ctx.params.about or ""):lower()
  for url in ctx.params.feeds:gmatch("[^,%s]+") do
    local ok, feed = pcall(function() return http.get(url):feed() end)
    if ok then
      read = read + 1
      for _, item in ipairs(feed.items) do
        local words = (item.title or "") .. " " .. (item.summary or "")
        if about == "" or words:lower():find(about, 1, true) then
          items[#items + 1] = { title = item.title, url = item.link, time = item.published, source = name(feed, url) }
        end
      end
    else
      problem = feed
      log.warn(url .. ": " .. tostring(feed))
    end
  end
  if read == 0 then error(problem, 0) end
  table.sort(items, function(a, b) return (a.time or 0) > (b.time or 0) end)
  return { items = table.move(items, 1, math.min(ctx.params.count, #items), 1, {}) }
end
