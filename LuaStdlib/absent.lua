--- Names what was nil in a line of a script, and where it came from: not a module, but what
-- `explain` uses.
local debug, halves = ...

local type, tostring, tonumber = type, tostring, tonumber
local rawget, rawlen, next, select = rawget, rawlen, next, select
local format, match, find, sub, gmatch = string.format, string.match, string.find, string.sub, string.gmatch
local concat, sort, string = table.concat, table.sort, string

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

local keywords = {
  ["and"] = true, ["elseif"] = true, ["for"] = true, ["function"] = true, ["if"] = true, ["in"] = true,
  ["not"] = true, ["or"] = true, ["return"] = true, ["until"] = true, ["while"] = true,
}

--- Where the arguments of a call end that begin at `at`; `nil` when none begin there.
local function end_of_arguments(line, at)
  return match(line, "^%s*%b()()", at) or match(line, "^%s*%b{}()", at)
    or match(line, "^%s*\"[^\"]*\"()", at) or match(line, "^%s*'[^']*'()", at)
end

--- The calls of a line, `{ text, after }`: what is done to the result stands in `after`.
local function calls_of(line)
  local calls = {}
  --- Notes the calls of the expression that begins at `start`, from the arguments or the name at `at`.
  local function note(start, at)
    while at do
      local stop = end_of_arguments(line, at)
      if not stop then break end
      local after, opening = match(line, "^%s*([.:]%s*[%a_][%w_]*)%s*([({\"']?)", stop)
      if not after and find(line, "^%[[^%[]", stop) then after = match(line, "^%b[]", stop) end
      if after and opening and opening ~= "" then after = after .. "()" end
      calls[#calls + 1] = { text = sub(line, start, stop - 1), after = after }
      at = match(line, "^%s*[.:]%s*[%a_][%w_.:]*()", stop)
    end
  end
  for start, name, at in gmatch(line, "()([%a_][%w_.:]*)()") do
    local before = start > 1 and sub(line, start - 1, start - 1) or " "
    if not keywords[name] and not find(before, "[%w_.:\"']") then note(start, at) end
  end
  -- ("text"):match("x")
  for start in gmatch(line, "()%(%s*[\"']") do
    local before = match(sub(line, 1, start - 1), "[%w_)%]]%s*$")
    local stop = match(line, "^%b()()", start)
    if not before and stop then note(start, match(line, "^%s*[.:]%s*[%a_][%w_.:]*()", stop)) end
  end
  return calls
end

--- Where a local variable got its value: the nearest line above that sets it.
local function origin(source, number, name)
  local count, place, text = 0, nil, nil
  for line in gmatch(source .. "\n", "(.-)\r?\n") do
    count = count + 1
    if count >= number then break end
    local set = match(" " .. line, "%s" .. name .. "%s*=%s*([^=].-)%s*$")
    if set then place, text = count, set end
  end
  return place and format("%s was set by line %d: %s = %s", name, place, name, sub(text, 1, 80))
end

--- Is the local variable of the frame at `level` one of its function's parameters?
local function is_parameter(level, name)
  for index = 1, debug.getinfo(level, "u").nparams do
    if debug.getlocal(level, index) == name then return true end
  end
  return false
end

--- What the calls of a line have to do with the nil.
local function reason_of_calls(text, method, indexed)
  local names, last = {}, nil
  for _, call in next, calls_of(text) do
    local shown = sub(call.text, 1, 100)
    if method and call.after == ":" .. method .. "()" then
      return format("what %s gave has no %s", shown, call.after), false
    end
    if call.after or not indexed then
      names[#names + 1] = shown
      last = call.after
    end
  end
  if method or #names == 0 or #names > 3 then return nil end
  local gave = concat(names, " or ") .. " gave nothing"
  if not indexed or #names > 1 then return gave, false end
  local lost = find(last, "()", 1, true) and "so %s cannot be called on it" or "so there is no %s in it"
  return gave .. ", " .. format(lost, last), true
end

--- @param level integer the frame of the script, counted from this function
--- @param text string the line
--- @param frame {line: integer, caller?: integer, source: string}
--- @param kind? string what Lua calls the nil ("local", "field", "method"…), "key" of a key
--- @param name? string its name, as far as Lua knows
--- @param indexed boolean whether it was indexed
--- @return string? reason
--- @return boolean? is_all whether the reason needs no words of Lua before it
return function(level, text, frame, kind, name, indexed)
  -- Not as tail calls: levels count the frame.
  local reason
  if kind == "key" then reason = key_of_nil(level + 1, text) else reason = path_of_nil(level + 1, text, name) end
  if reason or kind == "key" then return reason end
  if kind == "local" or kind == "upvalue" then
    if kind == "local" and is_parameter(level + 1, name) then
      return frame.caller and format("%s is an argument, and line %d gave none", name, frame.caller)
    end
    return origin(frame.source, frame.line, name)
  end
  if kind == "method" then
    local words = match(text, "(%(%s*[\"'][^()]*%))%s*:%s*" .. name)
    if words then return format("%s.%s is nil; %s", words, name, has(words, "")) end
  elseif name then
    return nil
  end
  return reason_of_calls(text, name, indexed)
end
