--- XML: elements as tables `{name, attrs, children}`; texts are strings among the children.
local native, fail, natives = ...

local type, error, ipairs, next, rawget, concat = type, error, ipairs, next, rawget, table.concat
local format, gsub, match, gmatch = string.format, string.gsub, string.match, string.gmatch
local find, sub = string.find, string.sub

local options_of = natives.host.arguments.options

local xml, Element = {}, {}
local parse_options = { "lenient", "content_type" }
local metatable = {
  __name = "xml.element",
  __metatable = false,
  __index = function(_, key) return Element[key] end,
}

--- Reads an XML text. Entities that the text declares itself are refused.
--- @param text string
--- @param options? {lenient: boolean, content_type: string} `lenient` also reads broken XML
--- @return xml.element root
--- @example
---   xml.parse("<a><b id='1'>x</b></a>"):find("b"):text() --> x
function xml.parse(text, options)
  options = options_of("xml.parse", options, parse_options)
  local root, problem = native.parse(text, options.lenient or false, options.content_type, metatable)
  if root then return root end
  local start = gsub(sub(text, 1, 60), "%s+", " ")
  fail("shape_drift", format("xml.parse: this is not XML (%s); it begins with: %s", problem, start))
end

local function add_text(element, parts)
  local stack, places = { element }, { 1 }
  local top = 1
  while top > 0 do
    local child = stack[top].children[places[top]]
    places[top] = places[top] + 1
    if child == nil then
      top = top - 1
    elseif type(child) == "string" then
      parts[#parts + 1] = child
    else
      top = top + 1
      stack[top], places[top] = child, 1
    end
  end
end

--- All text in the element, without the space around it.
--- @return string
--- @example
---   xml.parse("<a> x <b>y</b></a>"):text() --> x y
function Element.text(element)
  local parts = {}
  add_text(element, parts)
  return (match(concat(parts), "^%s*(.-)%s*$"))
end

--- The value of an attribute.
--- @param name string
--- @return string|nil
--- @example
---   xml.parse("<a k='v'/>"):attr("k") --> v
function Element.attr(element, name) return element.attrs[name] end

local function local_name(name) return match(name, "[^:]*$") end

local function fits(element, name)
  return name == "*" or element.name == name or local_name(element.name) == name
end

--- Adds the children of an element with a name, or with `is_deep` all elements below it.
local function add_below(element, name, is_deep, found, seen)
  local stack = { element }
  while #stack > 0 do
    local current = stack[#stack]
    stack[#stack] = nil
    if current ~= element and not seen[current] and fits(current, name) then
      seen[current] = true
      found[#found + 1] = current
    end
    if is_deep or current == element then
      for i = #current.children, 1, -1 do
        local child = current.children[i]
        if type(child) == "table" then stack[#stack + 1] = child end
      end
    end
  end
end

--- All elements at a path of names below this one: `find_all("channel/item")`; `*` is any name,
-- `//item` finds items at any depth, and `/rss/channel` begins at this element itself. A name without
-- prefix fits any prefix.
--- @param path string
--- @return xml.element[]
--- @example
---   #xml.parse("<r><i/><g><i/></g></r>"):find_all("//i") --> 2
function Element.find_all(element, path)
  if type(path) ~= "string" or not find(path, "^/?/?[^/]") or find(path, "[%[%]@()]") or find(path, "/$") then
    error(format("element:find_all: path must be names like \"channel/item\" or \"//item\", got %s",
      type(path) == "string" and format("%q", path) or type(path)), 2)
  end
  local level = { element }
  local own, rest = match(path, "^/([^/]+)(.*)$")
  if own then
    if not fits(element, own) then return {} end
    path = rest
  end
  for slashes, name in gmatch(path, "(/*)([^/]+)") do
    local found, seen = {}, {}
    for _, one in ipairs(level) do add_below(one, name, slashes == "//", found, seen) end
    level = found
  end
  return level
end

--- The first element at a path, as of find_all.
--- @param path string
--- @return xml.element|nil
--- @example
---   xml.parse("<r><i>1</i></r>"):find("i"):text() --> 1
function Element.find(element, path) return Element.find_all(element, path)[1] end

--- The text of the first element at a path.
--- @param path string
--- @return string|nil
--- @example
---   xml.parse("<r><i>1</i></r>"):text_of("i") --> 1
function Element.text_of(element, path)
  local found = Element.find_all(element, path)[1]
  return found and Element.text(found)
end

--- The child elements, without texts; with a name only those of that name.
--- @param name? string
--- @return xml.element[]
--- @example
---   #xml.parse("<r>x<i/>y<j/></r>"):elements() --> 2
function Element.elements(element, name)
  local list = {}
  for _, child in ipairs(rawget(element, "children")) do
    if type(child) == "table" and (name == nil or fits(child, name)) then list[#list + 1] = child end
  end
  return list
end

local function data_of(element, depth)
  local children = depth < 60 and Element.elements(element) or {}
  local found, lists = {}, {}
  local function add(name, value)
    name = local_name(name)
    if found[name] == nil then
      found[name] = value
    else
      if not lists[name] then
        lists[name] = { found[name] }
        found[name] = lists[name]
      end
      lists[name][#lists[name] + 1] = value
    end
  end
  for name, value in next, element.attrs do
    if not find(name, "^xmlns") then add(name, value) end
  end
  for _, child in ipairs(children) do add(child.name, data_of(child, depth + 1)) end
  local text = #children == 0 and Element.text(element) or ""
  if text ~= "" then
    if next(found) == nil then return text end
    add("text", text)
  end
  return found
end

--- The element as plain data: attributes and child elements by name, without prefixes; a name that comes
-- several times is a list, an element of text alone is its text.
--- @return table|string
--- @example
---   xml.parse("<r><i k='1'/><i k='2'/><n>x</n></r>"):data().i[2].k --> 2
function Element.data(element) return data_of(element, 1) end

return xml
