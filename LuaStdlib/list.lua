--- Lists: what a script does with rows. Nothing here changes the list it is given. `by` is a function
-- of an item or the name of a field.
local _, _, natives = ...
local shown, null = natives.host.arguments.shown, natives.json.null()

local type, error, ipairs, pairs, tostring = type, error, ipairs, pairs, tostring
local rawget, next, select, tonumber = rawget, next, select, tonumber
local format, sort, concat, huge = string.format, table.sort, table.concat, math.huge

local list = {}

local function complain(name, text, ...)
  error(format("list.%s: %s", name, format(text, ...)), 3)
end

--- Raises for what is no list, and for a table by names, in which no function here would find items.
local function need(name, value, argument)
  local what = argument and argument .. " must be a list" or "a list is needed"
  if type(value) ~= "table" then complain(name, "%s, got %s", what, shown(value)) end
  if rawget(value, 1) == nil then
    local key = next(value)
    if type(key) == "string" then
      complain(name, "%s, got a table with names like '%s'; list.entries makes a list of it", what, key)
    end
  end
end

local function need_number(name, argument, value, least)
  if type(value) ~= "number" or value ~= value or value < least then
    complain(name, "%s must be a number from %d, got %s", argument, least, shown(value))
  end
end

local function itself(item) return item end

--- A function from a function, or from the name of a field.
local function reader(name, by)
  -- With the place of an item as the second argument, it would read it as a base.
  if by == tonumber then return function(item) return tonumber(item) end end
  if type(by) == "function" then return by end
  if type(by) ~= "string" and type(by) ~= "number" then
    complain(name, "by must be a function or the name of a field, got %s", shown(by))
  end
  return function(item)
    if type(item) ~= "table" then
      complain(name, "an item must be a table to have a field '%s', got %s", tostring(by), shown(item))
    end
    return item[by]
  end
end

