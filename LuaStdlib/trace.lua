--- Notes reads of keys that are not there in what a source sent: not a module, but the prelude's.
-- `data.hits[1].scroe` gives nil without an error; in authoring runs the author is told.
local debug = ...

local type, next, setmetatable, getmetatable = type, next, setmetatable, getmetatable
local format, concat, sort = string.format, table.concat, table.sort

local active = false
local paths = setmetatable({}, { __mode = "k" })
local counts, texts, order = {}, {}, {}
--- Keys that a module documents: they may be absent.
local documented = setmetatable({}, { __mode = "k" })

local function note(value, key)
  if type(key) ~= "string" or documented[value] and documented[value][key] then return nil end
  local path = format("%s.%s", paths[value] or "$", key)
  if not counts[path] then
    if #order >= 50 then return nil end
    local keys = {}
    for known in next, value do
      if type(known) == "string" and #keys < 20 then keys[#keys + 1] = known end
    end
    sort(keys)
    local line = 0
    for level = 2, 8 do
      local info = debug.getinfo(level, "Sl")
      if not info then break end
      if info.short_src == "block.lua" then
        line = info.currentline
        break
      end
    end
    order[#order + 1] = path
    counts[path] = 0
    texts[path] = format("but is absent (block.lua:%d); there are: %s", line, concat(keys, ", "))
  end
  counts[path] = counts[path] + 1
  return nil
end

local Watched = { __index = note }

local function watch(value, path, depth, keys)
  if type(value) ~= "table" or getmetatable(value) ~= nil or depth > 30 then return end
  paths[value], documented[value] = path, keys
  setmetatable(value, Watched)
  for key, child in next, value do
    if type(child) == "table" then
      watch(child, type(key) == "number" and path .. "[]" or format("%s.%s", path, key), depth + 1, keys)
    end
  end
end

return {
  start = function() active = true end,
  --- Watches a decoded value, in authoring runs only. Returns the value.
  --- @param keys? table<string, true> those that may be absent anywhere in it
  watch = function(value, keys)
    if active then watch(value, "$", 0, keys) end
    return value
  end,
  --- One sentence for each absent key that was read.
  reads = function()
    local lines = {}
    for index, path in next, order do
      lines[index] = format("%s was read %d× %s", path, counts[path], texts[path])
    end
    return lines
  end,
}
