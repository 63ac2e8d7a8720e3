--- What a script finds around it: the run in `ctx`, and Lua 5.4 without what leads outside.
--
-- A script ends with `return function(ctx) … end` and returns one table of plain data. A block with
-- actions ends with `return { run = function(ctx) … end, on_action = function(name, args, ctx) … end }`;
-- when on_action returns no data, run follows.
--
-- ctx.params        table     the settings by name
-- ctx.now           integer   the moment of the run, Unix seconds
-- ctx.reason        string    why it runs: create, schedule, manual, edit, heal, action, cli, probe
-- ctx.block         string    the id of the block
-- ctx.zone          string    the person's time zone: "Europe/Lisbon"
-- ctx.locale        string    the language of the card: "en", "pt-BR"
-- ctx.last_success  integer?  the moment of the last run that gave data
--
-- require(name) gives a module of this list. print(…) notes a line, as log.info does. There are assert,
-- error, pcall, xpcall, select, pairs, ipairs, next, tonumber, tostring, type, setmetatable,
-- getmetatable, rawget, rawset, rawequal, rawlen, load (of texts), collectgarbage("count"), and
-- coroutine, math, string, table, utf8 of Lua 5.4. There is no io, os, debug, package or dofile.
--
-- A failure that pcall catches has `kind` and `message`, and is shown as its message.

-- Runs once in the zygote. Gets the native halves of the modules, their compiled Lua halves and the
-- debug library; returns the function that runs a script.
local natives, chunks, debug = ...

local error, type, tostring, pcall, xpcall = error, type, tostring, pcall, xpcall
local rawget, select, load, pairs, ipairs, next = rawget, select, load, pairs, ipairs, next
local getmetatable, setmetatable, collectgarbage = getmetatable, setmetatable, collectgarbage
local format, gsub, concat, sort = string.format, string.gsub, table.concat, table.sort
local globals = _G

-- Strings keep their methods whatever a script does to the `string` table.
string.dump = nil -- luacheck: ignore
local methods = {}
for name, value in next, string do methods[name] = value end
local string_metatable = getmetatable("")
string_metatable.__index = methods
string_metatable.__metatable = false

-- Errors that carry a kind --------------------------------------------------------------------

local Failure = { __name = "failure", __metatable = false }
-- What the host is told of a failure, whatever a script does to its fields.
local facts = setmetatable({}, { __mode = "k" })
Failure.__tostring = function(failure) return facts[failure].message end
Failure.__concat = function(a, b) return tostring(a) .. tostring(b) end
-- A caught failure is read as a text, too: `err:find("timeout")`.
Failure.__index = function(_, name)
  local method = methods[name]
  return method and function(failure, ...) return method(tostring(failure), ...) end
end

local last_failure

--- Raises an error with a failure kind (`network`, `http_status`, `shape_drift`…) that the host
-- shows and acts on when the script does not catch it.
local function fail(kind, message, fields)
  local failure = fields or {}
  failure.kind, failure.message = kind, message
  last_failure = { kind = kind, message = message, retry_after = failure.retry_after }
  facts[failure] = last_failure
  error(setmetatable(failure, Failure), 0)
end

-- Modules -------------------------------------------------------------------------------------

local modules, halves, loading = {}, {}, {}

