--- JSON: `decode` and `encode`. Integers stay integers.
local native, fail, natives = ...
local arguments = natives.host.arguments

local type, error, format, gsub, sub = type, error, string.format, string.gsub, string.sub

local json = {}

--- Stands for `null` inside of a list, where `nil` would make a hole. Fields of objects that are
-- `null` are simply absent. A block returns it for what has no value now but a place on the card:
-- a field set to `nil` is no field.
--- @type json.null
--- @example
---   json.decode("[null]")[1] == json.null --> true
json.null = native.null()

--- Stands for `{}`, because an empty table is written as the empty list `[]`.
--- @type json.empty_object
--- @example
---   json.encode({ filter = json.empty_object }) --> {"filter":{}}
json.empty_object = native.empty_object()

--- Reads a JSON text. A number that 64 bits cannot hold becomes the nearest that they can, with a line
-- in the log.
--- @param text string
--- @return any value tables for lists and objects
--- @example
---   json.decode('{"a": [1, 2.5]}').a[1] --> 1
function json.decode(text)
  if type(text) ~= "string" then
    error(format("json.decode: text must be a string, got %s", type(text)), 2)
  end
  local value, problem, changes = native.decode(text)
  if problem then
    local start = gsub(sub(text, 1, 60), "%s+", " ")
    fail("shape_drift", format("json.decode: this is not JSON (%s); it begins with: %s", problem, start))
  end
  if changes then
    natives.log.note("warn", format(
      "json.decode: %d number%s or letter%s could not be kept exactly (beyond 64 bits, or half of a UTF-16 pair)",
      changes, changes == 1 and "" or "s", changes == 1 and "" or "s"))
  end
  return value
end

--- Writes a value as JSON text.
--- @param value any tables, texts, numbers, booleans, json.null
--- @param options? {sorted: boolean} `sorted` writes the keys of objects in order
--- @return string text
--- @example
---   json.encode({ b = 1, a = { 1, 2 } }, { sorted = true }) --> {"a":[1,2],"b":1}
function json.encode(value, options)
  options = arguments.options("json.encode", options, { "sorted" })
  local text, problem = native.encode(value, options.sorted)
  if problem then error("json.encode: " .. problem, 2) end
  return text
end

return json