--- A list of what a function makes of each item and its place, or of a field of each; nil is left out.
--- @param items any[]
--- @param by function|string
--- @return any[]
--- @example
---   list.map({ 1, 2 }, function(n) return n * 2 end) --> [2,4]
function list.map(items, by)
  need("map", items)
  local read, out = reader("map", by), {}
  for i, item in ipairs(items) do
    local value = read(item, i)
    if value ~= nil then out[#out + 1] = value end
  end
  return out
end

--- The items a function says true to, or that have a field.
--- @param items any[]
--- @param by function|string
--- @return any[]
--- @example
---   list.filter({ 1, 2, 3 }, function(n) return n > 1 end) --> [2,3]
function list.filter(items, by)
  need("filter", items)
  local read, out = reader("filter", by), {}
  for i, item in ipairs(items) do
    if read(item, i) then out[#out + 1] = item end
  end
  return out
end

--- The first item a function says true to.
--- @param items any[]
--- @param by function|string
--- @return any|nil
--- @return integer|nil place
--- @example
---   list.find({ 5, 8 }, function(n) return n > 6 end) --> 8
function list.find(items, by)
  need("find", items)
  local read = reader("find", by)
  for i, item in ipairs(items) do
    if read(item, i) then return item, i end
  end
end

--- The first items, at most so many.
--- @param items any[]
--- @param count integer
--- @return any[]
--- @example
---   list.take({ 1, 2, 3 }, 2) --> [1,2]
function list.take(items, count)
  need("take", items)
  need_number("take", "count", count, 0)
  local out = {}
  for i, item in ipairs(items) do
    if i > count then break end
    out[i] = item
  end
  return out
end

--- All but the first items.
--- @param items any[]
--- @param count integer
--- @return any[]
--- @example
---   list.drop({ 1, 2, 3 }, 1) --> [2,3]
function list.drop(items, count)
  need("drop", items)
  need_number("drop", "count", count, 0)
  local out = {}
  for i, item in ipairs(items) do
    if i > count then out[#out + 1] = item end
  end
  return out
end

local rank = { boolean = 1, number = 2, string = 3 }

local function before(a, b)
  local x, y = rank[type(a)] or 4, rank[type(b)] or 4
  if x ~= y then return x < y end
  if x == 2 or x == 3 then return a < b end
  return false
end

--- The items in order of a field or of what a function gives; what has none comes last. Stable.
--- @param items any[]
--- @param by? function|string
--- @param order? string `asc` (default) or `desc`
--- @return any[]
--- @example
---   list.sort_by({ { n = 2 }, { n = 3 } }, "n", "desc")[1].n --> 3
function list.sort_by(items, by, order)
  need("sort_by", items)
  if order ~= nil and order ~= "asc" and order ~= "desc" then
    complain("sort_by", "order must be \"asc\" or \"desc\", got %s", shown(order))
  end
  local read = by == nil and itself or reader("sort_by", by)
  local entries = {}
  for i, item in ipairs(items) do
    local key = read(item)
    if key ~= key then key = nil end
    entries[i] = { item = item, key = key, place = i }
  end
  sort(entries, function(a, b)
    if (a.key == nil) ~= (b.key == nil) then return b.key == nil end
    if before(a.key, b.key) then return order ~= "desc" end
    if before(b.key, a.key) then return order == "desc" end
    return a.place < b.place
  end)
  local out = {}
  for i, entry in ipairs(entries) do out[i] = entry.item end
  return out
end

local function grouped(name, items, by)
  need(name, items)
  local read, groups, known = reader(name, by), {}, {}
  for _, item in ipairs(items) do
    local key = read(item)
    if key ~= nil and key == key then
      local group = known[key]
      if not group then
        group = { key = key, items = {} }
        known[key] = group
        groups[#groups + 1] = group
      end
      group.items[#group.items + 1] = item
    end
  end
  return groups
end

--- Items with the same key together, in order of first appearance.
--- @param items any[]
--- @param by function|string
--- @return {key: any, items: any[]}[]
--- @example
---   list.group_by({ { t = "a" }, { t = "b" }, { t = "a" } }, "t")[1].key --> a
function list.group_by(items, by)
  local groups = grouped("group_by", items, by)
  return groups
end

--- How often each key comes, the most frequent first.
--- @param items any[]
--- @param by? function|string
--- @return {key: any, count: integer}[]
--- @example
---   list.count_by({ "a", "b", "a" })[1].count --> 2
function list.count_by(items, by)
  local counts = {}
  for i, group in ipairs(grouped("count_by", items, by or itself)) do
    counts[i] = { key = group.key, count = #group.items }
  end
  return list.sort_by(counts, "count", "desc")
end

--- Each item once, by itself or by a key; the first stays.
--- @param items any[]
--- @param by? function|string
--- @return any[]
--- @example
---   list.unique({ 1, 2, 1 }) --> [1,2]
function list.unique(items, by)
  need("unique", items)
  local read = by == nil and itself or reader("unique", by)
  local seen, out = {}, {}
  for _, item in ipairs(items) do
    local key = read(item)
    if key == nil or not seen[key] then
      if key ~= nil then seen[key] = true end
      out[#out + 1] = item
    end
  end
  return out
end

--- All items of several lists, one list after the other.
--- @param ... any[]
--- @return any[]
--- @example
---   list.join({ 1 }, { 2, 3 }) --> [1,2,3]
function list.join(...)
  local out = {}
  for place = 1, select("#", ...) do
    local items = select(place, ...)
    need("join", items, format("argument %d", place))
    for _, item in ipairs(items) do out[#out + 1] = item end
  end
  return out
end

--- The items from last to first.
--- @param items any[]
--- @return any[]
--- @example
---   list.reverse({ 1, 2 }) --> [2,1]
function list.reverse(items)
  need("reverse", items)
  local out = {}
  for i = #items, 1, -1 do out[#out + 1] = items[i] end
  return out
end

local function numbers(name, items, by)
  need(name, items)
  local read = by == nil and itself or reader(name, by)
  local out = {}
  for _, item in ipairs(items) do
    local value = read(item)
    if type(value) == "number" and value == value then out[#out + 1] = value end
  end
  return out
end

--- The sum of the numbers, or of a field; what is no number is left out.
--- @param items any[]
--- @param by? function|string
--- @return number
--- @example
---   list.sum({ { n = 1 }, { n = 2 } }, "n") --> 3
function list.sum(items, by)
  local total = 0
  for _, value in ipairs(numbers("sum", items, by)) do total = total + value end
  return total
end

--- The mean of the numbers, nil without any.
--- @param items any[]
--- @param by? function|string
--- @return number|nil
--- @example
---   list.average({ 1, 2 }) --> 1.5
function list.average(items, by)
  local values = numbers("average", items, by)
  if #values == 0 then return nil end
  return list.sum(values) / #values
end

--- The number in the middle, nil without any.
--- @param items any[]
--- @param by? function|string
--- @return number|nil
--- @example
---   list.median({ 9, 1, 2 }) --> 2
function list.median(items, by)
  local values = numbers("median", items, by)
  if #values == 0 then return nil end
  sort(values)
  local middle = #values // 2
  if #values % 2 == 1 then return values[middle + 1] end
  return (values[middle] + values[middle + 1]) / 2
end

--- The smallest number, and its item.
--- @param items any[]
--- @param by? function|string
--- @return number|nil
--- @return any item
--- @example
---   list.min({ 3, 1 }) --> 1
function list.min(items, by)
  need("min", items)
  local read, best, found = by == nil and itself or reader("min", by), huge, nil
  for _, item in ipairs(items) do
    local value = read(item)
    if type(value) == "number" and value == value and (found == nil or value < best) then best, found = value, item end
  end
  if found ~= nil then return best, found end
end

--- The largest number, and its item.
--- @param items any[]
--- @param by? function|string
--- @return number|nil
--- @return any item
--- @example
---   list.max({ { n = 3 }, { n = 1 } }, "n") --> 3
function list.max(items, by)
  need("max", items)
  local read, best, found = by == nil and itself or reader("max", by), -huge, nil
  for _, item in ipairs(items) do
    local value = read(item)
    if type(value) == "number" and value == value and (found == nil or value > best) then best, found = value, item end
  end
  if found ~= nil then return best, found end
end

--- Is the value in the list?
--- @param items any[]
--- @param value any
--- @return boolean
--- @example
---   list.has({ "a", "b" }, "b") --> true
function list.has(items, value)
  need("has", items)
  for _, item in ipairs(items) do
    if item == value then return true end
  end
  return false
end

--- The keys of a table, in order.
--- @param map table
--- @return any[]
--- @example
---   list.keys({ b = 1, a = 2 }) --> ["a","b"]
function list.keys(map)
  if type(map) ~= "table" then complain("keys", "a table is needed, got %s", shown(map)) end
  local keys = {}
  for key in pairs(map) do keys[#keys + 1] = key end
  return list.sort_by(keys)
end

--- A list of `{key, value}` from a table, in order of the keys.
--- @param map table
--- @return {key: any, value: any}[]
--- @example
---   list.entries({ b = 1, a = 2 })[1].value --> 2
function list.entries(map)
  if type(map) ~= "table" then complain("entries", "a table is needed, got %s", shown(map)) end
  local entries = {}
  for i, key in ipairs(list.keys(map)) do entries[i] = { key = key, value = map[key] } end
  return entries
end

--- Rows from lists that stand side by side, each a field; as many rows as the longest has items.
--- @param columns {string: any[]}
--- @return table[]
--- @example
---   list.rows({ day = { "Mo", "Tu" }, rain = { 3, 0 } })[2].day --> Tu
function list.rows(columns)
  if type(columns) ~= "table" then complain("rows", "a table of lists is needed, got %s", shown(columns)) end
  local rows = {}
  for name, items in next, columns do
    need("rows", items, format("'%s'", tostring(name)))
    for i, item in ipairs(items) do
      local row = rows[i]
      if not row then
        row = {}
        rows[i] = row
      end
      if item ~= null then row[name] = item end
    end
  end
  return rows
end

--- The items as one text.
--- @param items any[]
--- @param separator? string default `, `
--- @return string
--- @example
---   list.text({ 1, "b" }, " + ") --> 1 + b
function list.text(items, separator)
  need("text", items)
  if separator ~= nil and type(separator) ~= "string" then
    complain("text", "separator must be a text, got %s", shown(separator))
  end
  local parts = {}
  for i, item in ipairs(items) do parts[i] = tostring(item) end
  return concat(parts, separator or ", ")
end

--- Parts of a list with so many items each.
--- @param items any[]
--- @param size integer
--- @return any[][]
--- @example
---   #list.chunks({ 1, 2, 3 }, 2) --> 2
function list.chunks(items, size)
  need("chunks", items)
  need_number("chunks", "size", size, 1)
  local chunks, chunk = {}, nil
  for _, item in ipairs(items) do
    if not chunk or #chunk >= size then
      chunk = {}
      chunks[#chunks + 1] = chunk
    end
    chunk[#chunk + 1] = item
  end
  return chunks
end

return list
