-- Repeated parts of a page: siblings of one tag that share a class or a shape, and the fields in them.
local parts = ...
local sample, places = parts.sample, parts.places

local records = {}

local MAXIMUM_SETS, MAXIMUM_FIELDS = 8, 14
--- Records from which fields and classes are learned.
local LEARNED = 24

local skipped = { option = true, br = true, hr = true, script = true, link = true, meta = true, style = true, col = true,
  td = true, th = true, tbody = true, thead = true, dt = true, dd = true, source = true, path = true,
  input = true, label = true, g = true, pre = true, blockquote = true, noscript = true, template = true }
--- What holds records and is none.
local lists = { ul = true, ol = true, dl = true, table = true, nav = true }
--- What holds running text.
local running = { p = true, span = true, a = true, h1 = true, h2 = true, h3 = true, h4 = true, h5 = true, h6 = true }
local headings = { h1 = true, h2 = true, h3 = true, h4 = true, h5 = true, h6 = true }

-- Groups ----------------------------------------------------------------------------------------

--- Tags of the children, as far as they show that two nodes are made alike.
local function shape(node)
  local names = {}
  for place, child in ipairs(node:children()) do
    if place > 6 then break end
    if names[#names] ~= child:name() then names[#names + 1] = child:name() end
  end
  return table.concat(names, " ")
end

--- The class that most of some nodes have, if at least three do; of two both must.
local function common_class(nodes)
  local least = #nodes == 2 and 2 or 3
  local counts, order = {}, {}
  for _, node in ipairs(nodes) do
    for _, class in ipairs(places.classes(node)) do
      if not counts[class] then order[#order + 1] = class end
      counts[class] = (counts[class] or 0) + 1
    end
  end
  local best
  for _, class in ipairs(order) do
    if counts[class] >= least and (not best or counts[class] > counts[best]) then best = class end
  end
  return best
end

local function has_class(node, wanted)
  for class in (node:attr("class") or ""):gmatch("%S+") do
    if class == wanted then return true end
  end
  return false
end

--- The items of lists that stand each below a heading of its own, under one parent.
local function sectioned(parent)
  local nodes, found = {}, {}
  for _, child in ipairs(parent:children()) do
    local before = (child:name() == "ul" or child:name() == "ol") and child:previous()
    if before and headings[before:name()] then
      found[#found + 1] = child
      for _, item in ipairs(child:select("> li")) do nodes[#nodes + 1] = item end
    end
  end
  if #found < 2 or #nodes < 3 then return nil end
  return { name = found[1]:name() .. " > li", nodes = nodes, parent = parent, tag = "li", is_sectioned = true }
end

--- The groups of alike children of a node: `{ name = "li.post", nodes = … }`.
local function groups_of(parent)
  local items = sectioned(parent)
  if items then return { items } end
  local by_tag, tags = {}, {}
  for _, child in ipairs(parent:children()) do
    local tag = child:name()
    -- Rows of a table with a header are read as a table.
    local is_row = tag == "tr" and (parent:closest("table") or parent):first("th, thead") ~= nil
    if not skipped[tag] and not lists[tag] and not is_row then
      if not by_tag[tag] then
        by_tag[tag] = {}
        tags[#tags + 1] = tag
      end
      table.insert(by_tag[tag], child)
    end
  end
  local found = {}
  for _, tag in ipairs(tags) do
    local rest = by_tag[tag]
    for _ = 1, 3 do
      local class = (#rest >= 3 or #rest == 2 and rest[1]:first("h1, h2, h3, h4, a[href]")) and common_class(rest)
      if not class then break end
      local own, others = {}, {}
      for _, node in ipairs(rest) do table.insert(has_class(node, class) and own or others, node) end
      found[#found + 1] = { name = tag .. "." .. class, nodes = own, parent = parent, tag = tag }
      rest = others
    end
    -- Without a class in common they must be made alike.
    if #rest >= 3 and #rest * 2 > #by_tag[tag] then
      local shapes, best = {}, nil
      for _, node in ipairs(rest) do
        local form = shape(node)
        shapes[form] = (shapes[form] or 0) + 1
        if not best or shapes[form] > shapes[best] then best = form end
      end
      if shapes[best] * 2 > #rest or tag == "li" or tag == "article" or headings[tag] then
        found[#found + 1] = { name = tag, nodes = rest, parent = parent, tag = tag }
      end
    end
  end
  return found
end

-- Fields ----------------------------------------------------------------------------------------

--- The classes that stand in several of the records, with how many.
local function shared_classes(nodes)
  local counts, looked = {}, math.min(#nodes, LEARNED)
  for i = 1, looked do
    local seen = {}
    for place, node in ipairs(nodes[i]:select("[class]")) do
      if place > 60 then break end
      for _, class in ipairs(places.classes(node)) do
        if not seen[class] then
          seen[class] = true
          counts[class] = (counts[class] or 0) + 1
        end
      end
    end
  end
  for class, count in pairs(counts) do
    if count < 2 or count * 6 < looked then counts[class] = nil end
  end
  return counts
end

local inline = { b = true, i = true, em = true, strong = true, small = true, br = true, sup = true, sub = true, u = true,
  mark = true, code = true, svg = true, wbr = true, font = true }

--- Is this a part that is read as one text?
local function is_leaf(node)
  local name = node:name()
  if name == "a" or name == "time" or name == "p" or name == "button" or headings[name] then return true end
  for _, child in ipairs(node:children()) do
    if not inline[child:name()] then return false end
  end
  return true
end

--- The step from a parent to a child in a selector.
local function step(child, place, count, shared)
  for _, class in ipairs(places.classes(child)) do
    if shared[class] then return child:name() .. "." .. class, class end
  end
  if count == 1 then return child:name() end
  return string.format("%s:nth-of-type(%d)", child:name(), place)
end

-- Labels ----------------------------------------------------------------------------------------

--- Bytes of a label at most: what is longer is a sentence.
local LONGEST_LABEL = 40
local lines = { li = true, p = true, div = true, span = true }

--- A text as a label, without the sign behind it; nil for what is none.
local function label_of(text)
  local label = text:match("^%s*(.-)%s*:?%s*$")
  if #label <= LONGEST_LABEL and label:find("^[%a\x80-\xFF]") then return label end
end

--- Is a part made for the label of what stands beside it?
local function is_label(node)
  for class in (node:attr("class") or ""):gmatch("%S+") do
    if class:lower():find("label") or class == "key" or class == "term" then return true end
  end
  return false
end

--- What stands under labels in a part: of a `<dl>`, of a table with a header in each row, or of a part all of whose
--- lines are `label: value`. Nil for any other part.
local function labelled(node)
  local name = node:name()
  if name == "dl" then
    local found = node:pairs()
    return #found > 0 and found or nil
  elseif name == "table" then
    for _, row in ipairs(node:select("tr")) do
      local cells = row:children()
      if #cells ~= 2 or cells[1]:name() ~= "th" or cells[2]:name() ~= "td" then return nil end
    end
    local found = node:pairs()
    return #found > 0 and found or nil
  end
  if not lines[name] then return nil end
  for _, child in ipairs(node:children()) do
    if child:name() ~= "span" and child:name() ~= "a" and not inline[child:name()] then return nil end
  end
  local found, count = node:pairs(), 0
  for line in node:text({ lines = true }):gmatch("[^\n]+") do
    if line:find("%S") then count = count + 1 end
  end
  if #found == 0 or #found < count then return nil end
  for _, pair in ipairs(found) do
    if not label_of(pair.label) then return nil end
  end
  return found
end

--- The labels of lines that several of the records have: what only one has is a sentence with a colon.
local function shared_labels(nodes)
  local counts, looked = {}, math.min(#nodes, LEARNED)
  for i = 1, looked do
    local seen = {}
    for place, part in ipairs(nodes[i]:select("li, p, div, span")) do
      if place > 60 then break end
      for _, pair in ipairs(labelled(part) or {}) do
        if not seen[pair.label] then
          seen[pair.label] = true
          counts[pair.label] = (counts[pair.label] or 0) + 1
        end
      end
    end
  end
  for label, count in pairs(counts) do
    if count < 2 or count * 4 < looked then counts[label] = nil end
  end
  return counts
end

--- Adds what a part holds under labels; false where it holds nothing so.
local function add_labelled(node, labels, found)
  local known = labelled(node)
  if not known then return false end
  local name = node:name()
  local is_list = name == "dl" or name == "table"
  if not is_list then
    for _, pair in ipairs(known) do
      if not labels[pair.label] then return false end
    end
  end
  local css = name
  if not is_list then
    local class = places.classes(node)[1]
    css = class and name .. "." .. class or name
  end
  for _, pair in ipairs(known) do
    if label_of(pair.label) and pair.value ~= "" and #pair.value < 400 then
      found[#found + 1] = { node = node, css = css, attr = "under", label = pair.label, text = pair.value, tag = "dd" }
    end
  end
  return true
end

--- Adds what stands beside a label in the same part.
local function add_beside(node, found)
  local value, label = node:next(), is_label(node) and label_of(node:text())
  if not label or not value or is_label(value) or not is_leaf(value) then return false end
  local class
  for _, name in ipairs(places.classes(node)) do class = class or name end
  local text = value:text()
  if not class or text == "" or #text >= 400 then return false end
  found[#found + 1] = {
    node = value, css = node:name() .. "." .. class, attr = "beside", label = label, text = text, tag = "dd",
  }
  return true
end

--- The value under a label, the way the block will read it.
local function under(record, css, label)
  for _, part in ipairs(record:select(css)) do
    for _, pair in ipairs(part:pairs()) do
      if pair.label == label then return pair.value end
    end
  end
end

--- The value beside a label, the way the block will read it.
local function beside(record, css, label)
  for _, part in ipairs(record:select(css)) do
    local value = part:text():match("^(.-)%s*:?$") == label and part:next()
    if value then return value:text() end
  end
end

--- Adds the parts of a record that hold a text: how to find each, and a name for it.
local function leaves(record, node, path, shared, labels, found, depth)
  if depth > 7 or #found >= 30 then return end
  local places_of, counts = {}, {}
  for _, child in ipairs(node:children()) do counts[child:name()] = (counts[child:name()] or 0) + 1 end
  for _, child in ipairs(node:children()) do
    local name = child:name()
    places_of[name] = (places_of[name] or 0) + 1
    local before = child:previous()
    local is_beside = before and is_label(before) and #found > 0 and found[#found].node == child
    -- What has a label is read by it.
    local has_label = is_beside or add_labelled(child, labels, found) or add_beside(child, found)
    if not has_label and name ~= "script" and name ~= "style" and name ~= "svg" and name ~= "img" then
      local part, class = step(child, places_of[name], counts[name], shared)
      local css = path .. " > " .. part
      -- A class that stands once in the record says enough.
      if class and #record:select(part) == 1 then css = part end
      if is_leaf(child) then
        local text = child:text()
        if text ~= "" and #text < 400 then
          found[#found + 1] = { node = child, css = css, text = text, name = child:attr("itemprop") or class, tag = name }
        end
        if headings[name] or name == "p" then
          -- What is in it may be told apart as well.
          local link = child:first("a[href]")
          if link then
            found[#found + 1] = { node = link, css = css .. " a[href]", text = link:text(), name = class, tag = "a" }
          end
        end
      else
        leaves(record, child, css, shared, labels, found, depth + 1)
      end
    end
  end
end

local function fixed(css) return (css:gsub("^ > ", "> ")) end

--- The part that names a record: its heading, else its longest link, else its first text.
local function title_of(found)
  for _, leaf in ipairs(found) do
    if headings[leaf.tag] then return leaf end
  end
  local best
  for _, leaf in ipairs(found) do
    if leaf.tag == "a" and leaf.text:find("%a") and (not best or #leaf.text > #best.text) then best = leaf end
  end
  if best then return best end
  for _, leaf in ipairs(found) do
    if leaf.text:find("[%a\x80-\xFF]") and not leaf.text:find("^[%d.,%s%%€$£+-]+$") then return leaf end
  end
end

local function word_of(leaf)
  local name = leaf.name or ""
  name = name:gsub("^.*__", ""):gsub("[^%w\x80-\xFF]+", "_"):gsub("^_+", ""):gsub("_+$", "")
  if name == "" or name == "title" or name == "link" or name == "image" then
    if leaf.text:find("[€$£]%s?%d") or leaf.text:find("%d%s?[€$£]") then return "price" end
    return name == "" and "text" or name .. "_text"
  end
  return name
end

--- How the fields of the records are found: learned from the first of them.
local function fields_of(nodes)
  local shared, labels, fields, order = shared_classes(nodes), shared_labels(nodes), {}, {}
  local looked = math.min(#nodes, LEARNED)
  local function add(key, field)
    local known = fields[key]
    if not known then
      known = field
      known.count = 0
      fields[key] = known
      order[#order + 1] = known
    end
    known.count = known.count + 1
    return known
  end
  for i = 1, looked do
    local record, found = nodes[i], {}
    leaves(record, record, "", shared, labels, found, 1)
    local title = title_of(found)
    if title then
      local field = add("title", { name = "title", css = fixed(title.css), attr = title.attr, label = title.label })
      -- A name that is cut stands whole in the attribute.
      local link = title.node:name() == "a" and title.node or title.node:first("a[title]")
      if link and link:attr("title") and (title.text:find("…$") or title.text:find("%.%.%.$")) then
        if link ~= title.node and not field.attr then field.css = field.css .. " a[title]" end
        field.attr = "title"
      end
    elseif #found == 0 and record:text() ~= "" then
      add("title", { name = "title", css = "" })
    end
    local anchor = title and (title.tag == "a" and title or nil)
    if title and not anchor then
      local inner = title.node:first("a[href]")
      if inner then anchor = { css = title.css .. " a[href]" } end
    end
    if anchor then
      add("link", { name = "link", css = fixed(anchor.css), attr = "url" })
    elseif record:name() == "a" and record:attr("href") then
      add("link", { name = "link", css = "", attr = "url" })
    elseif record:first("a[href]") then
      add("link", { name = "link", css = "a[href]", attr = "url" })
    end
    if record:first("img[src]") then add("image", { name = "image", css = "img[src]", attr = "url" }) end
    if record:first("time[datetime]") then
      add("time", { name = "time", css = "time[datetime]", attr = "datetime" })
    end
    local seen = {}
    for _, leaf in ipairs(found) do
      local is_dated = leaf.tag == "time" and leaf.node:attr("datetime")
      if leaf.label then
        -- Other labels may have the same value.
        add("label:" .. leaf.label, { name = leaf.label, css = leaf.css, attr = leaf.attr, label = leaf.label })
      elseif leaf ~= title and not is_dated and not seen[leaf.text] and not (title and leaf.text == title.text) then
        seen[leaf.text] = true
        if leaf.tag == "time" then
          add(leaf.css, { name = "time", css = fixed(leaf.css) })
        else
          add(leaf.css, { name = word_of(leaf), css = fixed(leaf.css) })
        end
      end
    end
  end
  local kept, names = {}, {}
  for _, field in ipairs(order) do
    if #kept < MAXIMUM_FIELDS and field.count * 4 >= looked and (field.count > 1 or looked < 4) then
      local name, number = field.name, 2
      while names[name] do
        name = field.name .. "_" .. number
        number = number + 1
      end
      names[name] = true
      field.name = name
      kept[#kept + 1] = field
    end
  end
  return kept
end

--- Reads a field the way the block will read it.
local function read(record, field)
  if field.attr == "section" then
    local before = record:parent():previous()
    while before and not headings[before:name()] do before = before:previous() end
    return before and before:text()
  end
  if field.attr == "next" then
    local after = record:next()
    return after and not headings[after:name()] and after:text() or nil
  end
  if field.attr == "under" then return under(record, field.css, field.label) end
  if field.attr == "beside" then return beside(record, field.css, field.label) end
  local part = field.css == "" and record or record:first(field.css)
  if not part then return nil end
  if field.attr == "url" then return part:url() end
  return field.attr and part:attr(field.attr) or part:text()
end

-- Sets ------------------------------------------------------------------------------------------

--- How likely a group is a list that a person wants to see; nil for what is none.
local function score_of(group)
  local linked, length, pictures, headed, count = 0, 0, 0, 0, 0
  local probes = math.min(#group.nodes, 8)
  for i = 1, probes do
    local node = group.nodes[i]
    local text = node:text()
    length = length + math.min(#text, 400)
    if node:name() == "a" or node:first("a[href]") then linked = linked + 1 end
    if node:first("img") then pictures = pictures + 1 end
    if node:first("h1, h2, h3, h4, h5, h6") then headed = headed + 1 end
    count = count + math.min(8, #node:select("*"))
  end
  local mean, inner = length / probes, count / probes
  if mean < 2 and pictures == 0 then return nil end
  local score = math.min(4, math.log(#group.nodes, 2)) + 2 * linked / probes + pictures / probes
    + math.min(3, mean / 50) + 1.5 * headed / probes + math.min(2, inner / 2.5)
  -- Short links alone are a menu.
  if mean < 16 and inner <= 1.2 and linked * 2 > probes and not headings[group.tag] then score = score - 4 end
  if group.is_sectioned then score = score + 2 end
  -- Long blocks are parts of one text, unless each has a heading of its own.
  if mean > 350 and headed * 10 < probes * 7 then score = score - 4 end
  if group.tag == "tr" then score = score - (group.name == "tr" and 3 or 1) end
  if group.tag == "p" or group.tag == "span" or group.tag == "a" and inner < 1 then score = score - 4 end
  if group.tag == "li" and inner < 0.5 and mean > 200 then score = score - 2 end
  if headings[group.tag] then
    if not group.nodes[1]:next() or headings[group.nodes[1]:next():name()] then return nil end
    score = score + 1
  end
  return score > 2.5 and score or nil
end

--- Is one node below another that is a child of `parent`?
local function is_inside(node, parent)
  for _ = 1, 10 do
    if not node then return false end
    local up = node:parent()
    if up == parent then return true end
    node = up
  end
  return false
end

local function set_of(page, group, score)
  local way = places.way_to(group.parent)
  local css = way == "" and "body > " .. group.name or way .. " > " .. group.name
  local nodes = page:select(css)
  if #nodes > #group.nodes * 1.5 + 1 and not group.is_sectioned then
    css = places.exact(group.parent) .. " > " .. group.name
    nodes = page:select(css)
  end
  if #nodes < 2 then return nil end
  local fields = headings[group.tag] and {
    { name = "title", css = "" }, { name = "link", css = "a[href]", attr = "url" }, { name = "text", attr = "next" },
  } or fields_of(nodes)
  if group.is_sectioned then fields[#fields + 1] = { name = "section", attr = "section" } end
  local rows, all, named = {}, {}, {}
  for _, field in ipairs(fields) do named[#named + 1] = field.name end
  for i, node in ipairs(nodes) do
    if i > 3000 then break end
    local row = {}
    for _, field in ipairs(fields) do row[field.name] = sample.cut(read(node, field)) end
    all[i] = row
  end
  for i = 1, math.min(#all, sample.MAXIMUM_ROWS) do rows[i] = all[i] end
  -- Records have their parts in common; boxes of a layout have not.
  local filled, titled, length = 0, 0, 0
  for _, row in ipairs(rows) do
    for _, name in ipairs(named) do
      if row[name] and row[name] ~= "" then filled = filled + 1 end
    end
    if row.title and row.title ~= "" then titled, length = titled + 1, length + #row.title end
  end
  if titled * 10 < #rows * 6 or length > 180 * titled then return nil end
  if group.name == "div" or group.name == "section" then score = score - 1.5 end
  score = score + 4 * filled / math.max(1, #rows * #named) - 3
  if score < 2.5 then return nil end
  local caption = places.heading(group.nodes[1]:parent() == group.parent and group.parent or nodes[1])
  local listed = {}
  for i, field in ipairs(fields) do listed[i] = { name = field.name, css = field.css, attr = field.attr, label = field.label } end
  return {
    css = css, score = score, fields = listed, rows = rows, total = #nodes, values = sample.values(all, named),
    caption = group.is_sectioned and nil or sample.cut(caption),
  }
end

--- Groups of alike siblings, the most likely list first.
function records.find(page)
  local found = {}
  for place, parent in ipairs(page:select("body, body *")) do
    if place > 20000 or #found > 500 then break end
    if not running[parent:name()] and not skipped[parent:name()] or parent:name() == "td" or parent:name() == "tbody" then
      for _, group in ipairs(groups_of(parent)) do
        if not places.is_chrome(group.nodes[1]) then
          local score = score_of(group)
          if score then
            group.score, group.place = score, place
            found[#found + 1] = group
          end
        end
      end
    end
  end
  table.sort(found, function(a, b) return a.score == b.score and a.place < b.place or a.score > b.score end)
  local answer, chosen, ways = {}, {}, {}
  for _, group in ipairs(found) do
    if #answer >= MAXIMUM_SETS then break end
    local is_part = false
    for _, other in ipairs(chosen) do
      if is_inside(group.parent, other.parent) then is_part = true end
    end
    if not is_part then
      local set = set_of(page, group, group.score)
      if set and #set.fields > 0 and not ways[set.css] then
        ways[set.css] = true
        answer[#answer + 1], chosen[#chosen + 1] = set, group
      end
    end
  end
  table.sort(answer, function(a, b) return a.score > b.score end)
  return answer
end

return records
