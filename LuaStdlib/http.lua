--- HTTP: every request goes to the host, which checks it against the block's permissions. A response
-- has `status`, `ok` (below 400), `url` (after redirects), `headers` and `body` (a text as it came).
--
-- The names of `headers` may be written in any case: `response.headers["Content-Type"]`. A request
-- that got no answer raises, but not in http.all, where the response has `ok = false` and `error`. A
-- response of 400 or more has both, too, and raises when its data are read.
--
-- A key stands as `{{secret:NAME}}` in a header or the query and is filled in by the host, only towards
-- the origins that block.json binds it to; a script never reads the value:
--
--   "permissions": {"secrets": [{"name": "MY_KEY", "origins": ["https://api.example.org"]}]}
--   http.get(url, { headers = { Authorization = "Bearer {{secret:MY_KEY}}" } })
--
-- The card asks for the value, or `dash secret set MY_KEY BLOCK` reads it from standard input.
--
-- A page whose content comes from its script is asked for with `browser = true`, and is answered as HTML as a
-- browser shows it; block.json asks for that with "permissions": {"browser": true}. A browser costs a second
-- and a hundred times the memory: use it only where the address itself sends no data.
local native, fail, natives = ...
local host = natives.host
local ready, shown = host.request, host.arguments.shown

local type, error, tostring, setmetatable, require = type, error, tostring, setmetatable, require
local getmetatable, rawget, next, pcall = getmetatable, rawget, next, pcall
local ipairs, format = ipairs, string.format
local lower, gsub, sub = string.lower, string.gsub, string.sub
local find, match, gmatch, utf8_length = string.find, string.match, string.gmatch, utf8.len
local json = require "json"

local http = {}

-- Responses -----------------------------------------------------------------------------------

local Response, metatable = {}, { __name = "response" }

--- What a response may lack.
local optional = { error = true, failure = true, retry_after = true }

metatable.__index = function(_, name)
  if Response[name] or optional[name] then return Response[name] end
  error(format("response: there is no %s; a response has body, csv, error, feed, headers, html, ical, json, ok, "
    .. "retry_after, status, text, url, xml", tostring(name)), 2)
end

--- Names of headers are the same in any case.
local Headers = {
  __index = function(headers, name) return type(name) == "string" and rawget(headers, lower(name)) or nil end,
}

local reasons = {
  [400] = "Bad Request", [401] = "Unauthorized", [403] = "Forbidden", [404] = "Not Found",
  [405] = "Method Not Allowed", [410] = "Gone", [429] = "Too Many Requests",
  [500] = "Internal Server Error", [502] = "Bad Gateway", [503] = "Service Unavailable",
  [504] = "Gateway Timeout",
}

--- `https://a.example answered 404 Not Found`
local function answered(response)
  local reason = reasons[response.status] and " " .. reasons[response.status] or ""
  return format("%s answered %d%s", response.url, response.status, reason)
end

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
  fail(kind, format("%s; %s", answered(response), advice),
    { retry_after = retry_after, status = status, url = response.url })
end

--- Files that hold no text, by their first bytes.
local packed = {
  { "^PK\3\4", "a ZIP archive" }, { "^BZh%d1AY&SY", "a bzip2 file" }, { "^\xFD7zXZ%z", "an xz file" },
  { "^7z\xBC\xAF\x27\x1C", "a 7z archive" }, { "^Rar!\x1A\7", "a RAR archive" }, { "^%%PDF%-", "a PDF" },
  { "^\xD0\xCF\x11\xE0", "an old Office file" }, { "^\x89PNG", "a picture" }, { "^\xFF\xD8\xFF", "a picture" },
  { "^GIF8[79]a", "a picture" }, { "^SQLite format 3%z", "an SQLite database" },
}

--- Raises for files that would be read as rubbish.
local function expect_text(response)
  for _, kind in ipairs(packed) do
    if find(response.body, kind[1]) then
      fail("shape_drift", format("%s sent %s, which cannot be read here; look for another format of the same data",
        response.url, kind[2]))
    end
  end
end

--- Raises when there is no good answer to read data from.
local function expect_ok(name, response)
  if getmetatable(response) ~= metatable then
    error(format("response:%s: call it with a colon on a response, as in response:%s()", name, name), 3)
  end
  if response.failure then
    local failure = response.failure
    fail(failure.kind, failure.message, { retry_after = failure.retry_after, url = response.url })
  end
  if response.status >= 400 then status_failure(response) end
  expect_text(response)
