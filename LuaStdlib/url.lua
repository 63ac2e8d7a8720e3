--- Addresses: their parts, joining, and queries.
local native, _, natives = ...
local arguments = natives.host.arguments

local type, error, tostring, ipairs, next = type, error, tostring, ipairs, next
local format, gsub, char, gmatch, match = string.format, string.gsub, string.char, string.gmatch, string.match
local tonumber, tointeger, shown = tonumber, math.tointeger, arguments.shown

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
  return arguments.encoded(text)
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

--- A query from a table: keys in order, lists as repeated keys; `json.null` is left out.
--- @param fields table
--- @return string
--- @example
---   url.encode_query({ q = "a b", n = { 1, 2 } }) --> n=1&n=2&q=a%20b
function url.encode_query(fields)
  if type(fields) ~= "table" then
    error(format("url.encode_query: fields must be a table, got %s", type(fields)), 2)
  end
  local text, problem = arguments.query(fields)
  if not text then error("url.encode_query: fields" .. problem, 2) end
  return text
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

local known_parts = { "scheme", "user", "host", "port", "path", "query", "fragment" }

local function check_parts(parts)
  if type(parts) ~= "table" then
    error(format("url.build: parts must be a table, got %s", shown(parts)), 3)
  end
  for name, value in next, parts do
    local found = false
    for _, known in ipairs(known_parts) do found = found or known == name end
    if not found then error(format("url.build: there is no part '%s'", tostring(name)), 3) end
    local fits = type(value) == "string" or (name == "query" and type(value) == "table")
    if name == "port" then fits = tointeger(tonumber(value)) end
    if not fits then
      error(format("url.build: parts.%s must be a %s, got %s", name, name == "port" and "whole number" or "text",
        shown(value)), 3)
    end
  end
end

--- An address from its parts; `query` may be a table.
--- @param parts {scheme, host, port?, path?, query?, fragment?, user?}
--- @return string
--- @example
---   url.build({ scheme = "https", host = "e.test", path = "/a", query = { b = 1 } }) --> https://e.test/a?b=1
function url.build(parts)
  check_parts(parts)
  local text = parts.scheme and parts.scheme .. ":" or ""
  if parts.host then
    text = text .. "//" .. (parts.user and parts.user .. "@" or "") .. parts.host
      .. (parts.port and format(":%d", parts.port) or "")
  end
  local path, query, problem = parts.path or "", parts.query, nil
  if parts.host and path ~= "" and not match(path, "^/") then path = "/" .. path end
  if type(query) == "table" then query, problem = arguments.query(query) end
  if problem then error("url.build: parts.query" .. problem, 2) end
  return text .. path .. (query and query ~= "" and "?" .. query or "")
    .. (parts.fragment and "#" .. parts.fragment or "")
end

--- A relative address as seen from another (RFC 3986); spaces in it become `%20`.
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
