-- The word of the day by the feed of the English Wiktionary (no key).
local http, text = require "http", require "text"

return function()
  local words = http.get("https://en.wiktionary.org/w/api.php", { query = { action = "featuredfeed", feed = "wotd", feedformat = "atom" } }):feed()
  local today = words.items[#words.items]
  if not today then error("Wiktionary's feed is empty; it is asked again later") end
  local word = (today.title:gsub("^Wiktionary's word of the day for [^:]+:%s*", ""))
  return { word = word, meaning = text.trim(today.summary or ""), url = today.link, day = today.published or today.updated }
end
