--- What a block remembers between runs: values by key, and series of points over time.
-- No block can name another's data.
local native, fail, natives = ...
local arguments = natives.host.arguments

local type, error, tonumber, ipairs = type, error, tonumber, ipairs
local find = string.find
local format, match, huge, tointeger, min = string.format, string.match, math.huge, math.tointeger, math.min
local json, time, shown = require "json", require "time", arguments.shown

local store = {}

local units = { s = 1, m = 60, h = 3600, d = 86400, w = 7 * 86400 }

--- The most bytes of one value as JSON.
local longest_value = 256 * 1024

--- Moments beyond this are milliseconds, or no moments.
local last_moment = 1e11

--- More points than a series has.
local most_points = 1 << 40

--- The series of what was sent to the block, which the host writes.
local inbox = "webhook"

local function complain(name, text, ...)
  error(format("store.%s: %s", name, format(text, ...)), 3)
end

local function check_name(name, argument, value)
  if type(value) ~= "string" or value == "" or #value > 200 then
    complain(name, "%s must be a text of 1…200 bytes, got %s", argument,
      type(value) == "string" and #value .. " bytes" or type(value))
  end
  if find(value, "%z") then complain(name, "%s must not hold a NUL", argument) end
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

--- The JSON text that the host answered, `nil` where there is nothing.
local function answered(done, answer, message)
  if not done then fail(answer, message) end
  return answer
end

--- Seconds of `"15m"`, `"24h"`, `"7d"`; `nil` of other texts.
local function seconds_of(value)
  local count, unit = match(value, "^(%d+)([smhdw])$")
  -- Longer than any time: it must not wrap.
  return count and tointeger(min(tonumber(count) * 1.0, last_moment)) * units[unit]
end

--- Reads a value.
--- @param key string
--- @param default? any what comes back when there is none
--- @return any value
--- @example
---   local seen = store.get("seen", {})
function store.get(key, default)
  check_name("get", "key", key)
  local text = answered(native.get(key))
  if text == nil then return default end
  return json.decode(text)
end

--- Keeps a value of plain data; `nil` deletes it.
--- @param key string
--- @param value any at most 256 KiB as JSON
--- @example
---   store.set("seen", { "a", "b" })
function store.set(key, value)
  check_name("set", "key", key)
  if value == nil then
    answered(native.delete(key))
    return
  end
  answered(native.set(key, text_of("set", value)))
end

--- Forgets a value.
--- @param key string
--- @example
---   store.delete("seen")
function store.delete(key)
  check_name("delete", "key", key)
  answered(native.delete(key))
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
  return json.decode(answered(native.keys(prefix or "")))
end

--- Adds a point to a series; a second point of the same moment replaces the first.
--- @param series string
--- @param value any a number, or plain data
--- @param at? number Unix seconds; now when absent
--- @example
---   store.append("temperature", 21.5)
function store.append(series, value, at)
  check_name("append", "name", series)
  if series == inbox then complain("append", "the series 'webhook' is of what is sent to the block; give yours another name") end
  if value == nil then complain("append", "value must not be nil") end
  if at ~= nil and (type(at) ~= "number" or not (at > -last_moment and at < last_moment)) then
    complain("append", "at must be Unix seconds, got %s%s", shown(at),
      type(at) == "number" and at >= last_moment and at < huge and ", which looks like milliseconds" or "")
  end
  answered(native.append(series, text_of("append", value), at))
end

local aggregates = { avg = true, min = true, max = true, sum = true, first = true, last = true, count = true }

local calendar = { day = true, week = true, month = true }

local function whole(value) return type(value) == "number" and tointeger(value) or nil end

--- Puts the start or the end into the span.
local function add_moment(span, option, value)
  if value == nil then return end
  if type(value) == "number" and value > -last_moment and value < last_moment then
    span[option] = value
    return
  end
  if type(value) == "string" then
    local ago = seconds_of(value)
    if ago then span[option .. "_ago"] = min(ago, last_moment) end
    if not ago and match(value, "^%d%d%d%d%-%d%d%-%d%d") then span[option] = time.parse(value) end
    if ago or span[option] then return end
  end
  complain("range", "options.%s must be Unix seconds, how long ago like \"24h\", or a day like \"2026-11-23\", got %s",
    option, shown(value))
end

--- Reads points, oldest first.
-- With `every = "day"`, `"week"` (from Monday) or `"month"` each point stands for one of the calendar, in `zone`
-- (default UTC): a day there may have 23 or 25 hours. Days without points are left out.
--- @param series string
--- @param options? {since: "24h", until: "2026-11-23", last: integer, every: "1h", agg: "max"} `since`,
--- `until`: how long ago, a day, or Unix seconds; `last`: only the newest so many; `every`: one point for
--- each so long, put together by `agg`: avg (default), min, max, sum, first, last, count
--- @return {at: number, value: any}[] points
--- @example
---   local days = store.range("temperature", { since = "7d", every = "1d", agg = "max" })
function store.range(series, options)
  check_name("range", "name", series)
  options = arguments.options("store.range", options, { "since", "until", "last", "every", "agg", "zone" })
  local span = {}
  for _, option in ipairs { "since", "until" } do add_moment(span, option, options[option]) end
  local every, last, agg, zone = options.every, options.last, options.agg, options.zone
  if zone ~= nil and not calendar[every] then
    complain("range", "options.zone needs options.every to be \"day\", \"week\" or \"month\", got %s", shown(every))
  end
  if zone ~= nil and not (type(zone) == "string" and time.is_zone(zone)) then
    complain("range", "options.zone must be a zone such as \"Europe/Berlin\", got %s", shown(zone))
  end
  if calendar[every] then
    span.calendar, span.zone = every, zone or "UTC"
  elseif every ~= nil then
    local length = type(every) == "string" and seconds_of(every) or whole(every)
    if not length or length < 1 then
      complain("range", "options.every must be whole seconds, a text like \"15m\", \"24h\", \"7d\", or \"day\", \"week\", "
        .. "\"month\", got %s", shown(every))
    end
    span.every = tointeger(min(length, last_moment))
  end
  if last ~= nil then
    local count = whole(last)
    if not count or count < 1 then
      complain("range", "options.last must be a whole number of points, got %s", shown(last))
    end
    span.last = min(count, most_points)
  end
  if agg ~= nil and not aggregates[agg] then
    complain("range", "options.agg must be one of avg, min, max, sum, first, last, count, got %s", shown(agg))
  end
  if agg ~= nil and every == nil then
    complain("range", "options.agg needs options.every, the length that one point stands for")
  end
  span.agg = agg
  return json.decode(answered(native.range(series, span)))
end

--- What was sent to the block's webhook, oldest first; the newest 20 are kept. `dash docs webhooks` says how a block
--- gets one; each message runs it.
--- @return {at: number, type: string, body: any}[] messages `body` is JSON as data, a form as a table of texts, another
--- text as a text, `nil` when nothing was sent
--- @example
---   for _, message in ipairs(store.received()) do … end
function store.received()
  local messages = {}
  for index, point in ipairs(store.range(inbox)) do
    messages[index] = { at = point.at, type = point.value.type, body = point.value.body }
  end
  return messages
end

return store
