--- What a script finds around it: restricted globals, `require`, and messages a person can act on.
-- Runs once in the zygote. Gets the native halves of the modules, their compiled Lua halves and the
-- debug library; returns the function that runs a script.
local natives, chunks, debug = ...

local error, type, tostring, pcall, xpcall = error, type, tostring, pcall, xpcall
local rawget, select, load, pairs, next = rawget, select, load, pairs, next
local getmetatable, setmetatable, collectgarbage = getmetatable, setmetatable, collectgarbage
local format, match, gsub, concat = string.format, string.match, string.gsub, table.concat

-- Errors that carry a kind --------------------------------------------------------------------

local Failure = { __name = "failure", __metatable = false }
Failure.__index = Failure
Failure.__tostring = function(failure) return failure.message end
Failure.__concat = function(a, b) return tostring(a) .. tostring(b) end

--- Raises an error with a failure kind (`network`, `http_status`, `shape_drift`…) that the host
-- shows and acts on when the script does not catch it.
local function fail(kind, message, fields)
  local failure = fields or {}
  failure.kind, failure.message = kind, message
  error(setmetatable(failure, Failure), 0)
end

-- Modules -------------------------------------------------------------------------------------

local modules = {}

local function freeze(name, module)
  return setmetatable({}, {
    __index = function(_, key)
      local value = module[key]
      if value ~= nil then return value end
      local names = {}
      for known in pairs(module) do names[#names + 1] = tostring(known) end
      table.sort(names)
      error(format("%s.%s does not exist; %s has: %s", name, tostring(key), name, concat(names, ", ")), 2)
    end,
    __newindex = function() error(format("%s cannot be changed", name), 2) end,
    __pairs = function() return next, module, nil end,
    __metatable = false,
  })
end

local function module_names()
  local names = {}
  for name in pairs(chunks) do names[#names + 1] = name end
  table.sort(names)
  return concat(names, ", ")
end

local function require(name)
  local module = modules[name]
  if module then return module end
  local chunk = chunks[name]
  if not chunk then
    error(format("module '%s' does not exist; there are: %s", tostring(name), module_names()), 2)
  end
  module = freeze(name, chunk(natives[name] or {}, fail, natives))
  modules[name] = module
  return module
end

-- Globals -------------------------------------------------------------------------------------

local log = natives.host

local function print(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  log.note("info", concat(parts, "\t"))
end

local function list_expected(name, value)
  error(format("%s: a table is needed, got %s", name, type(value)), 3)
end

local raw_ipairs, raw_pairs = ipairs, pairs
local function checked_ipairs(list)
  if list == nil or type(list) == "number" or type(list) == "boolean" then list_expected("ipairs", list) end
  return raw_ipairs(list)
end
local function checked_pairs(list)
  if list == nil or type(list) == "number" or type(list) == "boolean" then list_expected("pairs", list) end
  return raw_pairs(list)
end

--- As Lua's `load`, for text only.
local function load_text(chunk, name, mode, env, ...)
  if mode ~= nil and mode ~= "t" then return nil, "load: only text can be loaded" end
  if select("#", ...) > 0 or env ~= nil then return load(chunk, name, "t", env) end
  return load(chunk, name, "t")
end

local function count_garbage(option)
  if option ~= nil and option ~= "count" then
    error("collectgarbage: only 'count' is allowed", 2)
  end
  return collectgarbage("count")
end

local globals = {
  assert = assert, error = error, getmetatable = getmetatable, ipairs = checked_ipairs, next = next,
  pairs = checked_pairs, pcall = pcall, print = print, rawequal = rawequal, rawget = rawget,
  rawlen = rawlen, rawset = rawset, require = require, select = select, setmetatable = setmetatable,
  tonumber = tonumber, tostring = tostring, type = type, xpcall = xpcall, load = load_text,
  collectgarbage = count_garbage, _VERSION = _VERSION,
  coroutine = coroutine, math = math, string = string, table = table, utf8 = utf8,
}
string.dump = nil

for name in raw_pairs(_G) do _G[name] = nil end
for name, value in raw_pairs(globals) do _G[name] = value end
_G._G = _G

-- Strings keep their methods whatever a script does to the `string` table.
local string_metatable = getmetatable("")
local methods = {}
for name, value in raw_pairs(string) do methods[name] = value end
string_metatable.__index = methods
string_metatable.__metatable = false

-- Every module is loaded in the zygote, so that a run does not pay for it.
for name in raw_pairs(chunks) do require(name) end

-- Running -------------------------------------------------------------------------------------

local script_chunk = "block.lua"

--- The frames of the script, innermost first: "block.lua:12 in function 'name'".
local function frames_of_script()
  local frames, level = {}, 3
  while #frames < 10 do
    local info = debug.getinfo(level, "Sln")
    if not info then break end
    if info.short_src == script_chunk and info.currentline > 0 then
      local where = info.what == "main" and "in the main chunk"
        or info.name and format("in function '%s'", info.name) or "in a function"
      frames[#frames + 1] = { line = info.currentline, text = format("%s:%d %s", script_chunk, info.currentline, where) }
    end
    level = level + 1
  end
  return frames
end

--- The keys of a table a message names, so that "nil value (field 'hitz')" can say what there is.
local function keys_near(message)
  local field = match(message, "%(field '([^']+)'%)$")
  if not field then return "" end
  for level = 3, 12 do
    local info = debug.getinfo(level, "S")
    if not info then return "" end
    if info.short_src == script_chunk then
      for index = 1, 60 do
        local name, value = debug.getlocal(level, index)
        if not name then break end
        if type(value) == "table" and not getmetatable(value) and rawget(value, field) == nil then
          local keys = {}
          for key in next, value do
            if type(key) == "string" then keys[#keys + 1] = key end
            if #keys == 12 then break end
          end
          table.sort(keys)
          if #keys > 0 and name:sub(1, 1) ~= "(" then
            return format("; '%s' has: %s", name, concat(keys, ", "))
          end
        end
      end
      return ""
    end
  end
  return ""
end

--- Turns any error value into what the host shows. Calls nothing that belongs to the script.
local function describe(value)
  local described = { kind = "script_error", traceback = {} }
  local frames = frames_of_script()
  for i, frame in raw_ipairs(frames) do described.traceback[i] = frame.text end
  local line = frames[1] and frames[1].line
  if type(value) == "table" and debug.getmetatable(value) == Failure then
    described.kind = rawget(value, "kind")
    described.message = rawget(value, "message")
    described.retry_after = rawget(value, "retry_after")
  elseif type(value) == "string" then
    local at, text = match(value, "^block%.lua:(%d+): (.*)$")
    if at then line = at end
    text = gsub(text or value, "^stdlib/[%w_]+:%d+: ", "")
    described.message = text .. keys_near(text)
  elseif type(value) == "table" and type(rawget(value, "message")) == "string" then
    described.message = rawget(value, "message")
  else
    described.message = format("the script raised a %s instead of a message", type(value))
  end
  if line then described.at = format("%s:%s", script_chunk, line) end
  return described
end

--- Runs a compiled script: `function(ctx)`, or `{ run = …, on_action = … }`.
local function run(chunk, request)
  local block = chunk()
  if request.check then return nil end
  local main, on_action = block, nil
  if type(block) == "table" then
    main, on_action = rawget(block, "run"), rawget(block, "on_action")
  end
  if type(main) ~= "function" then
    error("block.lua must return function(ctx) … end, or a table with run and on_action", 0)
  end
  local ctx = request.ctx
  ctx.params = ctx.params or {}
  local action = request.action
  if not action then return main(ctx) end
  if type(on_action) ~= "function" then
    error(format("the script has no on_action, so '%s' cannot be done", tostring(action.name)), 0)
  end
  return on_action(action.name, action.args or {}, ctx)
end

return function(chunk, request)
  local ok, value = xpcall(run, describe, chunk, request)
  return ok, value
end
