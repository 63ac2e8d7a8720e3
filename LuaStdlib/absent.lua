--- Names what was nil in a line of a script, and where it came from: not a module, but what
-- `explain` uses.
local debug, halves, calls = ...

local type, tostring, tonumber = type, tostring, tonumber
local rawget, rawlen, next, select = rawget, rawlen, next, select
local format, match, find, sub, gmatch = string.format, string.match, string.find, string.sub, string.gmatch
local gsub, concat, sort, string = string.gsub, table.concat, table.sort, string

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
  if type(value) == "string" then path, value = path .. " is a text, which", string end
  local keys = {}
  for key in next, halves[value] or value do
    if type(key) == "string" then keys[#keys + 1] = key end
  end
  sort(keys)
  local more = #keys > 20 and ", …" or ""
  for index = #keys, 21, -1 do keys[index] = nil end
  if #keys > 0 then return format("%s has: %s%s", path, concat(keys, ", "), more) end
  local length = rawlen(value)
  if length > 0 then return format("%s is a list of %d", path, length) end
  return format("%s is empty", path)
end

--- A member without metamethods; `nil` for what has none.
local function member(value, key)
  if type(value) == "string" then return rawget(string, key) end
  if type(value) == "table" then return rawget(halves[value] or value, key) end
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

--- The first expression of variables and keys in a line that is nil, and what is around it.
-- `wanted` is the last name of it as Lua's message says, `nil` when Lua does not know.
local function path_of_nil(level, line, wanted)
  for start, stop in gmatch(line, "()[%a_][%w_]*()") do
    local path, at = sub(line, start, stop - 1), stop
    local known, value = variable(level + 1, path)
    local parent, parent_path, key
    while known and (type(value) == "table" or type(value) == "string") do
      local text, name, after = step(level + 1, line, at)
      if not text then break end
      parent, parent_path, key = value, path, name
      value, path, at = member(value, name), path .. text, after
    end
    if known and value == nil and parent ~= nil and (wanted == nil or wanted == key) then
      return format("%s is nil; %s", path, has(parent_path, parent))
    end
  end
end

--- What in brackets is nil: `seen[item.id] = true`.
local function key_of_nil(level, line)
  for key in gmatch(line, "%[([^%[%]]+)%]") do
    local name = match(key, "^%s*([%a_][%w_]*)%s*$")
    if name and select(2, variable(level + 1, name)) == nil then return name .. " is nil" end
    local reason = path_of_nil(level + 1, key)
    if reason then return reason end
  end
end

--- Where a local variable got its value: the nearest line above that sets it.
local function origin(frame, name)
  local count, reason = 0, nil
  for line in gmatch(frame.source .. "\n", "(.-)\r?\n") do
    count = count + 1
    if count >= frame.line then break end
    local names, value = match(gsub(line, "^%s*local%s", ""), "^%s*([%a_][%w_%s,]-)%s*=%s*([^=].-)%s*$")
    if names and find(names, "%f[%w_]" .. name .. "%f[^%w_]") then
      reason = format("%s was set by line %d: %s = %s", name, count, names, sub(value, 1, 80))
    end
  end
  return reason
end

--- Is the local variable of the frame at `level` one of its function's parameters?
local function is_parameter(level, name)
  for index = 1, debug.getinfo(level, "u").nparams do
    if debug.getlocal(level, index) == name then return true end
  end
  return false
end

local function reason_of_variable(level, frame, name)
  if is_parameter(level + 1, name) then
    return frame.caller and format("%s is an argument, and line %d gave none", name, frame.caller)
  end
  return origin(frame, name)
end

--- A variable beside the operator that is nil: `a > b`.
local function variable_beside(level, line, frame, operator)
  for start, name, stop in gmatch(line, "()([%a_][%w_]*)()") do
    local known, value = variable(level + 1, name)
    if known and value == nil and calls.touches(line, start, stop, operator) then
      return reason_of_variable(level + 1, frame, name) or name .. " is nil"
    end
  end
end

--- @param level integer the frame of the script, counted from this function
--- @param line string
--- @param frame {line: integer, caller?: integer, source: string}
--- @param about {kind?: string, name?: string, indexed: boolean, operator?: string, blamed?: string} what
--- Lua calls the nil ("local", "field", "method"…, "key" of a key), its name as far as Lua knows, whether
--- it was indexed, the pattern of an operator it stood beside, the function that was given it
--- @return string? reason
--- @return boolean? is_all whether the reason needs no words of Lua before it
return function(level, line, frame, about)
  local kind, name = about.kind, about.name
  -- Not as tail calls: levels count the frame.
  local reason
  if kind == "key" then
    reason = key_of_nil(level + 1, line)
  else
    reason = path_of_nil(level + 1, line, name)
    if not reason and kind == "local" then
      reason = reason_of_variable(level + 1, frame, name)
    elseif not reason and about.operator and not name then
      reason = variable_beside(level + 1, line, frame, about.operator)
    end
  end
  if reason or kind == "key" or kind == "local" then return reason end
  if kind == "upvalue" then return origin(frame, name) end
  if kind == "method" then
    local words = match(line, "(%(%s*[\"'][^()]*%))%s*:%s*" .. name)
    if words then return format("%s.%s is nil; %s", words, name, has(words, "")) end
    return calls.reason_of_method(line, name)
  end
  if name then return nil end
  return calls.reason(line, about)
end
