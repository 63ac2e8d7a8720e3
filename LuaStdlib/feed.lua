--- Feeds: RSS 0.9 to 2.0, RDF, Atom and JSON Feed as one shape.
local _, fail, natives = ...

local type, error, ipairs, pairs, tostring, tonumber = type, error, ipairs, pairs, tostring, tonumber
local format, gsub, match, find, lower, sub, byte = string.format, string.gsub, string.match, string.find,
  string.lower, string.sub, string.byte
local concat, sort = table.concat, table.sort
local xml, json, digest = natives.xml, natives.json, natives.hash.digest

local options_of, new_warnings = natives.host.arguments.options, natives.host.warnings
local markup = natives.host.feed_markup
local absolute, of_markup, picture_of = markup.absolute, markup.of_markup, markup.picture_of
local plain, seconds, trimmed = markup.plain, markup.seconds, markup.trimmed

local feed, parse_options = {}, { "url", "content_type" }

local function hex(bytes)
  return (gsub(bytes, ".", function(one) return format("%02x", byte(one)) end))
end

--- Gives every item an id that no other has and that is the same at the next fetch: what the feed calls it;
-- without that, or where the feed calls several the same, a digest of link, title and date.
--- @param items table[]
--- @param dates table<integer, string> the dates of the items, as written
local function identify(items, dates)
  local uses, seen = {}, {}
  for _, item in ipairs(items) do
    if item.id then uses[item.id] = (uses[item.id] or 0) + 1 end
  end
  -- From the end, where the oldest are: what is new comes on top and changes no number below it.
  for i = #items, 1, -1 do
    local item = items[i]
    local id = item.id
    if not id or uses[id] > 1 then
      local mark = hex(digest("sha1", concat({ item.link or "", item.title or item.summary or "", dates[i] or "" }, "\n")))
      id = id and id .. "#" .. mark or mark
    end
    seen[id] = (seen[id] or 0) + 1
    item.id = seen[id] == 1 and id or format("%s#%d", id, seen[id])
  end
end

local function text_or_nil(value)
  if type(value) == "number" then return tostring(value) end
  return trimmed(value)
end

