-- The posts of a subreddit by its feed (no key; Reddit asks for patience when it is read too often).
local http, list = require "http", require "list"

return function(ctx)
  local name = ctx.params.subreddit:gsub("^/?r/", "")
  local posts = http.get("https://www.reddit.com/r/" .. name .. "/.rss"):feed()
  return {
    name = name, url = "https://www.reddit.com/r/" .. name,
    posts = list.map(list.take(posts.items, ctx.params.count), function(post)
      return { title = post.title, url = post.link, author = post.author, time = post.published or post.updated }
    end),
  }
end
