--- What a script may ask of `http`, checked and made ready for the host: not a module, but a part of one.
local natives, arguments = ...

local type, error, tostring, ipairs, pairs = type, error, tostring, ipairs, pairs
local format, find, match, lower, upper = string.format, string.find, string.match, string.lower, string.upper
local sort, shown = table.sort, arguments.shown

local known_options = { "query", "headers", "json", "form", "body", "timeout", "ttl", "browser" }
local known_requests = {
  "method", "url", "query", "headers", "json", "form", "body", "timeout", "ttl", "browser",
}
local known_visits = { "wait_for", "timeout", "steps" }
--- What each step of a visit names after itself.
local known_steps = {
  click = { "a CSS selector" }, fill = { "a CSS selector", "a text" }, press = { "a key" }, wait_for = { "a CSS selector" },
}
local most_steps = 20

local function complain(name, text, ...)
  error(format("http.%s: %s", name, format(text, ...)), 0)
end

--- The text of the fields in an option.
local function fields_of(name, option, fields)
  local text, problem = arguments.query(fields)
  if not text then complain(name, "%s", option .. problem) end
  return text
end

local function with_query(url, text)
  if text == "" then return url end
  local address, fragment = match(url, "^([^#]*)(.*)$")
  local joint = find(address, "?", 1, true) and (find(address, "[?&]$") and "" or "&") or "?"
  return address .. joint .. text .. fragment
end

local function seconds(name, option, value, least, most)
  if value == nil then return nil end
  if type(value) ~= "number" or value ~= value or value < least or value > most then
    complain(name, "%s must be %d…%d seconds, got %s", option, least, most, shown(value))
  end
  return value
end

local function header_list(name, headers)
  local list = {}
  for key, value in pairs(headers or {}) do
    if type(key) ~= "string" or (type(value) ~= "string" and type(value) ~= "number") then
      complain(name, "headers must be a table of texts by name, got %s = %s", tostring(key), shown(value))
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

local function step_of(name, place, step)
  local action = type(step) == "table" and step[1]
  local words = type(action) == "string" and known_steps[action]
  if not words then
    complain(name, "step %d of browser must be {\"click\", css}, {\"fill\", css, text}, {\"press\", key} or "
      .. "{\"wait_for\", css}, got %s", place, shown(action or step))
  end
  for i, word in ipairs(words) do
    if type(step[i + 1]) ~= "string" or (step[i + 1] == "" and word ~= "a text") then
      complain(name, "step %d of browser: after \"%s\" comes %s, got %s", place, action, word, shown(step[i + 1]))
    end
  end
  return { action, step[2], words[2] and step[3] }
end

--- How a browser visits the address, from the option `browser`; nil when it does not.
local function visit_of(name, browser)
  if browser == nil or browser == false then return nil end
  if browser == true then return { steps = {} } end
  if type(browser) ~= "table" then
    complain(name, "browser must be true or a table { wait_for = …, steps = …, timeout = … }, got %s", shown(browser))
  end
  arguments.options("http." .. name .. ": browser", browser, known_visits)
  local wait_for, steps = browser.wait_for, browser.steps
  if wait_for ~= nil and (type(wait_for) ~= "string" or wait_for == "") then
    complain(name, "wait_for must be a CSS selector, got %s", shown(wait_for))
  end
  if steps ~= nil and type(steps) ~= "table" then
    complain(name, "steps must be a list like {{\"click\", \"#accept\"}}, got %s", shown(steps))
  end
  local list = {}
  for i, step in ipairs(steps or {}) do list[i] = step_of(name, i, step) end
  if #list > most_steps then complain(name, "at most %d steps can be made, got %d", most_steps, #list) end
  return { wait_for = wait_for, steps = list }
end

--- The request for the native half, from what the script asked for.
local function prepared(name, method, url, options, known)
  options = arguments.options("http." .. name, options, known)
  if type(url) ~= "string" or url == "" then
    complain(name, "url must be a text like https://example.org/data.json, got %s", shown(url))
  end
  for _, option in ipairs { "query", "headers", "form" } do
    if options[option] ~= nil and type(options[option]) ~= "table" then
      complain(name, "%s must be a table, got %s", option, shown(options[option]))
    end
  end
  if options.body ~= nil and type(options.body) ~= "string" then
    complain(name, "body must be a text, got %s", shown(options.body))
  end
  local visit = visit_of(name, options.browser)
  local timeout = options.timeout
  if visit and type(options.browser) == "table" and options.browser.timeout ~= nil then
    timeout = options.browser.timeout
  end
  local bodies = (options.json ~= nil and 1 or 0) + (options.form and 1 or 0) + (options.body and 1 or 0)
  if bodies > 1 then complain(name, "only one of json, form and body can be given") end
  if visit and (method ~= "GET" or bodies > 0) then
    complain(name, "a browser visits an address by GET and sends no body; leave out browser, or use its steps")
  end

  local headers = header_list(name, options.headers)
  local body = options.body or ""
  if options.json ~= nil then
    local text, problem = natives.json.encode(options.json)
    if problem then complain(name, "json: %s", problem) end
    body = text
    add_header(headers, "Content-Type", "application/json")
  elseif options.form then
    body = fields_of(name, "form", options.form)
    add_header(headers, "Content-Type", "application/x-www-form-urlencoded")
  end
  local query = options.query and fields_of(name, "query", options.query) or ""
  return {
    method = method, url = with_query(url, query),
    headers = headers, body = bodies > 0 and body or nil,
    browser = visit,
    timeout = seconds(name, "timeout", timeout, 1, 60),
    ttl = seconds(name, "ttl", options.ttl, 0, 31 * 86400),
  }
end

local function method_of(name, request)
  local method = request.method or "GET"
  if type(method) ~= "string" or not find(method, "^%a+$") then
    complain(name, "method must be a text like GET, got %s", shown(method))
  end
  return upper(method)
end

return {
  complain = complain,

  --- @param name string the function of `http` that is blamed
  --- @return table request {method, url, headers, body, timeout, ttl, browser}
  with_method = function(name, method, url, options)
    return prepared(name, method, url, options, known_options)
  end,

  --- As `with_method`, for a table that names the method and the address itself.
  whole = function(name, request)
    return prepared(name, method_of(name, request), request.url, request, known_requests)
  end,
}
