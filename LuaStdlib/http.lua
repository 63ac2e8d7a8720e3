--- HTTP requests, made by the host within what the block was granted.
-- An answer with any status is an answer; what cannot be asked raises an error whose kind the host
-- understands (network, permission, rate_limited…). `:json()` and its like raise for statuses ≥ 400.
local _, fail, natives = ...

local host = natives.host

local http = {}

-- Answers -------------------------------------------------------------------------------------

local Response = { __name = "http.response" }
Response.__index = Response

local function kind_of_status(status)
  if status == 401 or status == 403 then return "auth" end
  if status == 429 then return "rate_limited" end
  return "http_status"
end

--- Raises when the status is 400 or more.
local function expect_ok(response)
  if response.status < 400 then return response end
  local kind = response.retry_after and "rate_limited" or kind_of_status(response.status)
  local what = ({ [401] = "wants a key", [403] = "refuses access", [404] = "does not have this page",
    [410] = "does not have this page any more", [429] = "asks for fewer requests" })[response.status]
    or (response.status >= 500 and "has a problem of its own" or "refused the request")
  fail(kind, ("%s %s (HTTP %d)"):format(response.url, what, response.status),
    { retry_after = response.retry_after, status = response.status })
end

local function expect_body(response, wanted)
  expect_ok(response)
  if response.body:find("%S") then return response.body end
  fail("shape_drift", ("%s answered with an empty body where %s was expected"):format(response.url, wanted))
end

local function parsed(response, wanted, parse)
  local body = expect_body(response, wanted)
  local ok, value = pcall(parse, body)
  if ok then return value end
  local type = response.headers["content-type"] or "no content type"
  local reason = tostring(value):gsub("^[%w_.]+: ", "")
  fail("shape_drift", ("%s did not answer with %s (%s): %s"):format(response.url, wanted, type, reason))
end

--- The body as JSON.
--- @return any value
function Response:json()
  return parsed(self, "JSON", require("json").decode)
end

--- The body as an HTML document; links are absolute.
--- @return html.node document
function Response:html()
  return parsed(self, "HTML", function(body)
    return require("html").parse(body, { url = self.url, content_type = self.headers["content-type"] })
  end)
end

--- The body as XML.
--- @return xml.node root
function Response:xml()
  return parsed(self, "XML", require("xml").parse)
end

--- The body as a feed: RSS, Atom, RDF or JSON Feed.
--- @return {title, link, items} feed
function Response:feed()
  return parsed(self, "a feed", function(body)
    return require("feed").parse(body, { url = self.url, content_type = self.headers["content-type"] })
  end)
end

--- The body as CSV.
--- @param options? table as of csv.parse
--- @return {columns, rows} table
function Response:csv(options)
  return parsed(self, "CSV", function(body) return require("csv").parse(body, options) end)
end

--- The body as a calendar.
--- @param options? table as of ical.parse
--- @return {events} calendar
function Response:ical(options)
  return parsed(self, "a calendar", function(body) return require("ical").parse(body, options) end)
end

local function make_response(answer, body)
  local headers = {}
  for _, pair in ipairs(answer.headers or {}) do
    local name = pair[1]
    headers[name] = headers[name] and headers[name] .. ", " .. pair[2] or pair[2]
  end
  return setmetatable({
    status = answer.status, ok = answer.status < 400, url = answer.url, headers = headers, body = body,
    retry_after = answer.retry_after,
  }, Response)
end

-- Requests ------------------------------------------------------------------------------------

local known_options = {
  query = true, headers = true, json = true, form = true, body = true, timeout = true, ttl = true,
  method = true, url = true,
}

local function encode_form(where, name, fields, level)
  if type(fields) ~= "table" then
    error(("http.%s: %s must be a table, got %s"):format(where, name, type(fields)), level + 1)
  end
  return require("url").encode_query(fields)
end

local function add_query(where, address, query, level)
  local text = encode_form(where, "query", query, level + 1)
  if text == "" then return address end
  local base, fragment = address:match("^([^#]*)(.*)$")
  return base .. (base:find("?", 1, true) and "&" or "?") .. text .. fragment
end

local function number_option(where, name, value, low, high, level)
  if value == nil then return nil end
  if type(value) ~= "number" or value < low or value > high then
    local got = type(value) == "string" and ('"%s"'):format(value) or tostring(value)
    error(("http.%s: %s must be %d…%d seconds, got %s"):format(where, name, low, high, got), level + 1)
  end
  return value
end