end

--- The body as text: UTF-8 if it can be, else by its mark, the charset of its type, or as it looks.
local function decoded(response)
  local body = response.body
  if utf8_length(body) and not find(body, "[%z\27]") then return body end
  local charset = match(lower(rawget(response.headers, "content-type") or ""), "charset%s*=%s*[\"']?([^\"';%s]+)")
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

--- The values of a body that has one on each line. A last line without an end is being written: it is left out
--- when it is not whole.
local function values_of_lines(body)
  local list = {}
  for line, stop in gmatch(body, "([^\r\n]+)([\r\n]*)") do
    if find(line, "%S") then
      local ok, value = pcall(json.decode, line)
      if ok then
        list[#list + 1] = value
      elseif stop ~= "" then
        return nil
      end
    end
  end
  return #list > 1 and list or nil
end

--- The body as JSON. Lines of JSON become a list.
--- @return any value
--- @example
---   local stories = http.get("https://api.example.org/stories.json"):json().stories
function Response:json()
  expect_ok("json", self)
  local ok, value = pcall(json.decode, self.body)
  if not ok and self.body ~= "" then ok, value = pcall(json.decode, decoded(self)) end
  if not ok then
    value = values_of_lines(self.body)
    ok = value ~= nil
  end
  if ok then return host.trace(value) end
  local start = gsub(sub(self.body, 1, 60), "%s+", " ")
  fail("shape_drift", self.body == "" and format("%s sent an empty answer instead of JSON", self.url)
    or format("%s did not send JSON; it begins with: %s", self.url, start))
end

--- The body as text, in whatever encoding it came.
--- @return string
--- @example
---   local lines = require("text").lines(http.get("https://example.org/status.txt"):text())
function Response:text()
  expect_ok("text", self)
  return decoded(self)
end

--- Where the body came from, for the modules that read it.
local function source_of(response)
  return { url = response.url, content_type = rawget(response.headers, "content-type") }
end

--- The body as an HTML document, whose links are absolute.
--- @return html.node document
--- @example
---   local title = http.get("https://example.org/"):html():text_of("h1")
function Response:html()
  expect_ok("html", self)
  return parsed(self, require "html", self.body, source_of(self))
end

--- The body as an XML document.
--- @return xml.element root
--- @example
---   local names = http.get("https://example.org/parts.xml"):xml():find_all("part/name")
function Response:xml()
  expect_ok("xml", self)
  return host.trace(parsed(self, require "xml", self.body,
    { content_type = rawget(self.headers, "content-type") }))
end

--- What feeds and their items may have.
local feed_keys = {}
for key in gmatch("title link description updated author language image items id published summary content categories enclosures", "%a+") do
  feed_keys[key] = true
end

--- The body as a feed: RSS, Atom, JSON Feed.
--- @return feed as of feed.parse
--- @example
---   local items = http.get("https://example.org/feed.xml"):feed().items
function Response:feed()
  expect_ok("feed", self)
  return host.trace(parsed(self, require "feed", self.body, source_of(self)), feed_keys)
end

--- The body as a table of values.
--- @param options? table as of csv.parse
--- @return table as of csv.parse
--- @example
---   local rows = http.get("https://example.org/prices.csv"):csv({ delimiter = ";" }).rows
function Response:csv(options)
  expect_ok("csv", self)
  return host.trace(parsed(self, require "csv", decoded(self), options))
end

--- The body as a calendar.
--- @param options? table as of ical.parse
--- @return calendar as of ical.parse
--- @example
---   local events = http.get("https://example.org/team.ics"):ical({ zone = "Europe/Berlin" }).events
function Response:ical(options)
  expect_ok("ical", self)
  return parsed(self, require "ical", decoded(self), options)
end

local function response_of(answer, url)
  if answer.error then
    return setmetatable({
      status = 0, ok = false, url = url, headers = setmetatable({}, Headers), body = "",
      error = answer.error.message, failure = answer.error,
    }, metatable)
  end
  local headers = {}
  for _, pair in ipairs(answer.headers) do
    local name = lower(pair[1])
    headers[name] = headers[name] and headers[name] .. ", " .. pair[2] or pair[2]
  end
  local is_ok = answer.status < 400
  return setmetatable({
    status = answer.status, ok = is_ok, url = answer.url, error = not is_ok and answered(answer) or nil,
    headers = setmetatable(headers, Headers), body = answer.body, retry_after = answer.retry_after,
  }, metatable)
end

--- Sends all requests at once and waits for all answers.
local function exchanged(requests)
  local responses = native.send(requests)
  for i, answer in ipairs(responses) do responses[i] = response_of(answer, requests[i].url) end
  return responses
end

local function response_to(name, request)
  local response = exchanged({ request })[1]
  if response.failure then expect_ok(name, response) end
  return response
end

local function send(name, method, url, options)
  local response = response_to(name, ready.with_method(name, method, url, options))
  return response
end

-- The module ----------------------------------------------------------------------------------

--- Asks for a page or data.
--- @param url string
--- @param options? {query: table, headers: {string: string}, timeout: number, ttl: number, browser: boolean|table}
--- `query` is added to the address; `timeout`: 1 to 60 seconds; `ttl`: so many seconds an answer may be old;
--- `browser`: true, or { wait_for = css, timeout = seconds, steps = {…} }: the page after its script ran, when
--- `wait_for` finds something. Steps: { "click", css }, { "fill", css, text }, { "press", key }, { "wait_for", css }
--- @return response {status, ok, url, headers, body} with :json() :html() :xml() :feed() :csv() :ical() :text()
--- @example
---   local data = http.get("https://api.example.org/items", { query = { page = 1 } }):json()
---   local page = http.get("https://shop.example/tea", { browser = { wait_for = ".price" } }):html()
function http.get(url, options)
  local response = send("get", "GET", url, options)
  return response
end

--- Asks for the headers only.
--- @param url string
--- @param options? table as of http.get
--- @return response whose body is empty
--- @example
---   local size = http.head("https://example.org/film.mp4").headers["Content-Length"]
function http.head(url, options)
  local response = send("head", "HEAD", url, options)
  return response
end

--- Sends data.
--- @param url string
--- @param options? {json: any, form: table, body: string, query: table, headers: table, timeout: number}
--- one of `json` (any plain data), `form` (fields by name) and `body` (a text as it is), and what
--- http.get takes
--- @return response
--- @example
---   local answer = http.post("https://api.example.org/search", { json = { words = "tea" } }):json()
function http.post(url, options)
  local response = send("post", "POST", url, options)
  return response
end

--- As http.post with the method PUT.
--- @param url string
--- @param options? table as of http.post
--- @return response
--- @example
---   http.put("https://lamp.example/state", { json = { on = true } })
function http.put(url, options)
  local response = send("put", "PUT", url, options)
  return response
end

--- As http.post with the method PATCH.
--- @param url string
--- @param options? table as of http.post
--- @return response
--- @example
---   http.patch("https://api.example.org/notes/7", { json = { done = true } })
function http.patch(url, options)
  local response = send("patch", "PATCH", url, options)
  return response
end

--- Asks to delete what the address names.
--- @param url string
--- @param options? table as of http.post
--- @return response
--- @example
---   http.delete("https://api.example.org/notes/7")
function http.delete(url, options)
  local response = send("delete", "DELETE", url, options)
  return response
end

--- Sends a request with any method.
--- @param request {method: string, url: string, …} and the options of http.post
--- @return response
--- @example
---   http.request({ method = "PROPFIND", url = "https://files.example/" })
function http.request(request)
  if type(request) ~= "table" then
    ready.complain("request", "a table { method = …, url = … } is needed, got %s", shown(request))
  end
  local response = response_to("request", ready.whole("request", request))
  return response
end

--- Sends many requests at once. Answers come in the order of the requests; one that failed has
--- `ok = false` and `error`, and raises when its data are read.
--- @param requests (string|table)[] addresses, or tables as of http.request; at most 500
--- @return response[]
--- @example
---   for _, answer in ipairs(http.all({ "https://a.example", "https://b.example" })) do … end
function http.all(requests)
  if type(requests) ~= "table" or (#requests == 0 and next(requests) ~= nil) then
    ready.complain("all", "a list of addresses is needed, got %s",
      type(requests) == "table" and "a table with names" or shown(requests))
  end
  if #requests == 0 then return {} end
  if #requests > 500 then ready.complain("all", "at most 500 requests at once, got %d", #requests) end
  local ready_requests = {}
  for i, one in ipairs(requests) do
    if type(one) == "string" then one = { url = one } end
    if type(one) ~= "table" then
      ready.complain("all", "request %d must be an address or a table, got %s", i, shown(one))
    end
    ready_requests[i] = ready.whole("all", one)
  end
  return exchanged(ready_requests)
end

return http