local function names_of(list)
  local names = {}
  for name in next, list do names[#names + 1] = tostring(name) end
  sort(names)
  return concat(names, ", ")
end

--- What scripts get: a table that cannot be changed and that names what it has when asked for more.
local function freeze(name, module)
  setmetatable(module, {
    __index = function(_, key)
      error(format("%s.%s does not exist; %s has: %s", name, tostring(key), name, names_of(module)), 2)
    end,
  })
  return setmetatable({}, {
    __index = module,
    __newindex = function() error(format("the module %s cannot be changed", name), 2) end,
    __pairs = function() return next, module, nil end,
    __metatable = false,
  })
end

local function require(name)
  local module = modules[name]
  if module then return module end
  local chunk = chunks[name]
  if not chunk and name ~= "host" and natives[name] then
    chunk = function(native) return native end
  end
  if not chunk then
    error(format("there is no module '%s'; there are: %s", tostring(name), names_of(chunks)), 2)
  end
  if loading[name] then error(format("module '%s' needs itself", name), 2) end
  loading[name] = true
  local half = chunk(natives[name] or {}, fail, natives)
  module = freeze(name, half)
  modules[name], halves[module] = module, half
  return module
end

-- Globals -------------------------------------------------------------------------------------

local function print(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  natives.log.note("info", concat(parts, "\t"))
end

--- `pairs` and `ipairs` say what is wrong with their argument in words that lead to the mistake.
local function checked(name, iterate)
  return function(list)
    local kind = type(list)
    if kind == "table" or kind == "userdata" then return iterate(list) end
    error(format("%s: a table is needed, got %s", name, list == nil and "a nil value" or kind), 2)
  end
end

--- As Lua's `load`, for text only.
local function load_text(chunk, name, mode, ...)
  if mode ~= nil and mode ~= "t" then return nil, "load: only text can be loaded" end
  return load(chunk, name, "t", ...)
end

local function count_garbage(option)
  if option ~= "count" then error("collectgarbage: only 'count' is allowed", 2) end
  return collectgarbage("count")
end

--- A message without the place in the stdlib, which is not the script's.
local function without_place(value)
  return type(value) == "string" and gsub(value, "^stdlib/[%w_]+:%d+: ", "") or value
end

local function outcome(ok, value, ...)
  if ok then return ok, value, ... end
  return false, without_place(value)
end

local function protected_call(action, ...) return outcome(pcall(action, ...)) end

local function handled_call(action, handler, ...)
  if type(handler) ~= "function" then return xpcall(action, handler, ...) end
  return xpcall(action, function(value) return handler(without_place(value)) end, ...)
end

local allowed = {
  assert = assert, error = error, getmetatable = getmetatable, next = next, pcall = protected_call,
  ipairs = checked("ipairs", ipairs), pairs = checked("pairs", pairs), print = print,
  rawequal = rawequal, rawget = rawget, rawlen = rawlen, rawset = rawset, require = require,
  select = select, setmetatable = setmetatable, tonumber = tonumber, tostring = tostring,
  type = type, xpcall = handled_call, load = load_text, collectgarbage = count_garbage,
  _VERSION = _VERSION, coroutine = coroutine, math = math, string = string, table = table,
  utf8 = utf8, _G = globals,
}

local reason_of_nil = chunks.absent(debug, halves, chunks.calls())
local explain = chunks.explain(debug, facts, modules, reason_of_nil, natives.host.last_line)
local trace = chunks.trace(debug)
natives.host.trace = trace.watch
natives.host.arguments = chunks.arguments(natives.json.null())
natives.host.request = chunks.request(natives, natives.host.arguments)
natives.host.warnings = chunks.warnings(natives.log.note)
natives.host.calendar_rules = chunks.ical_rule(natives.time.civil, natives.time.unix)
natives.host.calendar_time = chunks.ical_time(
  natives.time.civil, natives.time.unix, natives.time.has_zone, natives.host.calendar_rules)
natives.host.json_values = chunks.json_in_pages()
natives.host.structured = chunks.structured(natives.html, natives)
natives.host.feed_markup = chunks.feed_markup(natives.xml, natives.time, natives.url.join)
for _, internal in next, { "absent", "arguments", "calls", "explain", "feed_markup", "ical_rule", "ical_time",
  "json_in_pages", "request", "structured", "trace", "warnings" } do
  chunks[internal] = nil
end

for name in next, globals do globals[name] = nil end
for name, value in next, allowed do globals[name] = value end

-- Every module is loaded in the zygote, so that a run does not pay for it.
for name in next, chunks do require(name) end

-- Running -------------------------------------------------------------------------------------

--- Runs a compiled script: `function(ctx)`, or `{ run = …, on_action = … }`.
local function run(chunk, ctx, action, arguments)
  local block = chunk()
  local main, on_action = block, nil
  if type(block) == "table" then
    main, on_action = rawget(block, "run"), rawget(block, "on_action")
  end
  if type(main) ~= "function" then
    error(format(
      "block.lua must end with `return function(ctx) … end` (or a table with run and on_action), "
        .. "but it returned a %s", type(main)), 0)
  end
  if action then
    if type(on_action) ~= "function" then
      error(format("the script has no on_action, so '%s' cannot be done", action), 0)
    end
    -- An action that returns no data is followed by an ordinary run.
    local data = on_action(action, arguments, ctx)
    if data ~= nil then return data end
  end
  return main(ctx)
end

--- @param chunk function the compiled script
--- @param ctx table
--- @param source string the text of the script, whose lines messages show
--- @param traces boolean reads of absent keys are noted
--- @param action? string what a person did, with its `arguments`
--- @return boolean ok, any value_or_description, string[] absent reads of absent keys (traced runs)
return function(chunk, ctx, source, traces, action, arguments)
  if traces then trace.start() end
  local function describe(value) return explain(value, source, last_failure) end
  local ok, value = xpcall(run, describe, chunk, ctx, action, arguments)
  return ok, value, trace.reads()
end