--- Turns method, address and options into the message and the body.
local function prepare(where, method, address, options, level)
  level = level + 1
  options = options or {}
  if type(address) ~= "string" then
    error(("http.%s: url must be a string, got %s"):format(where, type(address)), level)
  end
  if type(options) ~= "table" then
    error(("http.%s: options must be a table, got %s"):format(where, type(options)), level)
  end
  for name in pairs(options) do
    if not known_options[name] then
      error(("http.%s: there is no option '%s'; there are query, headers, json, form, body, timeout, ttl"):format(
        where, tostring(name)), level)
    end
  end
  local headers, body = {}, options.body
  for name, value in pairs(options.headers or {}) do
    headers[#headers + 1] = { tostring(name), tostring(value) }
  end
  table.sort(headers, function(a, b) return a[1] < b[1] end)
  local function default_header(name, value)
    for _, header in ipairs(headers) do
      if header[1]:lower() == name then return end
    end
    headers[#headers + 1] = { name, value }
  end
  if options.json ~= nil then
    body = require("json").encode(options.json)
    default_header("content-type", "application/json")
  elseif options.form ~= nil then
    body = encode_form(where, "form", options.form, level)
    default_header("content-type", "application/x-www-form-urlencoded")
  end
  if body ~= nil and type(body) ~= "string" then
    error(("http.%s: body must be a string, got %s"):format(where, type(body)), level)
  end
  if options.query then address = add_query(where, address, options.query, level) end
  return {
    method = method, url = address, headers = headers, body_length = body and #body,
    timeout = number_option(where, "timeout", options.timeout, 1, 60, level),
    ttl = number_option(where, "ttl", options.ttl, 0, 604800, level),
  }, body or ""
end

--- Asks the host for some requests at once; answers in order, failures as tables with `kind`.
local function perform(requests, bodies)
  local reply, body = host.ask({ type = "http", requests = requests }, table.concat(bodies))
  if reply.error then fail(reply.error.kind, reply.error.message) end
  local answers, place = {}, 1
  for i, answer in ipairs(reply.responses) do
    if answer.kind then
      answers[i] = answer
    else
      answers[i] = make_response(answer, body:sub(place, place + answer.body_length - 1))
      place = place + answer.body_length
    end
  end
  return answers
end

local function one(where, method, address, options)
  local request, body = prepare(where, method, address, options, 3)
  local answer = perform({ request }, { body })[1]
  if answer.kind then fail(answer.kind, answer.message, { retry_after = answer.retry_after }) end
  return answer
end

--- Asks with GET.
--- @param url string
--- @param options? {query?: table, headers?: table, timeout?: number, ttl?: number} timeout 1…60 s;
---   ttl = seconds an answer may come from the cache
--- @return http.response response {status, ok, url, headers, body} with :json :html :xml :feed :csv :ical
--- @example
---   http.get("https://api.example.org/rates", { query = { base = "EUR" } }):json()
function http.get(url, options) return one("get", "GET", url, options) end

--- Asks with HEAD.
--- @param url string
--- @param options? table as of http.get
--- @return http.response response
--- @example
---   http.head("https://example.org/").status
function http.head(url, options) return one("head", "HEAD", url, options) end

--- Sends with POST. The block needs the method in its permissions.
--- @param url string
--- @param options? {json?: any, form?: table, body?: string, query?: table, headers?: table, timeout?: number}
--- @return http.response response
--- @example
---   http.post("https://api.example.org/search", { json = { q = "tea" } }):json()
function http.post(url, options) return one("post", "POST", url, options) end

--- Sends with PUT.
--- @param url string
--- @param options? table as of http.post
--- @return http.response response
--- @example
---   http.put("https://api.example.org/lamp", { json = { on = true } })
function http.put(url, options) return one("put", "PUT", url, options) end

--- Sends with PATCH.
--- @param url string
--- @param options? table as of http.post
--- @return http.response response
--- @example
---   http.patch("https://api.example.org/lamp", { json = { on = true } })
function http.patch(url, options) return one("patch", "PATCH", url, options) end

--- Asks with DELETE.
--- @param url string
--- @param options? table as of http.post
--- @return http.response response
--- @example
---   http.delete("https://api.example.org/items/3")
function http.delete(url, options) return one("delete", "DELETE", url, options) end

--- Asks with any method.
--- @param request {method?: string, url: string} and the options of http.post
--- @return http.response response
--- @example
---   http.request({ method = "GET", url = "https://api.example.org/rates" })
function http.request(request)
  if type(request) ~= "table" then
    error(("http.request: request must be a table, got %s"):format(type(request)), 2)
  end
  return one("request", tostring(request.method or "GET"):upper(), request.url, request)
end

--- Makes many requests at once, answered in the same order.
--- @param requests (string|table)[] URLs, or tables as of http.request
--- @param options? {partial?: boolean} partial gives a table {kind, message} for each request that
---   could not be made, instead of raising for the first
--- @return http.response[] responses
--- @example
---   local pages = http.all({ "https://example.org/1", "https://example.org/2" })
function http.all(requests, options)
  if type(requests) ~= "table" then
    error(("http.all: requests must be a list, got %s"):format(type(requests)), 2)
  end
  if #requests == 0 then return {} end
  local messages, bodies = {}, {}
  for i, request in ipairs(requests) do
    if type(request) == "string" then request = { url = request } end
    if type(request) ~= "table" then
      error(("http.all: request %d must be a URL or a table, got %s"):format(i, type(request)), 2)
    end
    messages[i], bodies[i] =
      prepare("all", tostring(request.method or "GET"):upper(), request.url, request, 2)
  end
  local answers = perform(messages, bodies)
  if options and options.partial then return answers end
  for _, answer in ipairs(answers) do
    if answer.kind then fail(answer.kind, answer.message, { retry_after = answer.retry_after }) end
  end
  return answers
end

return http