--- RSS written as JSON (http://scripting.com/rss.json): the elements of XML again.
local function element_of(name, value)
  local element = { name = name, attrs = {}, children = {} }
  if type(value) ~= "table" then
    element.children[1] = tostring(value)
    return element
  end
  for key, inner in pairs(value) do
    if key == "#value" then
      element.children[#element.children + 1] = tostring(inner)
    elseif type(inner) == "table" and inner[1] ~= nil then
      for _, one in ipairs(inner) do element.children[#element.children + 1] = element_of(key, one) end
    elseif type(key) == "string" then
      if type(inner) == "string" then element.attrs[key] = inner end
      element.children[#element.children + 1] = element_of(key, inner)
    end
  end
  return element
end

--- JSON Feed 1.0 and 1.1, as of_markup (https://www.jsonfeed.org/version/1.1/).
local function of_json(value, base, warnings)
  if type(value) ~= "table" or type(value.items) ~= "table" then return nil end
  base = base or text_or_nil(value.feed_url)
  local function author(owner)
    local one = type(owner.authors) == "table" and owner.authors[1] or owner.author
    return type(one) == "table" and (text_or_nil(one.name) or text_or_nil(one.url)) or nil
  end
  local result = {
    title = text_or_nil(value.title), link = text_or_nil(value.home_page_url),
    description = text_or_nil(value.description), author = author(value), language = text_or_nil(value.language),
    image = text_or_nil(value.icon) or text_or_nil(value.favicon), items = {},
  }
  local dates = {}
  for _, item in ipairs(value.items) do
    if type(item) ~= "table" then
      warnings:add("1 item was skipped, because it is not an object", "%d items were skipped, because they are not objects",
        tostring(item))
    else
      local content = text_or_nil(item.content_html) or text_or_nil(item.content_text)
      local enclosures, categories = {}, {}
      for _, one in ipairs(type(item.attachments) == "table" and item.attachments or {}) do
        if type(one) == "table" and trimmed(one.url) then
          enclosures[#enclosures + 1] = {
            url = absolute(base, one.url), type = text_or_nil(one.mime_type), title = text_or_nil(one.title),
            length = tonumber(one.size_in_bytes),
          }
        end
      end
      for _, one in ipairs(type(item.tags) == "table" and item.tags or {}) do
        categories[#categories + 1] = text_or_nil(one)
      end
      local published = seconds(text_or_nil(item.date_published), warnings)
      local updated = seconds(text_or_nil(item.date_modified), warnings)
      dates[#result.items + 1] = text_or_nil(item.date_published)
      result.items[#result.items + 1] = {
        title = text_or_nil(item.title), id = text_or_nil(item.id),
        link = absolute(base, text_or_nil(item.url) or text_or_nil(item.external_url)),
        published = published or updated, updated = updated, author = author(item),
        summary = text_or_nil(item.summary) or plain(content), content = content,
        image = absolute(base, text_or_nil(item.image) or text_or_nil(item.banner_image))
          or picture_of({}, enclosures, base, content),
        categories = categories, enclosures = enclosures,
      }
    end
  end
  return result, dates
end

--- Reads a feed of any kind, also one that is not quite well-formed.
--- @param text string
--- @param options? {url: string, content_type: string} where it came from: links are made absolute
--- @return {title, link, description, updated, author, language, image, items} items are {title, link, id, published, updated, author, summary, content, image, categories, enclosures}; times are Unix seconds, summary is plain text, content markup
--- @example
---   feed.parse("<rss><channel><title>N</title><item><title>A &amp; B</title></item></channel></rss>").items[1].title --> A & B
function feed.parse(text, options)
  if type(text) ~= "string" then
    error(format("feed.parse: text must be a string, got %s", type(text)), 2)
  end
  options = options_of("feed.parse", options, parse_options)
  local result, dates, problem
  local warnings = new_warnings()
  if find(text, "^[\xEF\xBB\xBF%s]*{") then
    local value
    value, problem = json.decode(match(text, "{.*$"))
    if type(value) == "table" and type(value.rss) == "table" then
      result, dates = of_markup(element_of("rss", value.rss), options.url, warnings)
    else
      result, dates = of_json(value, options.url, warnings)
    end
  else
    local root
    root, problem = xml.parse(text, true, options.content_type)
    if root then result, dates = of_markup(root, options.url, warnings) end
    if result and problem then
      warnings:add("the feed is not well-formed XML; what could be read was", "", problem)
    end
  end
  if result then
    identify(result.items, dates)
    warnings:tell("feed.parse")
    return result
  end
  if find(lower(sub(text, 1, 2000)), "<html") or find(lower(sub(text, 1, 200)), "<!doctype html") then
    fail("shape_drift", "feed.parse: this is a page, not a feed; its feeds may be in html.parse(text):meta().feeds")
  end
  local start = gsub(sub(text, 1, 60), "%s+", " ")
  fail("shape_drift", format("feed.parse: this is not a feed%s; it begins with: %s",
    problem and " (" .. problem .. ")" or "", start))
end

--- The newest items first; those without a date keep their place at the end.
--- @param items table[] as of parse
--- @return table[]
--- @example
---   feed.newest({ { published = 1 }, { published = 2 } })[1].published --> 2
function feed.newest(items)
  if type(items) ~= "table" then
    error(format("feed.newest: items must be a list, got %s", type(items)), 2)
  end
  local list, place = {}, {}
  for i, item in ipairs(items) do
    list[i] = item
    place[item] = i
  end
  sort(list, function(a, b)
    local x, y = a.published or -1e18, b.published or -1e18
    if x ~= y then return x > y end
    return place[a] < place[b]
  end)
  return list
end

return feed
