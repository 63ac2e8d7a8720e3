--- What a page says in a form for programs: microdata, RDFa, Open Graph, and the JSON in its scripts. Not a
-- module, but that of pages.
local native, natives = ...

local type, ipairs, pcall, next = type, ipairs, pcall, next
local find, match, gmatch, gsub, sub, lower = string.find, string.match, string.gmatch, string.gsub, string.sub, string.lower
local json = natives.json

local structured = {}

--- Nested items of one item, and bytes of a script that are looked through.
local MAXIMUM_DEPTH, MAXIMUM_SCRIPT = 12, 3 << 20

-- Microdata and RDFa ----------------------------------------------------------------------------

--- How each syntax marks things, their kinds and their properties.
local syntaxes = {
  { item = "itemscope", kind = "itemtype", property = "itemprop" },
  { item = "typeof", kind = "typeof", property = "property" },
}

--- `Product` of `https://schema.org/Product` and of `schema:Product`.
local function short(name)
  return match(name, "^https?://[^/]*schema%.org/([^#]+)$") or match(name, "^schema:(.+)$") or name
end

local addresses = { a = "href", area = "href", link = "href", img = "src", audio = "src", video = "src", embed = "src",
  iframe = "src", source = "src", track = "src", object = "data" }

--- The value of a property that is no thing of its own.
local function value_of(node, syntax)
  local name = native.name(node)
  local value = native.attr(node, "content")
  if value and (name == "meta" or syntax.item == "typeof" or value ~= "") then return value end
  value = native.attr(node, "resource")
  if value and syntax.item == "typeof" then return value end
  if addresses[name] and native.attr(node, addresses[name]) then return native.link(node, addresses[name]) end
  if name == "time" then return native.attr(node, "datetime") or native.text(node, false) end
  if name == "data" or name == "meter" then return native.attr(node, "value") or native.text(node, false) end
  return native.text(node, false)
end

