-- The front page of Hacker News, one request to Algolia's search of it.
local http = require "http"

--- The host of an address as people say it: without "www.".
---@param address string?
---@return string?
local function site(address)
  local host = address and address:match("^%w+://([^/:?#]+)")
  return host and host:gsub("^www%.", "") or nil
end

local url = "https://hn.algolia.com/api/v1/search?tags=front_page&hitsPerPage=30"

return function(ctx)
  local stories, about = {}, ctx.params.about:lower()
  for _, hit in ipairs(http.get(url):json().hits) do
    if #stories >= ctx.params.count then break end
    if (hit.points or 0) >= ctx.params.points and (hit.title or ""):lower():find(about, 1, true) then
      local discussion = "https://news.ycombinator.com/item?id=" .. hit.objectID
      stories[#stories + 1] = {
        title = hit.title,
        url = hit.url or discussion,
        site = site(hit.url),
        author = hit.author,
        points = hit.points,
        comments = hit.num_comments,
        time = hit.created_at_i,
      }
    end
  end
  return { stories = stories }
end
