-- The current comic.
local http = require "http"

return function()
  local comic = http.get("https://xkcd.com/info.0.json"):json()
  return {
    number = comic.num, title = comic.safe_title, image = comic.img, text = comic.alt,
    date = ("%04d-%02d-%02d"):format(tonumber(comic.year), tonumber(comic.month), tonumber(comic.day)),
    url = ("https://xkcd.com/%d/"):format(comic.num),
  }
end