--- Adds a value to a property: the second makes a list of it.
local function add(item, name, value)
  if item[name] == nil then
    item[name] = value
  elseif type(item[name]) == "table" and item[name].is_list then
    item[name][#item[name] + 1] = value
  else
    item[name] = { item[name], value, is_list = true }
  end
end

local read_item

--- Reads the properties below a node, without those of things inside of it.
local function read_properties(node, item, syntax, depth)
  for _, child in ipairs(native.children(node)) do
    local names = native.attr(child, syntax.property)
    local is_item = native.attr(child, syntax.item) ~= nil
    if names then
      local value
      if is_item then value = read_item(child, syntax, depth + 1) else value = value_of(child, syntax) end
      for name in gmatch(names, "%S+") do
        if value ~= nil and value ~= "" then add(item, short(name), value) end
      end
    end
    if not is_item then read_properties(child, item, syntax, depth) end
  end
end

function read_item(node, syntax, depth)
  if depth > MAXIMUM_DEPTH then return nil end
  local item = {}
  for kind in gmatch(native.attr(node, syntax.kind) or "", "%S+") do add(item, "@type", short(kind)) end
  item["@id"] = native.attr(node, "itemid")
  read_properties(node, item, syntax, depth)
  -- Properties that stand elsewhere in the page.
  for id in gmatch(native.attr(node, "itemref") or "", "%S+") do
    local other = match(id, "^[%w_-]+$") and native.first(structured.page, "#" .. id)
    if other then
      local names = native.attr(other, syntax.property)
      if names and native.attr(other, syntax.item) == nil then
        for name in gmatch(names, "%S+") do add(item, short(name), value_of(other, syntax)) end
      elseif names then
        for name in gmatch(names, "%S+") do add(item, short(name), read_item(other, syntax, depth + 1)) end
      end
      if native.attr(other, syntax.item) == nil then read_properties(other, item, syntax, depth) end
    end
  end
  return item
end

--- Takes the marks of lists away.
local function plain(value)
  if type(value) ~= "table" then return value end
  value.is_list = nil
  for _, one in next, value do plain(one) end
  return value
end

local function add_items(page, list)
  structured.page = page
  for _, syntax in ipairs(syntaxes) do
    for _, node in ipairs(native.select(page, "[" .. syntax.item .. "]")) do
      if native.attr(node, syntax.property) == nil then
        local item = plain(read_item(node, syntax, 1))
        if item and next(item) ~= nil then list[#list + 1] = item end
      end
    end
  end
  structured.page = nil
end

-- Open Graph ------------------------------------------------------------------------------------

--- All properties with a prefix: `og:title`, `product:price:amount`.
local function graph(page)
  local found = {}
  for _, meta in ipairs(native.select(page, "meta[property][content], meta[name][content]")) do
    local name = lower(native.attr(meta, "property") or native.attr(meta, "name"))
    if find(name, "^[%w_]+:[%w_]") and found[name] == nil then found[name] = native.attr(meta, "content") end
  end
  return found
end

--- The product that Open Graph describes.
local function product_of(og)
  local price = og["product:price:amount"] or og["og:price:amount"] or og["product:sale_price:amount"]
  if not price then return nil end
  return {
    ["@type"] = "Product", name = og["og:title"], image = og["og:image"],
    offers = {
      ["@type"] = "Offer", price = price,
      priceCurrency = og["product:price:currency"] or og["og:price:currency"] or og["product:sale_price:currency"],
      availability = og["product:availability"] or og["og:availability"],
    },
  }
end

-- JSON in scripts ---------------------------------------------------------------------------------

--- Where the object or list that begins at `at` ends.
local function end_of(text, at)
  local depth, place = 0, at
  while true do
    local stop = find(text, '["\'{}%[%]]', place)
    if not stop then return nil end
    local char = sub(text, stop, stop)
    if char == '"' or char == "'" then
      place = stop + 1
      while true do
        local close = find(text, "[\\" .. char .. "]", place)
        if not close then return nil end
        place = close + 1
        if sub(text, close, close) == char then break end
        place = place + 1
      end
    else
      depth = depth + ((char == "{" or char == "[") and 1 or -1)
      place = stop + 1
      if depth == 0 then return stop end
    end
  end
end

local function decoded(text)
  local ok, value, problem = pcall(json.decode, text)
  if ok and not problem then return value end
  -- What JavaScript has and JSON has not.
  local changed = gsub(gsub(text, "([:,%[]%s*)undefined%f[%W]", "%1null"), ",(%s*[%]}])", "%1")
  ok, value, problem = pcall(json.decode, changed)
  if ok and not problem then return value end
end

--- `JSON.parse("…")`: a text of JavaScript with JSON in it.
local function unquoted(text, at)
  local quote = sub(text, at, at)
  local place = at + 1
  while true do
    local close = find(text, "[\\" .. quote .. "]", place)
    if not close then return nil end
    if sub(text, close, close) == quote then
      local inner = sub(text, at + 1, close - 1)
      if quote == "'" then inner = gsub(gsub(inner, "\\'", "'"), '\\?"', '\\"') end
      local value = decoded('["' .. inner .. '"]')
      return type(value) == "table" and type(value[1]) == "string" and decoded(value[1]) or nil
    end
    place = close + 2
  end
end

--- The objects and lists that scripts assign, by the name of the variable.
local function assigned(text, data)
  local at = 1
  while at <= #text do
    local start, stop, name, opener = find(text, "([%w_$%.%[%]\"']+)%s*=%s*([%[{J])", at)
    if not start then return end
    at = stop + 1
    local key = match(name, "([%w_$]+)[\"']?%]?$")
    local value
    if opener == "J" then
      local quote = match(text, "^JSON%.parse%(%s*()[\"']", stop)
      value = quote and unquoted(text, quote)
    else
      local last = end_of(text, stop)
      if last and last - stop > 20 then
        value = decoded(sub(text, stop, last))
        if value then at = last + 1 end
      end
    end
    if key and type(value) == "table" and data[key] == nil then data[key] = value end
  end
end

local function data_of(page)
  local data, count = {}, 0
  for _, script in ipairs(native.select(page, "script")) do
    local kind = lower(native.attr(script, "type") or "")
    if native.attr(script, "src") == nil and not find(kind, "ld%+json") then
      local text = native.markup(script, true)
      if #text <= MAXIMUM_SCRIPT then
        if find(kind, "json") then
          count = count + 1
          local value = decoded(text)
          if type(value) == "table" then data[native.attr(script, "id") or "script_" .. count] = value end
        elseif kind == "" or find(kind, "javascript") or kind == "module" then
          assigned(text, data)
        end
      end
    end
  end
  return data
end

--- @param json_ld table[] the objects that are JSON-LD already
--- @return {items: table[], data: table, og: table}
function structured.of(page, json_ld)
  local items, og = json_ld, graph(page)
  add_items(page, items)
  local product = product_of(og)
  if product then items[#items + 1] = product end
  return { items = items, data = data_of(page), og = og }
end

return structured
