-- The newest videos of a channel by its feed (no key).
local http, list = require "http", require "list"

return function(ctx)
  local channel = http.get("https://www.youtube.com/feeds/videos.xml", { query = { channel_id = ctx.params.channel } }):feed()
  return {
    name = channel.title, url = channel.link,
    videos = list.map(list.take(channel.items, ctx.params.count), function(video)
      return { title = video.title, url = video.link, time = video.published, image = video.image }
    end),
  }
end
