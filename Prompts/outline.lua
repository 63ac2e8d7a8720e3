-- What a model needs to know of a page to write selectors for it, run in the sandbox when a block is
-- made. Gets params.url, params.words (words of the wish, lower case) and params.number (digits that a
-- person saw on the page, or ""); returns plain data.
local http, text = require "http", require "text"

local MAXIMUM_TABLES, MAXIMUM_PLACES, LENGTH = 8, 12, 80

local function cut(value, length)
  value = text.fold_space(tostring(value))
  return #value > (length or LENGTH) and text.truncate(value, length or LENGTH) or value
end

--- `article.post`: the element and at most two of its classes; none that counts or says a state.
local function signature(node)
  local parts, count = { node:name() }, 0
  for class in (node:attr("class") or ""):gmatch("%S+") do
    if count < 2 and class:match("^%a[%w_-]+$") and not class:find("%d%d") then
      parts[#parts + 1] = "." .. class
      count = count + 1
    end
  end
  return table.concat(parts)
end

--- A selector whose first element is this one; the shortest of few steps.
local function selector(page, node)
  local steps = {}
  for _ = 1, 4 do
    if not node or node:name() == "html" then break end
    local id = node:attr("id")
    if id and id:match("^%a[%w_-]*$") and not id:find("%d%d%d") then
      table.insert(steps, 1, "#" .. id)
      break
    end
    table.insert(steps, 1, signature(node))
    if #page:select(table.concat(steps, " > ")) == 1 then break end
    node = node:parent()
  end
  return table.concat(steps, " > ")
end

--- The expression that reads an element, tried on the page.
local function reading(page, node)
  local css, wanted = selector(page, node), node:text()
  for index, found in ipairs(page:select(css)) do
    if found:text() == wanted then
      return index == 1 and ('page:first("%s")'):format(css) or ('page:select("%s")[%d]'):format(css, index)
    end
  end
end

local function row_of(cells)
  local row = {}
  for i = 1, math.min(#cells, 12) do row[i] = cut(cells[i], 40) end
  return row
end

--- Tables with their headers, two rows, and the expression that reads each.
local function tables(page)
  local answer = {}
  for index, node in ipairs(page:select("table")) do
    local grid = #answer < MAXIMUM_TABLES and not node:first("table") and node:table()
    if grid and #grid.rows > 0 then
      local css = selector(page, node)
      local caption = node:first("caption")
      answer[#answer + 1] = {
        read = #page:select(css) == 1 and ('page:first("%s")'):format(css) or ('page:select("table")[%d]'):format(index),
        caption = caption and cut(caption:text()) or nil, columns = row_of(grid.columns), total = #grid.rows,
        rows = { row_of(grid.rows[1]), grid.rows[2] and row_of(grid.rows[2]) or nil },
      }
    end
  end
  return answer
end

--- The first item of each kind that microdata describe, with where its properties stand.
local function microdata(page)
  local answer, seen = {}, {}
  for _, node in ipairs(page:select("[itemscope][itemtype]")) do
    local kind = node:attr("itemtype"):match("[^/]+$") or "?"
    if #answer < 4 and not seen[kind] then
      seen[kind] = true
      local fields, names = {}, {}
      for _, part in ipairs(node:select("[itemprop]")) do
        local name = part:attr("itemprop")
        if #fields < 12 and not names[name] then
          names[name] = true
          local from = part:attr("content") and "content" or part:attr("datetime") and "datetime" or nil
          fields[#fields + 1] = { name = name, attr = from, value = cut(from and part:attr(from) or part:text()) }
        end
      end
      answer[#answer + 1] = {
        kind = kind, css = ('[itemtype="%s"]'):format(node:attr("itemtype")), fields = fields,
        total = #page:select(('[itemtype="%s"]'):format(node:attr("itemtype"))),
      }
    end
  end
  return answer
end

--- Digits alone of the numbers in a text, each: "1 299,00 €" is 1299 and 129900.
local function has_number(value, digits)
  local plain = value:gsub("\194\160", " "):gsub("\226\128\175", " ")
  for number in plain:gmatch("%d[%d.,' ]*") do
    local whole = number:gsub("[.,]%d%d?%s*$", ""):gsub("%D", "")
    if whole == digits or number:gsub("%D", "") == digits then return true end
  end
  return false
end

--- Where the page says one of the words, or the number: the smallest elements that do, with what
--- stands beside them.
local function places(page, words, digits)
  local answer, seen = {}, {}
  for _, node in ipairs(page:select("body *")) do
    if #answer >= MAXIMUM_PLACES then break end
    local name = node:name()
    if name ~= "script" and name ~= "style" and name ~= "option" and #node:children() <= 3 then
      local value = node:text()
      local hit = #value > 0 and #value < 200 and digits ~= "" and has_number(value, digits)
      if not hit and digits == "" and #value > 0 and #value < 200 then
        local folded = text.fold(value)
        for _, word in ipairs(words) do
          if #word > 2 and text.contains(folded, word) then
            hit = true
            break
          end
        end
      end
      if hit then
        for _, child in ipairs(node:children()) do
          -- The smaller one says it.
          if child:text() == value then hit = false end
        end
      end
      if hit then
        local read = reading(page, node)
        if read and not seen[read] then
          seen[read] = true
          local beside = node:next()
          answer[#answer + 1] = { read = read, text = cut(value), beside = beside and cut(beside:text()) or nil }
        end
      end
    end
  end
  return answer
end

local function headings(page)
  local answer = {}
  for _, node in ipairs(page:select("h1, h2, h3")) do
    local read = #answer < 10 and node:text() ~= "" and reading(page, node)
    if read then answer[#answer + 1] = { read = read, text = cut(node:text()) } end
  end
  return answer
end

return function(ctx)
  local page = http.get(ctx.params.url, { ttl = 60 }):html()
  local words = {}
  for word in (ctx.params.words or ""):gmatch("%S+") do words[#words + 1] = text.fold(word) end
  local meta = page:meta()
  local found = places(page, words, ctx.params.number or "")
  local linked = {}
  for _, item in ipairs(page:json_ld()) do
    if #linked < 6 then linked[#linked + 1] = item end
  end
  return {
    tables = tables(page), json_ld = linked, microdata = microdata(page), places = found,
    headings = #found == 0 and headings(page) or {},
    meta = { title = meta.title, description = meta.description and cut(meta.description, 160), published = meta.published,
      author = meta.author, site = meta.site },
  }
end
