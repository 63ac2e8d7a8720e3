-- The hottest stories of Lobsters (no key).
local http, list = require "http", require "list"

return function(ctx)
  local about = ctx.params.about:lower()
  local stories = list.filter(http.get("https://lobste.rs/hottest.json"):json(), function(story)
    return story.title:lower():find(about, 1, true) ~= nil
  end)
  return { stories = list.map(list.take(stories, ctx.params.count), function(story)
    return {
      title = story.title, url = story.url ~= "" and story.url or story.comments_url, points = story.score,
      comments = story.comment_count, time = story.created_at, tags = table.concat(story.tags or {}, ", "),
    }
  end) }
end
