-- Where a part of a page stands: selectors that lead to it, the heading above it, and whether it belongs to
-- the frame around the content.
local places = {}

--- A class that names a part of a page, not a state or a position in a list.
function places.is_stable(class)
  return #class >= 2 and #class <= 40 and not class:find("%d%d")
    and not class:find("^%d") and not class:find("[:/%[%]%%@!.]") and not class:find("%-%-?%x*%d%x*$")
    and class ~= "first" and class ~= "last" and class ~= "odd" and class ~= "even"
    and class ~= "active" and class ~= "clearfix"
end

function places.classes(node)
  local list = {}
  for class in (node:attr("class") or ""):gmatch("%S+") do
    if places.is_stable(class) then list[#list + 1] = class end
  end
  return list
end

--- `article.post`: the element and its classes, as a selector.
function places.signature(node)
  local parts = { node:name() }
  for place, class in ipairs(places.classes(node)) do
    if place <= 2 then parts[#parts + 1] = "." .. class end
  end
  return table.concat(parts)
end

--- A selector that leads to a node; of several nodes it may name, the first is meant.
function places.way_to(node)
  local steps = {}
  for _ = 1, 4 do
    if not node or node:name() == "body" or node:name() == "html" then break end
    local id = node:attr("id")
    if id and id:match("^[%a][%w_-]*$") and not id:find("%d%d%d") then
      table.insert(steps, 1, "#" .. id)
      break
    end
    table.insert(steps, 1, places.signature(node))
    if #places.classes(node) > 0 and #steps > 1 then break end
    node = node:parent()
  end
  return table.concat(steps, " > ")
end

--- The exact way from the body: `body > div:nth-of-type(2) > ul`.
function places.exact(node)
  local steps = {}
  while node and node:name() ~= "html" and #steps < 20 do
    local name, place, is_only = node:name(), 1, true
    if name == "body" then
      table.insert(steps, 1, name)
      break
    end
    local other = node:previous()
    while other do
      if other:name() == name then place, is_only = place + 1, false end
      other = other:previous()
    end
    other = node:next()
    while other and is_only do
      if other:name() == name then is_only = false end
      other = other:next()
    end
    table.insert(steps, 1, is_only and name or string.format("%s:nth-of-type(%d)", name, place))
    node = node:parent()
  end
  return table.concat(steps, " > ")
end

--- A selector whose first node is this one.
function places.selector(page, node)
  local css = places.way_to(node)
  if css ~= "" and page:first(css) == node then return css end
  return places.exact(node)
end

local unwanted = { nav = true, header = true, footer = true, form = true, script = true, style = true, aside = true,
  dialog = true, noscript = true, template = true }
local words = { "menu", "skip", "footer", "breadcrumb", "sidebar", "pagination", "hatnote", "toolbar", "cookie", "navbox",
  "reflist", "references", "share", "social", "catlinks" }

--- Is the node a part of the frame: navigation, footer, sidebar?
function places.is_chrome(node)
  local depth = 0
  while node and depth < 14 do
    local name = node:name()
    if name == "body" or name == "html" then return false end
    if unwanted[name] then
      -- An article may have a header of its own.
      if name ~= "header" or not node:closest("article, li") then return true end
    end
    local role = node:attr("role")
    if role == "navigation" or role == "banner" or role == "contentinfo" or role == "search" then return true end
    local text = ((node:attr("class") or "") .. " " .. (node:attr("id") or "")):lower()
    if text ~= " " then
      if text:find("%f[%a]nav") or text:find("%f[%a]toc%f[%A]") then return true end
      for _, word in ipairs(words) do
        if text:find(word) then return true end
      end
    end
    node, depth = node:parent(), depth + 1
  end
  return false
end

local headings = { h1 = true, h2 = true, h3 = true, h4 = true, h5 = true, h6 = true, caption = true, legend = true }

--- The text of the nearest heading before a node.
function places.heading(node)
  for _ = 1, 8 do
    local before = node:previous()
    for _ = 1, 40 do
      if not before then break end
      if headings[before:name()] then return before:text() end
      local inner = before:select("h1, h2, h3, h4, h5, h6")
      if #inner > 0 then return inner[#inner]:text() end
      before = before:previous()
    end
    node = node:parent()
    if not node or node:name() == "body" or node:name() == "html" then
      if not node or node:name() == "html" then return nil end
    end
  end
end

return places
