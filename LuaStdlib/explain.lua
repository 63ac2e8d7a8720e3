--- Messages a person can act on: not a module, but the prelude's message handler.
local debug, Failure, halves, modules, last_line = ...

local type, tostring, tonumber, pcall = type, tostring, tonumber, pcall
local rawget, rawlen, next, ipairs = rawget, rawlen, next, ipairs
local format, match, gsub, find, sub = string.format, string.match, string.gsub, string.find, string.sub
local gmatch, concat, sort = string.gmatch, table.concat, table.sort

local script_chunk = "block.lua"

local function line_of(source, number)
  local count = 0
  for line in gmatch(source .. "\n", "(.-)\r?\n") do
    count = count + 1
    if count == number then return sub(gsub(line, "^%s+", ""), 1, 120) end
  end
end

--- The frames of the script, innermost first, without frames of the host.
local function frames_of_script(source)
  local frames, level = {}, 3
  while #frames < 10 do
    local info = debug.getinfo(level, "Sln")
    if not info then break end
    if info.short_src == script_chunk and info.currentline > 0 then
      local where = info.what == "main" and "in the main chunk"
        or info.name and format("in function '%s'", info.name) or "in a function"
      frames[#frames + 1] = {
        line = info.currentline, level = level,
        text = format("%s:%d %s: %s", script_chunk, info.currentline, where,
          line_of(source, info.currentline) or ""),
      }
    end
    level = level + 1
  end
  return frames
end

--- What a variable holds in the frame at `level`, counted from this function.
local function variable(level, name)
  local found, value = false, nil
  for index = 1, 250 do
    local known, held = debug.getlocal(level, index)
    if not known then break end
    if known == name then found, value = true, held end
  end
  if found then return true, value end
  local info = debug.getinfo(level, "f")
  for index = 1, 250 do
    local known, held = debug.getupvalue(info.func, index)
    if not known then break end
    if known == name then return true, held end
    if known == "_ENV" and type(held) == "table" then found, value = true, rawget(held, name) end
  end
  return found and value ~= nil, value
end

local function has(path, value)
  if type(value) ~= "table" then return format("%s is a %s", path, type(value)) end
  local keys = {}
  for key in next, halves[value] or value do
    if type(key) == "string" then keys[#keys + 1] = key end
  end
  sort(keys)
  local more = #keys > 15 and ", …" or ""
  for index = #keys, 16, -1 do keys[index] = nil end
  if #keys > 0 then return format("%s has: %s%s", path, concat(keys, ", "), more) end
  local length = rawlen(value)
  if length > 0 then return format("%s is a list of %d", path, length) end
  return format("%s is empty", path)
end

--- One step of an expression behind position `at`: its text, its key, and where it ends.
local function step(level, line, at)
  local name, stop = match(line, "^%s*[.:]%s*([%a_][%w_]*)()", at)
  if name then return "." .. name, name, stop end
  local digits, after = match(line, "^%[%s*(%-?%d+)%s*%]()", at)
  if digits then return format("[%s]", digits), tonumber(digits), after end
  local text, behind = match(line, "^%[%s*[\"']([^\"']*)[\"']%s*%]()", at)
  if text then return format("[\"%s\"]", text), text, behind end
  local index, done = match(line, "^%[%s*([%a_][%w_]*)%s*%]()", at)
  if index then
    local known, key = variable(level + 1, index)
    if known and key ~= nil then
      local shown = type(key) == "string" and format("[\"%s\"]", key) or format("[%s]", tostring(key))
      return shown, key, done
    end
  end
end

--- Finds the expression of a line that is nil: what is nil, and what the table around it has.
-- `wanted` is the last name of it as Lua's message says, `nil` when Lua does not know.
local function find_nil(level, line, wanted)
  local at = 1
  while true do
    local start, stop = find(line, "[%a_][%w_]*", at)
    if not start then return nil end
    at = stop + 1
    local path = sub(line, start, stop)
    local known, value = variable(level + 1, path)
    local parent, parent_path, key
    while known and value ~= nil do
      local text, name, after = step(level + 1, line, at)
      if not text or type(value) ~= "table" then break end
      parent, parent_path, key = value, path, name
      value, path, at = rawget(halves[value] or value, name), path .. text, after
    end
    if known and value == nil and parent ~= nil and (wanted == nil or wanted == key) then
      return format("%s is nil; %s", path, has(parent_path, parent))
    end
  end
end

local function explain_nil(message, frame, source)
  local line = line_of(source, frame.line)
  if not line then return message end
  local kind, name = match(message, "a nil value %((%a+) '([^']*)'%)")
  if not kind and not find(message, "got a nil value", 1, true) then return message end
  if kind == "global" then
    if rawget(modules, name) then
      return format("%s; write: local %s = require \"%s\"", message, name, name)
    end
    return message
  end
  if name == "?" or name == "integer index" then name = nil end
  local reason = find_nil(frame.level + 1, line, name)
  return reason and format("%s: %s", message, reason) or message
end

--- The words of an error value that is no text.
local function words(value)
  if type(value) == "table" and type(rawget(value, "message")) == "string" then
    return rawget(value, "message")
  end
  local metatable = debug.getmetatable(value)
  if type(metatable) == "table" and rawget(metatable, "__tostring") then
    local ok, text = pcall(tostring, value)
    if ok and text ~= "" then return text end
  end
  if type(value) == "number" or type(value) == "boolean" then return tostring(value) end
  if value == nil then return "the script raised an error without a message" end
  return format("the script raised a %s instead of a message", type(value))
end

--- Turns any error value into what the host shows.
return function(value, source, last_failure)
  local described = { kind = "script_error", traceback = {} }
  local frames = frames_of_script(source or "")
  for i, frame in ipairs(frames) do described.traceback[i] = frame.text end
  local line = frames[1] and frames[1].line
  if not line and last_line() > 0 then line = last_line() end
  if type(value) == "table" and debug.getmetatable(value) == Failure then
    last_failure = value
    described.message = rawget(value, "message")
  elseif type(value) == "string" then
    local at, text = match(value, "^block%.lua:(%d+): (.*)$")
    if at and tonumber(at) == line then
      text = explain_nil(text, frames[1], source or "")
    end
    if at then line = at end
    described.message = gsub(text or value, "^stdlib/[%w_]+:%d+: ", "")
  else
    described.message = words(value)
  end
  -- A script that raises the words of a failure again does not change what happened.
  if last_failure and find(described.message, last_failure.message, 1, true) then
    described.kind = last_failure.kind
    described.retry_after = last_failure.retry_after
  end
  if line then described.at = format("%s:%s", script_chunk, line) end
  return described
end
