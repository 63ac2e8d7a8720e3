--- What a block remembers between runs: values by key, and series of points over time.
-- Block-scoped: no block can name another's data. Quotas are the host's.
local _, fail, natives = ...
local host = natives.host

local type, error, tostring, format, ipairs = type, error, tostring, string.format, ipairs
local json = require "json"

local store = {}

local units = { s = 1, m = 60, h = 3600, d = 86400, w = 7 * 86400 }

local function complain(name, depth, text, ...)
  error(format("store.%s: %s", name, format(text, ...)), depth + 2)
end

local function check_name(name, argument, value)
  if type(value) ~= "string" or value == "" or #value > 200 then
    complain(name, 1, "%s must be a text of 1…200 bytes, got %s", argument,
      type(value) == "string" and #value .. " bytes" or type(value))
  end
end

local function ask(message, body)
  local reply, answer = host.ask(message, body or "")
  if reply.error then fail(reply.error.kind, reply.error.message) end
  return reply, answer
end

--- Seconds of `90`, `"15m"`, `"24h"`, `"7d"`.
local function distance(name, option, value)
  if type(value) == "number" and value > 0 then return value end
  local count, unit
  if type(value) == "string" then count, unit = value:match("^(%d+)([smhdw])$") end
  if not count then
    complain(name, 1, "%s must be seconds or a text like \"15m\", \"24h\", \"7d\", got %s", option, tostring(value))
  end
  return tonumber(count) * units[unit]
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
function store.set(key, value)
  check_name("set", "key", key)
  if value == nil then
    ask { type = "store", op = "delete", key = key }
    return
  end
  ask({ type = "store", op = "set", key = key }, json.encode(value))
end

--- Forgets a value.
--- @param key string
function store.delete(key)
  check_name("delete", "key", key)
  ask { type = "store", op = "delete", key = key }
end

--- All keys, sorted.
--- @param prefix? string only keys that begin with it
--- @return string[] keys
function store.keys(prefix)
  if prefix ~= nil and type(prefix) ~= "string" then
    complain("keys", 0, "prefix must be a text, got %s", type(prefix))
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
  if value == nil then complain("append", 0, "value must not be nil") end
  if at ~= nil and type(at) ~= "number" then
    complain("append", 0, "at must be Unix seconds, got %s", tostring(at))
  end
  ask({ type = "store", op = "append", key = series, at = at }, json.encode(value))
end

local aggregates = { avg = true, min = true, max = true, sum = true, first = true, last = true, count = true }

--- Reads points, oldest first.
--- @param series string
--- @param options? {since, until, last, every, agg} `since`/`until`: Unix seconds or how long ago
--- ("24h"); `last`: only the newest so many; `every`: one point per bucket ("1h"), put together by
--- `agg`: avg (default), min, max, sum, first, last, count
--- @return {at: number, value: any}[] points
--- @example
---   store.range("temperature", { since = "7d", every = "1h", agg = "max" })
function store.range(series, options)
  check_name("range", "name", series)
  if options ~= nil and type(options) ~= "table" then
    complain("range", 0, "options must be a table, got %s", type(options))
  end
  options = options or {}
  local message = { type = "store", op = "range", key = series }
  for _, option in ipairs { "since", "until" } do
    local value = options[option]
    if type(value) == "string" then
      message[option .. "_ago"] = distance("range", option, value)
    elseif type(value) == "number" then
      message[option] = value
    elseif value ~= nil then
      complain("range", 0, "%s must be Unix seconds or a text like \"24h\", got %s", option, type(value))
    end
  end
  if options.every ~= nil then message.every = distance("range", "every", options.every) end
  local last = options.last
  if last ~= nil and (type(last) ~= "number" or last < 1) then
    complain("range", 0, "last must be a number of points, got %s", tostring(last))
  end
  message.last = last
  if options.agg ~= nil and not aggregates[options.agg] then
    complain("range", 0, "agg must be one of avg, min, max, sum, first, last, count, got %s", tostring(options.agg))
  end
  message.agg = options.agg
  local _, body = ask(message)
  return json.decode(body)
end

return store
