--- HTTP: every request goes to the host, which checks it against the block's permissions.
local _, fail, natives = ...
local host = natives.host

local type, error, tostring, setmetatable, require = type, error, tostring, setmetatable, require
local ipairs, pairs, format, concat, sort = ipairs, pairs, string.format, table.concat, table.sort
local upper, lower, byte, gsub, sub = string.upper, string.lower, string.byte, string.gsub, string.sub
local find, match, utf8_length = string.find, string.match, utf8.len
local json = require "json"

local http = {}

-- Options -------------------------------------------------------------------------------------

local known_options = {
  method = true, url = true, query = true, headers = true, json = true, form = true, body = true,
  timeout = true, ttl = true, browser = true,
}

local function shown(value)
  if type(value) == "string" then return format("%q", sub(value, 1, 60)) end
  return type(value) == "table" and "a table" or tostring(value)
end

--- Blames the line of the script; `depth` is the number of calls between it and this function.
local function complain(name, depth, text, ...)
  error(format("http.%s: %s", name, format(text, ...)), depth + 2)
end

local function encoded(text)
  return (gsub(tostring(text), "[^%w%-._~]", function(char) return format("%%%02X", byte(char)) end))
end

--- `a=1&b=2` of a table, keys in order, lists as repeated keys.
local function encoded_fields(fields)
  local keys, parts = {}, {}
  for key in pairs(fields) do keys[#keys + 1] = key end
  sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for _, key in ipairs(keys) do
    local value = fields[key]
    for _, one in ipairs(type(value) == "table" and value or { value }) do
      parts[#parts + 1] = encoded(key) .. "=" .. encoded(one)
    end
  end
  return concat(parts, "&")
end

local function with_query(url, query)
  local fields = encoded_fields(query)
  if fields == "" then return url end
  local address, fragment = url:match("^([^#]*)(.*)$")
  local joint = address:find("?", 1, true) and (address:find("[?&]$") and "" or "&") or "?"
  return address .. joint .. fields .. fragment
end

local function seconds(name, depth, option, value, least, most)
  if value == nil then return nil end
  if type(value) ~= "number" or value ~= value or value < least or value > most then
    complain(name, depth + 1, "%s must be %d…%d seconds, got %s", option, least, most, shown(value))
  end
  return value
end

local function header_list(name, depth, headers)
  local list = {}
  for key, value in pairs(headers or {}) do
    if type(key) ~= "string" or (type(value) ~= "string" and type(value) ~= "number") then
      complain(name, depth + 1, "headers must be texts by name, got %s = %s", tostring(key), shown(value))
    end
    list[#list + 1] = { key, tostring(value) }
  end
  sort(list, function(a, b) return a[1] < b[1] end)
  return list
end

local function add_header(list, header, value)
  for _, pair in ipairs(list) do
    if lower(pair[1]) == lower(header) then return end
  end
  list[#list + 1] = { header, value }
end

--- The message for the host and the body, from what the script asked for.
local function prepared(name, depth, method, url, options)
  if type(url) ~= "string" or url == "" then
    complain(name, depth, "url must be a text like https://example.org/data.json, got %s", shown(url))
  end
  if options ~= nil and type(options) ~= "table" then
    complain(name, depth, "options must be a table, got %s", shown(options))
  end
  options = options or {}
  for option in pairs(options) do
    if not known_options[option] then
      complain(name, depth,
        "there is no option '%s'; there are query, headers, json, form, body, timeout, ttl",
        tostring(option))
    end
  end
  for _, option in ipairs { "query", "headers", "form" } do
    if options[option] ~= nil and type(options[option]) ~= "table" then
      complain(name, depth, "%s must be a table, got %s", option, shown(options[option]))
    end
  end
  if options.body ~= nil and type(options.body) ~= "string" then
    complain(name, depth, "body must be a text, got %s", shown(options.body))
  end
  local bodies = (options.json ~= nil and 1 or 0) + (options.form and 1 or 0) + (options.body and 1 or 0)
  if bodies > 1 then complain(name, depth, "only one of json, form and body can be given") end

  if options.browser then
    complain(name, depth, "no browser renders pages here yet; read what the address itself sends")
  end

  local headers = header_list(name, depth, options.headers)
  local body = options.body or ""
  if options.json ~= nil then
    body = json.encode(options.json)
    add_header(headers, "Content-Type", "application/json")
  elseif options.form then
    body = encoded_fields(options.form)
    add_header(headers, "Content-Type", "application/x-www-form-urlencoded")
  end
  return {
    method = method, url = options.query and with_query(url, options.query) or url,
    headers = headers, body_length = #body, has_body = bodies > 0,
    timeout = seconds(name, depth, "timeout", options.timeout, 1, 60),
    ttl = seconds(name, depth, "ttl", options.ttl, 0, 31 * 86400),
  }, body
end

-- Responses -----------------------------------------------------------------------------------

local Response = {}
Response.__index = Response
Response.__name = "response"

local reasons = {
  [400] = "Bad Request", [401] = "Unauthorized", [403] = "Forbidden", [404] = "Not Found",
  [405] = "Method Not Allowed", [410] = "Gone", [429] = "Too Many Requests",
  [500] = "Internal Server Error", [502] = "Bad Gateway", [503] = "Service Unavailable",
  [504] = "Gateway Timeout",
}

local function status_failure(response)
  local status, kind, advice = response.status, "http_status", "check the address"
  local retry_after = response.retry_after
  if status == 401 or status == 403 then
    kind, advice = "auth", "a key or a login is needed, or the one given is not accepted"
  elseif status == 429 or (status == 503 and retry_after) then
    kind, advice = "rate_limited", "it will be asked again later"
  elseif status >= 500 then
    advice = "the source has a problem; it will be asked again later"
  end
  local reason = reasons[status] and " " .. reasons[status] or ""
  fail(kind, format("%s answered %d%s; %s", response.url, status, reason, advice),
    { retry_after = retry_after, status = status, url = response.url })
end

--- Raises when there is no good answer to read data from.
local function expect_ok(response)
  if response.failure then
    local failure = response.failure
    fail(failure.kind, failure.message, { retry_after = failure.retry_after, url = response.url })
  end
  if response.status >= 400 then status_failure(response) end
end

--- The body as text: UTF-8 if it can be, else by its mark, the charset of its type, or as it looks.
local function decoded(response)
  local body = response.body
  if utf8_length(body) and not find(body, "[%z\27]") then return body end
  local charset = match(lower(response.headers["content-type"] or ""), "charset%s*=%s*[\"']?([^\"';%s]+)")
  local has_mark = find(body, "^\xEF\xBB\xBF") or find(body, "^\xFF\xFE") or find(body, "^\xFE\xFF")
  if charset and not has_mark and not find(charset, "^utf%-?8$") then
    local ok, value = pcall(require("text").decode, body, charset)
    if ok then return value end
  end
  return require("text").decode(body)
end

local function parsed(response, module, body, ...)
  local ok, value = pcall(module.parse, body, ...)
  if ok then return value end
  if type(value) == "table" and value.kind == "shape_drift" then
    fail("shape_drift", format("%s: %s", response.url, value.message))
  end
  error(value, 0)
end

--- The body as JSON.
--- @return any value
function Response:json()
  expect_ok(self)
  local ok, value = pcall(json.decode, self.body)
  if not ok and self.body ~= "" then ok, value = pcall(json.decode, decoded(self)) end
  if ok then return host.trace(value) end
  local start = gsub(sub(self.body, 1, 60), "%s+", " ")
  fail("shape_drift", self.body == "" and format("%s sent an empty answer instead of JSON", self.url)
    or format("%s did not send JSON; it begins with: %s", self.url, start))
end

--- The body as an HTML document.
--- @return html.node document
function Response:html()
  expect_ok(self)
  return parsed(self, require "html", self.body, { url = self.url, content_type = self.headers["content-type"] })
end

--- The body as an XML document.
function Response:xml()
  expect_ok(self)
  return host.trace(parsed(self, require "xml", self.body, { content_type = self.headers["content-type"] }))
end

--- The body as a feed: RSS, Atom, JSON Feed.
function Response:feed()
  expect_ok(self)
  return host.trace(parsed(self, require "feed", self.body,
    { url = self.url, content_type = self.headers["content-type"] }))
end

--- The body as a table of values.
--- @param options? table as of csv.parse
function Response:csv(options)
  expect_ok(self)
  return host.trace(parsed(self, require "csv", decoded(self), options))
end

--- The body as a calendar.
--- @param options? table as of ical.parse
function Response:ical(options)
  expect_ok(self)
  return parsed(self, require "ical", decoded(self), options)
end

local function response_of(answer, body, url)
  if answer.error then
    return setmetatable({
      status = 0, ok = false, url = url, headers = {}, body = "",
      error = answer.error.message, failure = answer.error,
    }, Response)
  end
  local headers = {}
  for _, pair in ipairs(answer.headers) do
    local name = lower(pair[1])
    headers[name] = headers[name] and headers[name] .. ", " .. pair[2] or pair[2]
  end
  return setmetatable({
    status = answer.status, ok = answer.status < 400, url = answer.url, headers = headers, body = body,
    retry_after = answer.retry_after,
  }, Response)
end

--- Sends all requests at once and waits for all answers.
local function exchanged(requests, bodies)
  local reply, body = host.ask({ type = "http", requests = requests }, concat(bodies))
  local responses, at = {}, 1
  for i, answer in ipairs(reply.responses) do
    local length = answer.body_length or 0
    local text = (#reply.responses == 1) and body or sub(body, at, at + length - 1)
    responses[i] = response_of(answer, text, requests[i].url)
    at = at + length
  end
  return responses
end

local function send(name, method, url, options)
  local request, body = prepared(name, 2, method, url, options)
  local response = exchanged({ request }, { body })[1]
  if response.failure then expect_ok(response) end
  return response
end

-- The module ----------------------------------------------------------------------------------

--- Asks for a page or data.
--- @param url string
--- @param options? {query: table, headers: table, timeout: number, ttl: number} seconds
--- @return response {status, ok, url, headers, body} with :json() :html() :xml() :feed() :csv() :ical()
--- @example
---   http.get("https://api.example.org/items", { query = { page = 1 } }):json()
function http.get(url, options)
  local response = send("get", "GET", url, options)
  return response
end

--- Asks for the headers only.
function http.head(url, options)
  local response = send("head", "HEAD", url, options)
  return response
end

--- Sends data; as http.get, with one of `json`, `form` or `body` in the options.
function http.post(url, options)
  local response = send("post", "POST", url, options)
  return response
end

--- As http.post with the method PUT.
function http.put(url, options)
  local response = send("put", "PUT", url, options)
  return response
end

--- As http.post with the method PATCH.
function http.patch(url, options)
  local response = send("patch", "PATCH", url, options)
  return response
end

--- Asks to delete what the address names.
function http.delete(url, options)
  local response = send("delete", "DELETE", url, options)
  return response
end

--- Sends a request with any method: `http.request { method = "GET", url = "https://…" }`.
function http.request(request)
  if type(request) ~= "table" then
    complain("request", 0, "a table { method = …, url = … } is needed, got %s", shown(request))
  end
  local response = send("request", upper(tostring(request.method or "GET")), request.url, request)
  return response
end

--- Sends many requests at once. Answers come in the order of the requests; one that failed has
-- `ok = false` and `error`, and raises when its data are read.
--- @param requests (string|table)[] addresses, or tables as of http.request; at most 500
--- @return response[]
--- @example
---   for _, answer in ipairs(http.all { "https://a.example", "https://b.example" }) do … end
function http.all(requests)
  if type(requests) ~= "table" then
    complain("all", 0, "a list of addresses is needed, got %s", shown(requests))
  end
  if #requests == 0 then return {} end
  if #requests > 500 then complain("all", 0, "at most 500 requests at once, got %d", #requests) end
  local messages, bodies = {}, {}
  for i, request in ipairs(requests) do
    if type(request) == "string" then request = { url = request } end
    if type(request) ~= "table" then
      complain("all", 0, "request %d must be an address or a table, got %s", i, shown(request))
    end
    local method = upper(tostring(request.method or "GET"))
    messages[i], bodies[i] = prepared("all", 1, method, request.url, request)
  end
  return exchanged(messages, bodies)
end

return http
