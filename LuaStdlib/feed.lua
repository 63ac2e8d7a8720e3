--- Feeds: RSS 0.9 to 2.0, RDF, Atom and JSON Feed as one shape.
local _, fail, natives = ...

local type, error, ipairs, pairs, tostring = type, error, ipairs, pairs, tostring
local format, gsub, match, find, lower, sub = string.format, string.gsub, string.match, string.find,
  string.lower, string.sub
local concat, sort, require, byte = table.concat, table.sort, require, string.byte
local xml, time, json, digest = natives.xml, natives.time, natives.json, natives.hash.digest
local url = require "url"

local options_of, new_warnings = natives.host.arguments.options, natives.host.warnings
local feed, parse_options = {}, { "url", "content_type" }

local function trimmed(text)
  if type(text) ~= "string" then return nil end
  text = match(text, "^%s*(.-)%s*$")
  if text ~= "" then return text end
end

--- The texts in an element and what is in it.
local function text_of(element)
  local children = element.children
  if #children == 1 and type(children[1]) == "string" then return trimmed(children[1]) end
  local parts = {}
  local function add(one, depth)
    for _, child in ipairs(one.children) do
      if type(child) == "string" then parts[#parts + 1] = child
      elseif depth < 100 then add(child, depth + 1) end
    end
  end
  add(element, 0)
  return trimmed(concat(parts))
end

local void = { br = true, img = true, hr = true }

--- XHTML inside of Atom, as markup again.
local function markup_of(element)
  local parts = {}
  local function escaped(text)
    return (gsub(gsub(gsub(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;"))
  end
  local function add(one, depth)
    for _, child in ipairs(one.children) do
      if type(child) == "string" then parts[#parts + 1] = escaped(child)
      elseif depth < 100 then
        local name = match(child.name, "[^:]*$")
        parts[#parts + 1] = "<" .. name
        for key, value in pairs(child.attrs) do
          parts[#parts + 1] = format(' %s="%s"', key, (gsub(escaped(value), '"', "&quot;")))
        end
        parts[#parts + 1] = ">"
        if not void[name] then
          add(child, depth + 1)
          parts[#parts + 1] = "</" .. name .. ">"
        end
      end
    end
  end
  add(element, 0)
  return trimmed(concat(parts))
end

--- The markup or text an element stands for.
local function content_of(element)
  if element.attrs.type == "xhtml" then return markup_of(element) end
  return text_of(element)
end

--- Markup as a reader sees it.
local function plain(text)
  if not text then return nil end
  return trimmed(xml.markup_text(text))
end

local function seconds(text, warnings)
  if not text then return nil end
  local moment = time.parse(text, "UTC", nil, nil)
  if not moment then
    warnings:add("1 date could not be read and was left out", "%d dates could not be read and were left out", text)
  end
  return moment
end

local function absolute(base, address)
  address = trimmed(address)
  if not address then return nil end
  if find(address, "^%a[%w+.-]*:") or not base then return address end
  return url.join(base, address)
end

--- What addresses in an element are relative to (https://www.w3.org/TR/xmlbase/).
local function base_of(element, base) return absolute(base, element.attrs["xml:base"]) or base end

--- The children of an element by lower-case name; a prefix that belongs to the feed itself is dropped.
local function by_name(element, own_prefix)
  local names = {}
  for _, child in ipairs(element.children) do
    if type(child) == "table" then
      local name = lower(child.name)
      if own_prefix and sub(name, 1, #own_prefix) == own_prefix then name = sub(name, #own_prefix + 1) end
      local list = names[name]
      if list then list[#list + 1] = child else names[name] = { child } end
    end
  end
  return names
end

local function first_text(names, ...)
  for _, name in ipairs { ... } do
    for _, element in ipairs(names[name] or {}) do
      local text = text_of(element)
      if text then return text end
    end
  end
end

--- @return string|nil text
--- @return table|nil element where it stands
local function first_content(names, ...)
  for _, name in ipairs { ... } do
    for _, element in ipairs(names[name] or {}) do
      local text = content_of(element)
      if text then return text, element end
    end
  end
end

--- The link to read: RSS writes it as text, Atom as `href` of the link without or with `rel=alternate`.
local function link_of(names, base)
  local fallback
  for _, name in ipairs { "link", "atom:link" } do
    for _, element in ipairs(names[name] or {}) do
      local href, rel, own_base = element.attrs.href, element.attrs.rel, base_of(element, base)
      if href then
        if not rel or rel == "alternate" then return absolute(own_base, href) end
        if rel ~= "self" and rel ~= "hub" and rel ~= "replies" and rel ~= "edit" and rel ~= "enclosure" then
          fallback = fallback or absolute(own_base, href)
        end
      else
        local text = text_of(element)
        if text then return absolute(own_base, text) end
      end
    end
  end
  return fallback
end

--- The address a feed gives itself.
local function own_address(names)
  for _, name in ipairs { "link", "atom:link" } do
    for _, element in ipairs(names[name] or {}) do
      if element.attrs.rel == "self" then return trimmed(element.attrs.href) end
    end
  end
end

local function author_of(names)
  for _, name in ipairs { "author", "dc:creator", "itunes:author", "managingeditor", "media:credit" } do
    for _, element in ipairs(names[name] or {}) do
      local inner = by_name(element)
      local text = first_text(inner, "name", "atom:name", "email") or text_of(element)
      if text then
        -- RSS: `jo@example.org (Jo Doe)`.
        return match(text, "^%S+@%S+%s+%((.+)%)$") or text
      end
    end
  end
end

local function categories_of(names)
  local list, seen = {}, {}
  for _, name in ipairs { "category", "dc:subject", "media:keywords" } do
    for _, element in ipairs(names[name] or {}) do
      local text = trimmed(element.attrs.label) or trimmed(element.attrs.term) or text_of(element)
      if text and not seen[text] then
        seen[text] = true
        list[#list + 1] = text
      end
    end
  end
  return list
end

local function is_picture(address, kind)
  if kind then return find(kind, "^image") ~= nil end
  return address ~= nil and find(lower(gsub(address, "[?#].*$", "")), "%.[jpgw][pniebv][gfepi]?[fgpe]?$") ~= nil
end

local function enclosures_of(names, base)
  local list = {}
  local function add(address, kind, length, title)
    address = absolute(base, address)
    if not address then return end
    for _, known in ipairs(list) do
      if known.url == address then return end
    end
    list[#list + 1] = { url = address, type = trimmed(kind), length = tonumber(length), title = trimmed(title) }
  end
  for _, element in ipairs(names.enclosure or {}) do
    add(element.attrs.url, element.attrs.type, element.attrs.length)
  end
  for _, element in ipairs(names.link or {}) do
    if element.attrs.rel == "enclosure" then
      add(element.attrs.href, element.attrs.type, element.attrs.length, element.attrs.title)
    end
  end
  local groups = { names }
  for _, group in ipairs(names["media:group"] or {}) do groups[#groups + 1] = by_name(group) end
  for _, group in ipairs(groups) do
    for _, element in ipairs(group["media:content"] or {}) do
      add(element.attrs.url, element.attrs.type or (element.attrs.medium and element.attrs.medium .. "/*"),
        element.attrs.fileSize)
    end
  end
  return list
end

--- @param content? string markup, whose first picture is the last resort
--- @param content_element? table where the markup stands
local function image_of(names, enclosures, base, content, content_element)
  local groups = { names }
  for _, group in ipairs(names["media:group"] or {}) do groups[#groups + 1] = by_name(group) end
  for _, media in ipairs(names["media:content"] or {}) do
    groups[#groups + 1] = by_name(media)
  end
  for _, group in ipairs(groups) do
    for _, name in ipairs { "media:thumbnail", "itunes:image" } do
      for _, element in ipairs(group[name] or {}) do
        local address = element.attrs.url or element.attrs.href
        if trimmed(address) then return absolute(base, address) end
      end
    end
  end
  for _, enclosure in ipairs(enclosures) do
    if is_picture(enclosure.url, enclosure.type) then return enclosure.url end
  end
  for _, element in ipairs(names.image or {}) do
    local address = element.attrs.href or element.attrs.url or first_text(by_name(element), "url") or text_of(element)
    if address then return absolute(base, address) end
  end
  local source = content and (match(content, '<img[^>]-%ssrc%s*=%s*"([^"]+)"') or match(content, "<img[^>]-%ssrc%s*=%s*'([^']+)'"))
  if source then
    return absolute(content_element and base_of(content_element, base) or base, (gsub(source, "&amp;", "&")))
  end
end

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

--- @return table item
--- @return string|nil date as written
local function item_of(element, prefix, base, warnings)
  local names = by_name(element, prefix)
  base = base_of(element, base)
  local guid = (names.guid or {})[1]
  local id = first_text(names, "guid", "id", "dc:identifier") or element.attrs["rdf:about"]
  local link = link_of(names, base)
  if not link and guid and guid.attrs.isPermaLink ~= "false" and id and find(id, "^https?://") then link = id end
  link = link or absolute(base, element.attrs["rdf:about"])
  local content, content_element = first_content(names, "content:encoded", "content", "xhtml:body", "body", "fullitem")
  local description, description_element = first_content(names, "description", "summary", "itunes:summary", "media:description")
  if not description then
    for _, group in ipairs(names["media:group"] or {}) do
      description = description or first_content(by_name(group), "media:description")
    end
  end
  local enclosures = enclosures_of(names, base)
  local published_text = first_text(names, "pubdate", "published", "issued", "dc:date", "dcterms:issued",
    "dcterms:created", "created", "date")
  local published = seconds(published_text, warnings)
  local updated = seconds(first_text(names, "updated", "modified", "dcterms:modified", "lastbuilddate", "a10:updated"),
    warnings)
  local summary = plain(description or content)
  return {
    title = plain(first_content(names, "title", "dc:title", "media:title")),
    link = link, id = id, published = published or updated, updated = updated,
    author = plain(author_of(names)), summary = summary, content = content or description,
    image = image_of(names, enclosures, base, content or description, content_element or description_element),
    categories = categories_of(names), enclosures = enclosures,
    comments = trimmed(first_text(names, "comments")),
  }, published_text
end

--- RSS of any age, RDF and Atom: they differ in names and in where the items are.
local function of_markup(root, base, warnings)
  local prefix = match(lower(root.name), "^([%w_-]+:)")
  if prefix == "rdf:" then prefix = nil end
  local name = match(lower(root.name), "[^:]*$")
  local names = by_name(root, prefix)
  local channel = names.channel and by_name(names.channel[1], prefix) or names
  local elements, are_in_channel = {}, true
  for _, place in ipairs { channel, names } do
    for _, key in ipairs { "item", "entry", "rss:item", "atom:entry" } do
      if #elements == 0 and place[key] then elements, are_in_channel = place[key], place == channel end
    end
  end
  if not (names.channel or name == "rss" or name == "feed" or name == "rdf" or #elements > 0) then return nil end
  base = base_of(root, base) or own_address(channel)
  local outer_base = base
  if names.channel then base = base_of(names.channel[1], base) end
  local link = link_of(channel, base)
  local result = {
    title = plain(first_content(channel, "title", "dc:title")), link = link,
    description = plain(first_content(channel, "description", "subtitle", "tagline", "itunes:summary")),
    updated = seconds(first_text(channel, "lastbuilddate", "updated", "modified", "pubdate", "dc:date"), warnings),
    author = plain(author_of(channel)), language = first_text(channel, "language", "dc:language") or root.attrs["xml:lang"],
    image = image_of(channel, {}, base) or absolute(base, first_text(channel, "logo", "icon")), items = {},
  }
  local dates, items_base = {}, (are_in_channel and base or outer_base) or link
  for i, element in ipairs(elements) do
    result.items[i], dates[i] = item_of(element, prefix, items_base, warnings)
  end
  identify(result.items, dates)
  return result
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

--- JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/).
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
          or image_of({}, enclosures, base, content),
        categories = categories, enclosures = enclosures,
      }
    end
  end
  identify(result.items, dates)
  return result
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
  local result, problem
  local warnings = new_warnings()
  if find(text, "^[\xEF\xBB\xBF%s]*{") then
    local value
    value, problem = json.decode(match(text, "{.*$"))
    if type(value) == "table" and type(value.rss) == "table" then
      result = of_markup(element_of("rss", value.rss), options.url, warnings)
    else
      result = of_json(value, options.url, warnings)
    end
  else
    local root
    root, problem = xml.parse(text, true, options.content_type)
    result = root and of_markup(root, options.url, warnings)
    if result and problem then
      warnings:add("the feed is not well-formed XML; what could be read was", "", problem)
    end
  end
  if result then
    warnings:tell("feed.parse")
    return result
  end
  if find(lower(sub(text, 1, 2000)), "<html") or find(lower(sub(text, 1, 200)), "<!doctype html") then
    fail("shape_drift", "feed.parse: this is a page, not a feed; its feeds may be in html.parse(text):meta().feeds")
  end
  local start = gsub(sub(text, 1, 60), "%s+", " ")
  fail("shape_drift", format("feed.parse: this is no feed%s; it begins with: %s",
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
