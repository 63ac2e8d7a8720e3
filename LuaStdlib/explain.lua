--- Messages a person can act on: not a module, but the prelude's message handler.
local debug, facts, modules, reason_of_nil, last_line = ...

local type, tostring, tonumber, pcall = type, tostring, tonumber, pcall
local rawget, ipairs, next = rawget, ipairs, next
local format, match, gsub, find, sub = string.format, string.match, string.gsub, string.find, string.sub
local gmatch, offset = string.gmatch, utf8.offset

local script_chunk = "block.lua"

local function line_of(source, number)
  local count = 0
  for line in gmatch(source .. "\n", "(.-)\r?\n") do
    count = count + 1
    if count == number then return (gsub(line, "^%s+", "")) end
  end
end

--- A line without its indent, and before it the lines that a chain of calls begins on.
local function chain_of(source, number)
  local text = line_of(source, number)
  while text and number > 1 and find(text, "^[.:][%a_]") do
    number = number - 1
    text = line_of(source, number) .. text
  end
  return text
end

local function described_frame(where, source, number)
  return format("%s:%d %s: %s", script_chunk, number, where, sub(line_of(source, number) or "", 1, 120))
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
        text = described_frame(where, source, info.currentline),
      }
    end
    level = level + 1
  end
  return frames
end

--- What stands in place of what scripts do not have.
local instead = {
  os = "there is no os here; the time is in ctx.now and in the module time",
  io = "there are no files here; values are kept by the module store",
  debug = "there is no debug here; print and the module log show values",
  package = "there is no package here; require names a module of Dash",
  dofile = "there are no files here", loadfile = "there are no files here",
  loadstring = "it is called load",
  unpack = "it is called table.unpack",
}

--- Patterns of the operators that Lua's words speak of.
local operators = {
  ["perform arithmetic on"] = "[-+*/%%^]", ["concatenate"] = "%.%.", ["compare"] = "[<>]", ["get length of"] = "#",
}

local function explain_nil(message, frame, line)
  local kind, name = match(message, "a nil value %((%a+) '([^']*)'%)")
  if kind == "global" then
    if rawget(modules, name) then
      return format("%s; write: local %s = require \"%s\"", message, name, name)
    end
    return instead[name] and format("%s; %s", message, instead[name]) or message
  end
  -- Names that Lua makes up say nothing.
  if name == "?" or name == "integer index" then
    name, message = nil, gsub(message, " %(%a+ '[^']*'%)", "")
  end
  if find(message, "index is nil", 1, true) then kind = "key" end
  local about = { kind = kind, name = name, indexed = find(message, "to index", 1, true) ~= nil }
  for words, operator in next, operators do
    if find(message, words, 1, true) then about.operator = operator end
  end
  about.blamed = match(message, "^bad argument #%d+ to '([^']*)'") or match(message, "^[%w_]+[.:]?([%w_]*): ")
  local reason, is_all = reason_of_nil(frame.level + 1, line, frame, about)
  if is_all then return reason end
  return reason and format("%s: %s", message, reason) or message
end

--- The words of Lua and of the modules that a nil can be behind.
local words_of_nil = {
  "^attempt to .*nil", "^bad argument .*nil", "^bad 'for' .*nil", "^'for' ", "^table index is nil",
  "^[%w_.:]+: .*got nil$", "^[%w_.:]+: .*got a nil value$",
}

local function is_about_nil(message)
  for _, pattern in ipairs(words_of_nil) do
    if find(message, pattern) then return true end
  end
  return false
end

--- Adds to Lua's words what the script can be told about its own line.
local function explained(message, frame, source)
  local line = chain_of(source, frame.line)
  if not line then return message end
  if find(message, "call a table value", 1, true) and match(line, "^for%s.-%sin%s") then
    local list = match(line, "%sin%s+(.-)%s+do")
    return format("attempt to call a table value; write: in pairs(%s) do", list or "…")
  end
  if find(message, "^attempt to %a+ a '%a+' with a '%a+'") and find(message, "'string'", 1, true) then
    return message .. "; text.number reads the number of a text"
  end
  if is_about_nil(message) then
    local at = { level = frame.level + 1, line = frame.line, caller = frame.caller, source = source }
    -- Not as a tail call: levels count its frame.
    message = explain_nil(message, at, line)
  end
  return message
end

--- The line of a call that was the last of a function, whose frame is gone: `return store.range(…)`
-- by the name in front of its message; `nil` when several lines could be meant.
local function line_of_tail(source, message)
  local module, name = match(message, "^([%a_][%w_]*)[.:]([%a_][%w_]*): ")
  if not module then return nil end
  local count, found = 0, nil
  for line in gmatch(source .. "\n", "(.-)\r?\n") do
    count = count + 1
    if match(line, "return%s.-%f[%w_]" .. name .. "%s*[({\"']") then
      if found then return nil end
      found = count
    end
  end
  return found
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

--- The longest message the host shows, in bytes.
local longest = 2000

local function shortened(text)
  if #text <= longest then return text end
  -- Not in the middle of a character, when the text has characters.
  local ok, stop = pcall(offset, text, 0, longest)
  return sub(text, 1, (ok and stop or longest) - 1) .. "…"
end

--- Turns any error value into what the host shows.
return function(value, source, last_failure)
  source = source or ""
  local described = { kind = "script_error", traceback = {} }
  local frames = frames_of_script(source)
  for i, frame in ipairs(frames) do described.traceback[i] = frame.text end
  local line = frames[1] and frames[1].line
  local message
  if facts[value] then
    last_failure = facts[value]
    message = last_failure.message
  elseif type(value) == "string" then
    local at, text = match(value, "^block%.lua:(%d+): (.*)$")
    at = tonumber(at)
    message = text or gsub(value, "^stdlib/[%w_]+:%d+: ", "")
    if frames[1] and (at == nil or at == line) then
      frames[1].caller = frames[2] and frames[2].line
      message = explained(message, frames[1], source)
    end
    line = at or line
  else
    message = words(value)
  end
  described.message = shortened(message)
  -- A script that raises the words of a failure again does not change what happened.
  if last_failure and find(message, last_failure.message, 1, true) then
    described.kind = last_failure.kind
    described.retry_after = last_failure.retry_after
  end
  line = line or line_of_tail(source, message) or (last_line() > 0 and last_line() or nil)
  if line then
    described.at = format("%s:%d", script_chunk, line)
    if #frames == 0 then
      described.traceback[1] = described_frame("in a function", source, line)
    end
  end
  return described
end
