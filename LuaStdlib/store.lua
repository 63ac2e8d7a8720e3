--- What a block remembers between runs: values by key, and series of points over time.
-- Block-scoped: no block can name another's data. Quotas are the host's.
local _, fail, natives = ...
local host, arguments = natives.host, natives.host.arguments

local type, error, tonumber, ipairs = type, error, tonumber, ipairs
local format, match, huge, tointeger = string.format, string.match, math.huge, math.tointeger
local json, time, shown = require "json", require "time", arguments.shown

local store = {}

local units = { s = 1, m = 60, h = 3600, d = 86400, w = 7 * 86400 }

--- The most bytes of one value as JSON.
local longest_value = 256 * 1024

--- Moments beyond this are milliseconds, or no moments.
local last_moment = 1e11

local function complain(name, text, ...)
  error(format("store.%s: %s", name, format(text, ...)), 3)
end

local function check_name(name, argument, value)
  if type(value) ~= "string" or value == "" or #value > 200 then
    complain(name, "%s must be a text of 1…200 bytes, got %s", argument,
      type(value) == "string" and #value .. " bytes" or type(value))
  end
end

--- A value as JSON text.
local function text_of(name, value)
  if type(value) == "number" and (value ~= value or value == huge or value == -huge) then
    complain(name, "value must be a number that JSON has, got %s", shown(value))
  end
  local text, problem = natives.json.encode(value)
  if problem then complain(name, "%s", problem) end
  if #text > longest_value then
    complain(name, "the value has %d KiB as JSON, and at most 256 KiB are kept", #text // 1024)
  end
  return text
end

local function ask(message, body)
  local reply, answer = host.ask(message, body or "")
  if reply.error then fail(reply.error.kind, reply.error.message) end
  return reply, answer
end

--- Seconds of `"15m"`, `"24h"`, `"7d"`; `nil` of other texts.
local function seconds_of(value)
  local count, unit = match(value, "^(%d+)([smhdw])$")
  return count and tonumber(count) * units[unit]
end

--- Reads a value.
--- @param key string
--- @param default? any what comes back when there is none
--- @return any value
--- @example
---   local seen = store.get("seen", {})
function store.get(key, default)
  check_name("get", "key", key)
  local reply, body = ask { type = "store", op = "get", key = key }
  if not reply.found then return default end
  return json.decode(body)
end

--- Keeps a value of plain data; `nil` deletes it.
--- @param key string
--- @param value any at most 256 KiB as JSON
--- @example
---   store.set("seen", { "a", "b" })
function store.set(key, value)
  check_name("set", "key", key)
  if value == nil then
    ask { type = "store", op = "delete", key = key }
    return
  end
  ask({ type = "store", op = "set", key = key }, text_of("set", value))
end

--- Forgets a value.
--- @param key string
--- @example
---   store.delete("seen")
function store.delete(key)
  check_name("delete", "key", key)
  ask { type = "store", op = "delete", key = key }
end

--- All keys, sorted.
--- @param prefix? string only keys that begin with it
--- @return string[] keys
--- @example
---   for _, key in ipairs(store.keys("note/")) do … end
function store.keys(prefix)
  if prefix ~= nil and type(prefix) ~= "string" then
    complain("keys", "prefix must be a text, got %s", type(prefix))
  end
  local _, body = ask { type = "store", op = "keys", prefix = prefix or "" }
  return json.decode(body)
end

--- Adds a point to a series; a second point of the same moment replaces the first.
--- @param series string
--- @param value any a number, or plain data
--- @param at? number Unix seconds; now when absent
--- @example
---   store.append("temperature", 21.5)
function store.append(series, value, at)
  check_name("append", "name", series)
  if value == nil then complain("append", "value must not be nil") end
  if at ~= nil and (type(at) ~= "number" or not (at > -last_moment and at < last_moment)) then
    complain("append", "at must be Unix seconds, got %s%s", shown(at),
      type(at) == "number" and at >= last_moment and at < huge and ", which looks like milliseconds" or "")
  end
  ask({ type = "store", op = "append", key = series, at = at }, text_of("append", value))
end

local aggregates = { avg = true, min = true, max = true, sum = true, first = true, last = true, count = true }

local function whole(value) return type(value) == "number" and tointeger(value) or nil end

--- Puts the start or the end of the span into the message.
local function add_moment(message, option, value)
  if value == nil then return end
  if type(value) == "number" and value > -last_moment and value < last_moment then
    message[option] = value
    return
  end
  if type(value) == "string" then
    message[option .. "_ago"] = seconds_of(value)
    if not message[option .. "_ago"] and match(value, "^%d%d%d%d%-%d%d%-%d%d") then
      message[option] = time.parse(value)
    end
    if message[option] or message[option .. "_ago"] then return end
  end
  complain("range", "options.%s must be Unix seconds, how long ago like \"24h\", or a day like \"2026-11-23\", got %s",
    option, shown(value))
end

--- Reads points, oldest first.
--- @param series string
--- @param options? {since: "24h", until: "2026-11-23", last: integer, every: "1h", agg: "max"} `since`,
--- `until`: how long ago, a day, or Unix seconds; `last`: only the newest so many; `every`: one point for
--- each so long, put together by `agg`: avg (default), min, max, sum, first, last, count
--- @return {at: number, value: any}[] points
--- @example
---   local days = store.range("temperature", { since = "7d", every = "1d", agg = "max" })
function store.range(series, options)
  check_name("range", "name", series)
  options = arguments.options("store.range", options, { "since", "until", "last", "every", "agg" })
  local message = { type = "store", op = "range", key = series }
  for _, option in ipairs { "since", "until" } do add_moment(message, option, options[option]) end
  local every, last, agg = options.every, options.last, options.agg
  if every ~= nil then
    message.every = type(every) == "string" and seconds_of(every) or whole(every)
    if not message.every or message.every < 1 then
      complain("range", "options.every must be whole seconds or a text like \"15m\", \"24h\", \"7d\", got %s",
        shown(every))
    end
  end
  message.last = whole(last)
  if last ~= nil and (not message.last or message.last < 1) then
    complain("range", "options.last must be a whole number of points, got %s", shown(last))
  end
  if agg ~= nil and not aggregates[agg] then
    complain("range", "options.agg must be one of avg, min, max, sum, first, last, count, got %s", shown(agg))
  end
  if agg ~= nil and every == nil then
    complain("range", "options.agg needs options.every, the length that one point stands for")
  end
  message.agg = agg
  local _, body = ask(message)
  return json.decode(body)
end

return store
