--- Addresses: their parts, joining, and queries.
local native = ...

local type, error, tostring, ipairs, pairs = type, error, tostring, ipairs, pairs
local format, gsub, byte, char, gmatch, match = string.format, string.gsub, string.byte, string.char,
  string.gmatch, string.match
local concat, sort, tonumber = table.concat, table.sort, tonumber

local url = {}

local function need(name, argument, value)
  if type(value) ~= "string" then
    error(format("url.%s: %s must be a text, got %s", name, argument, type(value)), 3)
  end
end

--- Writes every character that an address gives a meaning to as `%XX`.
--- @param text string|number
--- @return string
--- @example
---   url.encode("a b&c/ü") --> a%20b%26c%2F%C3%BC
function url.encode(text)
  if type(text) ~= "string" and type(text) ~= "number" then need("encode", "text", text) end
  return (gsub(tostring(text), "[^%w%-._~]", function(one) return format("%%%02X", byte(one)) end))
end

--- Reads `%XX`, and `+` as a space.
--- @param text string
--- @return string
--- @example
---   url.decode("a%20b+c") --> a b c
function url.decode(text)
  need("decode", "text", text)
  return (gsub(gsub(text, "%+", " "), "%%(%x%x)", function(hex) return char(tonumber(hex, 16)) end))
end

--- A query from a table: keys in order, lists as repeated keys.
--- @param fields table
--- @return string
--- @example
---   url.encode_query({ q = "a b", n = { 1, 2 } }) --> n=1&n=2&q=a%20b
function url.encode_query(fields)
  if type(fields) ~= "table" then
    error(format("url.encode_query: fields must be a table, got %s", type(fields)), 2)
  end
  local keys, parts = {}, {}
  for key in pairs(fields) do keys[#keys + 1] = key end
  sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for _, key in ipairs(keys) do
    local value = fields[key]
    for _, one in ipairs(type(value) == "table" and value or { value }) do
      parts[#parts + 1] = url.encode(tostring(key)) .. "=" .. url.encode(tostring(one))
    end
  end
  return concat(parts, "&")
end

--- A table from a query; a key that comes again gives a list.
--- @param text string
--- @return table
--- @example
---   url.decode_query("?q=a+b&n=1&n=2") --> {"n":["1","2"],"q":"a b"}
function url.decode_query(text)
  need("decode_query", "text", text)
  local fields = {}
  for part in gmatch(gsub(text, "^%?", ""), "[^&]+") do
    local key, value = match(part, "^([^=]*)=?(.*)$")
    key, value = url.decode(key), url.decode(value)
    local known = fields[key]
    if known == nil then fields[key] = value
    elseif type(known) == "table" then known[#known + 1] = value
    else fields[key] = { known, value } end
  end
  return fields
end

--- The parts of an address.
--- @param text string
--- @return {scheme, host, port, path, query, fragment, user}
--- @example
---   url.parse("https://e.test:81/a?b=1#c").port --> 81
function url.parse(text)
  need("parse", "text", text)
  local parts = native.parse(text)
  local authority = parts.authority
  parts.authority = nil
  if authority then
    local user, rest = match(authority, "^(.*)@(.*)$")
    parts.user = user
    authority = rest or authority
    local host, port = match(authority, "^(.-):(%d*)$")
    if host and not match(host, "^%[[^%]]*$") then
      authority = host
      parts.port = tonumber(port)
    end
    parts.host = authority:lower()
  end
  return parts
end

--- An address from its parts; `query` may be a table.
--- @param parts {scheme, host, port?, path?, query?, fragment?}
--- @return string
--- @example
---   url.build({ scheme = "https", host = "e.test", path = "/a", query = { b = 1 } }) --> https://e.test/a?b=1
function url.build(parts)
  if type(parts) ~= "table" then
    error(format("url.build: parts must be a table, got %s", type(parts)), 2)
  end
  local text = parts.scheme and parts.scheme .. ":" or ""
  if parts.host then
    text = text .. "//" .. (parts.user and parts.user .. "@" or "") .. parts.host
      .. (parts.port and ":" .. tostring(parts.port) or "")
  end
  local path = parts.path or ""
  if parts.host and path ~= "" and not match(path, "^/") then path = "/" .. path end
  local query = type(parts.query) == "table" and url.encode_query(parts.query) or parts.query
  return text .. path .. (query and query ~= "" and "?" .. query or "")
    .. (parts.fragment and "#" .. parts.fragment or "")
end

--- A relative address as seen from another (RFC 3986).
--- @param base string
--- @param reference string
--- @return string
--- @example
---   url.join("https://e.test/a/b?x", "../c") --> https://e.test/c
function url.join(base, reference)
  need("join", "base", base)
  need("join", "reference", reference)
  return native.join(base, reference)
end

return url
