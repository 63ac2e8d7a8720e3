--- What several modules check and read in the same way: not a module, but theirs.
local null = ...

local type, error, tostring, next, ipairs = type, error, tostring, next, ipairs
local format, gsub, byte = string.format, string.gsub, string.byte
local concat, sort = table.concat, table.sort

local arguments = {}

--- A value as messages show it.
function arguments.shown(value)
  if type(value) == "string" then return format("%q", value:sub(1, 60)) end
  local kind = type(value)
  if value ~= value then return "NaN" end
  return (kind == "number" or kind == "boolean" or kind == "nil") and tostring(value) or "a " .. kind
end

--- The options of a function; an error when they are no table or when one is not known.
--- @param name string the function, for the message
--- @param options? table
--- @param known string[] in the order of the message
--- @return table options empty when there are none
function arguments.options(name, options, known)
  if options == nil then return {} end
  if type(options) ~= "table" then
    error(format("%s: options must be a table, got %s", name, arguments.shown(options)), 3)
  end
  for option in next, options do
    local found = false
    for _, one in ipairs(known) do found = found or one == option end
    if not found then
      error(format("%s: there is no option '%s'; there are %s", name, tostring(option), concat(known, ", ")), 3)
    end
  end
  return options
end

--- Every character that an address gives a meaning to as `%XX`.
function arguments.encoded(text)
  return (gsub(tostring(text), "[^%w%-._~]", function(char) return format("%%%02X", byte(char)) end))
end

local plain = { string = true, number = true, boolean = true }

local function add_field(parts, key, value)
  -- It is absent, as in objects.
  if value == null then return true end
  if not plain[type(value)] then return false end
  parts[#parts + 1] = arguments.encoded(key) .. "=" .. arguments.encoded(value)
  return true
end

--- `a=1&b=2` of a table, keys in order, lists as repeated keys.
--- @return string|nil text
--- @return string|nil problem what is wrong with a field, to follow the name of the argument
function arguments.query(fields)
  local keys, parts = {}, {}
  for key in next, fields do keys[#keys + 1] = key end
  sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for _, key in ipairs(keys) do
    local value, fits = fields[key], false
    if type(value) ~= "table" then
      fits = add_field(parts, key, value)
    elseif #value > 0 or next(value) == nil then
      fits = true
      for _, one in ipairs(value) do fits = fits and add_field(parts, key, one) end
    end
    if not fits then
      return nil, format(".%s must be a text, a number, a boolean or a list of them, got %s",
        tostring(key), type(value) == "table" and "a table of other things" or arguments.shown(value))
    end
  end
  return concat(parts, "&")
end

return arguments
