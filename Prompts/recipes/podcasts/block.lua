-- The newest episodes of several podcasts. Add feeds here and their hosts in block.json.
local http, feed, list, log = require "http", require "feed", require "list", require "log"

local shows = { "https://feeds.npr.org/510289/podcast.xml", "https://feeds.simplecast.com/54nAGcIl" }

return function(ctx)
  local episodes, problem = {}, nil
  for i, answer in ipairs(http.all(shows)) do
    local ok, show = pcall(function() return answer:feed() end)
    if ok then
      for _, item in ipairs(show.items) do
        local sound = item.enclosures and item.enclosures[1]
        episodes[#episodes + 1] = {
          title = item.title, show = show.title, published = item.published, url = item.link or sound and sound.url,
          image = item.image or show.image,
        }
      end
    else
      problem = show
      log.warn(shows[i] .. ": " .. tostring(show))
    end
  end
  if #episodes == 0 and problem then error(problem, 0) end
  return { episodes = list.take(feed.newest(episodes), ctx.params.count) }
end
