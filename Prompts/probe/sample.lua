-- What the drafter gets of rows: the first ones, and the distinct values of all of them.
local sample = {}

--- Rows that are sent, characters of a text, and bytes of all values of one source: what a run may return is
-- bounded.
sample.MAXIMUM_ROWS, sample.TEXT_LENGTH = 60, 400
local VALUE_LENGTH = 120
local left = 400 << 10

--- A text cut at a letter.
function sample.cut(value, length)
  length = length or sample.TEXT_LENGTH
  if type(value) == "string" and #value > length then
    local stop = utf8.offset(value, length // 2)
    return stop and value:sub(1, stop - 1) or value:sub(1, length // 4)
  end
  return value
end

--- A short list of texts, as an event or an entry has categories; nil for everything else.
local function short_list(value)
  if type(value) ~= "table" or #value == 0 or #value > 12 then return nil end
  local texts = {}
  for i, one in ipairs(value) do
    if type(one) ~= "string" or #one > 80 then return nil end
    texts[i] = one
  end
  return texts
end

--- The scalars and short lists of texts of the first rows: enough to know their kinds.
function sample.rows(list)
  local rows = {}
  for i = 1, math.min(#list, sample.MAXIMUM_ROWS) do
    local row = {}
    for name, value in pairs(list[i]) do
      if type(name) == "string" and type(value) ~= "userdata" then
        if type(value) == "table" then row[name] = short_list(value) else row[name] = sample.cut(value) end
      end
    end
    rows[i] = row
  end
  return rows
end

--- The distinct values of a column, as many as there is room for.
local function distinct(list, name)
  local seen, values = {}, {}
  for _, row in ipairs(list) do
    local value = row[name]
    local kind = type(value)
    if (kind == "string" or kind == "number" or kind == "boolean") and not seen[value] and value ~= "" then
      seen[value] = true
      local text = sample.cut(tostring(value), VALUE_LENGTH)
      if left < #text then break end
      left = left - #text - 3
      values[#values + 1] = text
    end
  end
  return values
end

--- The distinct values of columns over all rows, texts before numbers where the room is scarce.
--- @param list table[] all rows
--- @param names any[] the columns: names, or places
function sample.values(list, names)
  local values, later = {}, {}
  for place, name in ipairs(names) do
    values[place] = {}
    local first
    for i = 1, math.min(#list, 20) do first = first or list[i][name] end
    if type(first) == "string" and not tonumber(first) then
      values[place] = distinct(list, name)
    else
      later[#later + 1] = place
    end
  end
  for _, place in ipairs(later) do values[place] = distinct(list, names[place]) end
  if type(names[1]) ~= "string" then return values end
  local by_name = {}
  for place, name in ipairs(names) do by_name[name] = values[place] end
  return by_name
end

--- The names of all fields of some rows, in no order.
function sample.names(list)
  local seen, names = {}, {}
  for i = 1, math.min(#list, 200) do
    for name, value in pairs(list[i]) do
      if type(name) == "string" and type(value) ~= "table" and not seen[name] then
        seen[name] = true
        names[#names + 1] = name
      end
    end
  end
  return names
end

return sample
