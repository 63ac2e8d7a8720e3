--- Feeds as markup: RSS 0.9 to 2.0, RDF and Atom as one shape. Not a module, but that of feeds.
local xml, time, join = ...

local type, ipairs, pairs, tonumber = type, ipairs, pairs, tonumber
local format, gsub, match, find, lower, sub = string.format, string.gsub, string.match, string.find,
  string.lower, string.sub
local concat = table.concat

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
  return join(base, address)
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
local function picture_of(names, enclosures, base, content, content_element)
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
    image = picture_of(names, enclosures, base, content or description, content_element or description_element),
    categories = categories_of(names), enclosures = enclosures,
    comments = trimmed(first_text(names, "comments")),
  }, published_text
end

--- RSS of any age, RDF and Atom: they differ in names and in where the items are.
--- @return table|nil feed nil when it is none
--- @return table<integer, string> dates of the items, as written
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
    image = picture_of(channel, {}, base) or absolute(base, first_text(channel, "logo", "icon")), items = {},
  }
  local dates, items_base = {}, (are_in_channel and base or outer_base) or link
  for i, element in ipairs(elements) do
    result.items[i], dates[i] = item_of(element, prefix, items_base, warnings)
  end
  return result, dates
end

return {
  absolute = absolute, of_markup = of_markup, picture_of = picture_of, plain = plain, seconds = seconds,
  trimmed = trimmed,
}
