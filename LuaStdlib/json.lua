--- JSON: `decode` and `encode`. Integers stay integers.
local native, fail = ...

local json = {}

--- Stands for `null` inside of a list, where `nil` would make a hole. Fields of objects that are
-- `null` are simply absent.
--- @type json.null
json.null = native.null()

--- Reads a JSON text.
--- @param text string
--- @return any value tables for lists and objects
--- @example
---   json.decode('{"a": [1, 2.5]}').a[1] --> 1
function json.decode(text)
  if type(text) ~= "string" then
    error(("json.decode: text must be a string, got %s"):format(type(text)), 2)
  end
  local value, problem = native.decode(text)
  if problem then
    local start = text:sub(1, 60):gsub("%s+", " ")
    fail("shape_drift", ("json.decode: this is not JSON (%s); it begins with: %s"):format(problem, start))
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
  local text, problem = native.encode(value, options and options.sorted)
  if problem then error("json.encode: " .. problem, 2) end
  return text
end

return json
