-- The analysis of a source that is no JSON, run in the sandbox when a block is made.
-- Gets params.url and params.kind (feed, ical, csv, html); returns plain data for the drafter.
local http = require "http"

local MAXIMUM_ROWS = 60
local TEXT_LENGTH = 400

local function cut(value)
  if type(value) == "string" and #value > TEXT_LENGTH then
    local stop = utf8.offset(value, TEXT_LENGTH // 2)
    return stop and value:sub(1, stop - 1) or value
  end
  return value
end

--- The scalars of the first rows: enough to know their kinds.
local function sample(list)
  local rows = {}
  for i = 1, math.min(#list, MAXIMUM_ROWS) do
    local row = {}
    for name, value in pairs(list[i]) do
      if type(name) == "string" and type(value) ~= "table" and type(value) ~= "userdata" then
        row[name] = cut(value)
      end
    end
    rows[i] = row
  end
  return rows
end

local kinds = {}

function kinds.feed(response)
  local feed = response:feed()
  return { title = cut(feed.title), link = feed.link or feed.url, items = sample(feed.items), total = #feed.items }
end

function kinds.ical(response, now)
  local calendar = response:ical()
  local events = calendar.events
  if #events == 0 then
    events = response:ical({ from = 0, to = now, limit = 5000 }).events
    table.sort(events, function(x, y) return x.start > y.start end)
  end
  return { title = cut(calendar.name), events = sample(events), total = #events }
end

function kinds.csv(response)
  local csv = response:csv()
  return { columns = csv.columns, rows = sample(csv.rows), total = #csv.rows }
end

-- Pages ---------------------------------------------------------------------------------------

--- A class that names a part of a page, not a state or a position in a list.
local function is_stable(class)
  return #class >= 2 and #class <= 40 and not class:find("%d%d")
    and not class:find("^%d") and not class:find("[:/%[%]%%@!.]")
    and class ~= "first" and class ~= "last" and class ~= "odd" and class ~= "even"
    and class ~= "active" and class ~= "clearfix"
end

--- `article.post`: the element and its classes, as a selector.
local function signature(node)
  local parts = { node:name() }
  local count = 0
  for class in (node:attr("class") or ""):gmatch("%S+") do
    if is_stable(class) and count < 2 then
      parts[#parts + 1] = "." .. class
      count = count + 1
    end
  end
  return table.concat(parts)
end

--- A selector that leads to the parent of the records.
local function way_to(node)
  local steps = {}
  for _ = 1, 3 do
    if not node or node:name() == "body" or node:name() == "html" then break end
    local id = node:attr("id")
    if id and id:match("^[%a][%w_-]*$") and not id:find("%d%d%d") then
      table.insert(steps, 1, "#" .. id)
      break
    end
    table.insert(steps, 1, signature(node))
    if node:attr("class") then break end
    node = node:parent()
  end
  return table.concat(steps, " > ")
end

local unwanted = { nav = true, header = true, footer = true, form = true, script = true, style = true }
local function is_chrome(node)
  local depth = 0
  while node and depth < 12 do
    local name = node:name()
    if name == "body" or name == "html" then return false end
    if unwanted[name] then return true end
    local words = ((node:attr("class") or "") .. " " .. (node:attr("id") or "")):lower()
    if words:find("%f[%a]nav") or words:find("menu") or words:find("skip") or words:find("footer") or words:find("breadcrumb")
      or words:find("sidebar") or words:find("%f[%a]toc%f[%A]") or words:find("pagination")
      or words:find("hatnote") or words:find("toolbar")
    then return true end
    node, depth = node:parent(), depth + 1
  end
  return false
end

local headings = { "h1 a", "h2 a", "h3 a", "h4 a", "h1", "h2", "h3", "h4", "h5" }

--- What can be read of one record: texts of its parts, its link, its picture, its time.
local function read(record)
  local fields, order = {}, {}
  local function add(name, css, attr, value)
    if value == nil or value == "" or fields[name] then return end
    fields[name] = { css = css, attr = attr, value = cut(value) }
    order[#order + 1] = name
  end
  local heading, title_css
  for _, css in ipairs(headings) do
    heading, title_css = record:first(css), css
    if heading and heading:text() ~= "" then break end
    heading = nil
  end
  local links = record:select("a[href]")
  local title = heading
  if not heading then
    local longest = 0
    for _, link in ipairs(links) do
      local text = link:text()
      if #text > longest then
        title, longest = link, #text
        local own, parent = signature(link), link:parent()
        title_css = own == "a" and parent and parent ~= record and signature(parent) .. " > a" or own
      end
    end
    if title and record:first(title_css) ~= title then title_css = "a[href]" end
  end
  if title then
    local found = record:first(title_css)
    add("title", title_css, found:attr("title") and "title" or nil, found:attr("title") or found:text())
    local anchor = found:name() == "a" and found or found:first("a[href]") or found:closest("a[href]") or links[1]
    if anchor then
      local css = found:name() == "a" and title_css or "a[href]"
      local target = record:first(css)
      add("link", css, "url", target and target:url())
    end
  end
  local image = record:first("img[src]")
  if image then add("image", "img[src]", "url", image:url()) end
  local moment = record:first("time[datetime]")
  if moment then add("time", "time[datetime]", "datetime", moment:attr("datetime")) end
  local seen = 0
  for _, node in ipairs(record:select("[class], p, dd, td")) do
    if seen >= 8 then break end
    local css, text = signature(node), node:text()
    local name = css:match("%.([%w_-]+)") or css
    if text ~= "" and #text < 200 and #node:children() <= 2 and record:first(css) == node
      and (not fields.title or text ~= fields.title.value)
    then
      add(name == "title" and "name" or name, css, nil, text)
      seen = seen + 1
    end
  end
  return fields, order
end

--- Groups of alike siblings, the most likely list first.
local function records(page)
  local found = {}
  for _, parent in ipairs(page:select("body, body *")) do
    local groups, names = {}, {}
    for _, child in ipairs(parent:children()) do
      local name = signature(child)
      if not groups[name] then
        groups[name] = {}
        names[#names + 1] = name
      end
      table.insert(groups[name], child)
    end
    for _, name in ipairs(names) do
      local group = groups[name]
      local tag = name:match("^%w+")
      if #group >= 3 and tag ~= "option" and tag ~= "br" and tag ~= "script" and tag ~= "link" and tag ~= "meta" then
        found[#found + 1] = { parent = parent, name = name, nodes = group }
      end
    end
    if #found > 400 then break end
  end
  local list = {}
  for _, group in ipairs(found) do
    local linked, length, pictures = 0, 0, 0
    local probes = math.min(#group.nodes, 8)
    for i = 1, probes do
      local node = group.nodes[i]
      local text = node:text()
      length = length + math.min(#text, 400)
      if node:first("a[href]") and #text > 12 then linked = linked + 1 end
      if node:first("img") then pictures = pictures + 1 end
    end
    local mean = length / probes
    local score = math.min(4, math.log(#group.nodes, 2)) + 3 * linked / probes + pictures / probes
      + math.min(3, mean / 50)
    if mean < 15 then score = score - 4 end
    if group.name:find("^tr") or group.name:find("^td") then score = score - 1 end
    -- Bare paragraphs and boxes are text, not records.
    if group.name == "p" or group.name == "div" or group.name == "span" then score = score - 4 end
    if score > 4.5 and linked * 2 >= probes and not is_chrome(group.nodes[1]) then
      list[#list + 1] = { score = score, group = group }
    end
  end
  table.sort(list, function(a, b) return a.score > b.score end)
  local answer = {}
  for i = 1, math.min(3, #list) do
    local group = list[i].group
    local way = way_to(group.parent)
    local css = way == "" and group.name or way .. " > " .. group.name
    local nodes = page:select(css)
    local _, order = read(nodes[1] or group.nodes[1])
    local fields, rows = {}, {}
    for row, node in ipairs(nodes) do
      if row > MAXIMUM_ROWS then break end
      local values, names = read(node)
      rows[row] = {}
      for _, name in ipairs(names) do
        if not fields[name] then
          fields[name] = { name = name, css = values[name].css, attr = values[name].attr }
          if row > 1 then order[#order + 1] = name end
        end
        -- Read the way the block will read it.
        local field = fields[name]
        local part = node:first(field.css)
        if part then
          rows[row][name] = field.attr == "url" and part:url() or field.attr and part:attr(field.attr)
            or cut(part:text())
        end
      end
    end
    local listed = {}
    for _, name in ipairs(order) do listed[#listed + 1] = fields[name] end
    answer[i] = { css = css, score = list[i].score, fields = listed, rows = rows, total = #nodes }
  end
  return answer
end

local function tables(page)
  local answer = {}
  for index, node in ipairs(page:select("table")) do
    if #answer >= 4 or index > 60 then break end
    local grid = not node:first("table") and node:table()
    if grid and #grid.rows >= 2 and #grid.columns >= 2 and #grid.columns <= 20 then
      local named, rows = 0, {}
      for _, name in ipairs(grid.columns) do
        if name ~= "" then named = named + 1 end
      end
      for i = 1, math.min(#grid.rows, MAXIMUM_ROWS) do
        rows[i] = {}
        for column, text in ipairs(grid.rows[i]) do rows[i][column] = cut(text) end
      end
      if named * 2 > #grid.columns then
        answer[#answer + 1] = { index = index, columns = grid.columns, rows = rows, total = #grid.rows }
      end
    end
  end
  return answer
end

function kinds.html(response)
  local page = response:html()
  local meta = page:meta()
  local paragraphs = {}
  for _, node in ipairs(page:select("p")) do
    local text = node:text()
    if #text > 60 and #paragraphs < 5 and not is_chrome(node) then paragraphs[#paragraphs + 1] = cut(text) end
  end
  local product = page:json_ld("Product")[1]
  return {
    title = cut(meta.title), description = cut(meta.description), image = meta.image,
    feeds = meta.feeds, tables = tables(page), records = records(page), paragraphs = paragraphs,
    product = product and { name = cut(product.name), image = type(product.image) == "string" and product.image or nil,
      offers = type(product.offers) == "table" and (product.offers[1] or product.offers) or nil,
      is_list = type(product.offers) == "table" and product.offers[1] ~= nil },
  }
end

return function(ctx)
  local response = http.get(ctx.params.url, { ttl = 60 })
  local found = kinds[ctx.params.kind](response, ctx.now)
  found.kind = ctx.params.kind
  return found
end
