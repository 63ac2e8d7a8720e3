--- What a block remembers from run to run: values by key, and series of values over time.
-- A block sees only its own. Quotas: 1 MiB and 1,000 keys of values, 200,000 points of series.
local _, fail, natives = ...

local host, codec = natives.host, natives.json

local store = {}

local function check_name(where, argument, name)
  if type(name) ~= "string" or #name == 0 or #name > 200 then
    error(("store.%s: %s must be a string of 1…200 bytes, got %s"):format(
      where, argument, type(name) == "string" and ("%d bytes"):format(#name) or type(name)), 3)
  end
end

local function check_time(where, argument, time)
  if time ~= nil and type(time) ~= "number" then
    error(("store.%s: %s must be a time in Unix seconds, got %s"):format(where, argument, type(time)), 3)
  end
end

local function encode(where, value)
  local text, problem = codec.encode(value)
  if problem then error(("store.%s: %s"):format(where, problem), 3) end
  return text
end

local function ask(question, body)
  question.type = "store"
  local reply, text = host.ask(question, body)
  if reply.error then fail(reply.error.kind, reply.error.message) end
  if text == "" then return nil end
  local value = codec.decode(text)
  if type(value) == "userdata" then return nil end
  return value
end

--- Reads a value.
--- @param key string
--- @return any value what was set, nil if nothing was
--- @example
---   store.set("count", 3); store.get("count") --> 3
function store.get(key)
  check_name("get", "key", key)
  return ask({ op = "get", key = key })
end

--- Keeps a value; nil deletes it.
--- @param key string
--- @param value any tables, texts, numbers, booleans
--- @example
---   store.set("todo", { { text = "milk", done = false } })
function store.set(key, value)
  check_name("set", "key", key)
  if value == nil then return store.delete(key) end
  ask({ op = "set", key = key }, encode("set", value))
end

--- Forgets a value.
--- @param key string
--- @example
---   store.delete("todo"); store.get("todo") --> nil
function store.delete(key)
  check_name("delete", "key", key)
  ask({ op = "delete", key = key })
end

--- Lists the keys that have values.
--- @param prefix? string only keys that begin with it
--- @return string[] keys in order
--- @example
---   store.set("a1", 1); store.set("b1", 1); store.keys("a")[1] --> a1
function store.keys(prefix)
  if prefix ~= nil and type(prefix) ~= "string" then
    error(("store.keys: prefix must be a string, got %s"):format(type(prefix)), 2)
  end
  return ask({ op = "keys", prefix = prefix or "" })
end

--- Adds a point to a series. A second point of the same second replaces the first.
--- @param name string of the series
--- @param value any most often a number
--- @param at? number Unix seconds, default now
--- @example
---   store.append("price", 12.5, 1000); store.range("price")[1].value --> 12.5
function store.append(name, value, at)
  check_name("append", "name", name)
  check_time("append", "at", at)
  if value == nil then error("store.append: value must not be nil", 2) end
  ask({ op = "append", series = name, at = at }, encode("append", value))
end

local aggregates = { avg = true, min = true, max = true, sum = true, first = true, last = true, count = true }

--- Reads points of a series, oldest first.
--- @param name string of the series
--- @param options? {since?: number, ["until"]?: number, last?: integer, every?: integer, agg?: string}
---   since and until in Unix seconds; last = only the newest so many; every = one point for each so
---   many seconds, by agg: avg (default), min, max, sum, first, last, count
--- @return {time: number, value: any}[] points
--- @example
---   store.append("n", 1, 0); store.append("n", 3, 30); store.range("n", { every = 60 })[1].value --> 2.0
function store.range(name, options)
  check_name("range", "name", name)
  options = options or {}
  if type(options) ~= "table" then
    error(("store.range: options must be a table, got %s"):format(type(options)), 2)
  end
  check_time("range", "since", options.since)
  check_time("range", "until", options["until"])
  local agg = options.agg or "avg"
  if not aggregates[agg] then
    error(("store.range: agg must be avg, min, max, sum, first, last or count, got %s"):format(tostring(agg)), 2)
  end
  for _, field in ipairs({ "last", "every" }) do
    local number = options[field]
    if number ~= nil and (math.type(number) ~= "integer" or number < 1) then
      error(("store.range: %s must be a whole number from 1, got %s"):format(field, tostring(number)), 2)
    end
  end
  return ask({
    op = "range", series = name, since = options.since, ["until"] = options["until"],
    last = options.last, every = options.every, agg = agg,
  })
end

return store
