-- Texts that are neither markup nor a table: measurements of Prometheus, lines of a log, labels with values, XML.
local text = require "text"
local parts = ...
local sample = parts.sample

local texts = {}

--- As many rows as are looked at; the newest lines are the last.
local function newest(all)
  local rows, skipped = {}, math.max(0, #all - 3000)
  for i = skipped + 1, #all do rows[#rows + 1] = all[i] end
  return rows
end

--- @return table|nil the finding, as the drafter reads it
function texts.find(response)
  local body = response:text()
  local lines = text.lines(body)
  local said = 0
  for _, line in ipairs(lines) do
    if line:find("%S") and not line:find("^%s*[#;%[]") then said = said + 1 end
  end
  if said == 0 then return nil end
  local metrics = text.metrics(body)
  if #metrics * 10 >= said * 7 then
    local rows = {}
    for i = 1, math.min(#metrics, 3000) do rows[i] = metrics[i] end
    return { kind = "data", value = rows, modules = { "text" }, fetch = "text.metrics(http.get(url):text())" }
  end
  local told = text.logfmt(body)
  if #told >= 3 and #told * 10 >= said * 7 then
    local pairs_told = 0
    for _, row in ipairs(told) do
      for _ in pairs(row) do pairs_told = pairs_told + 1 end
    end
    -- One pair on a line is a setting.
    if pairs_told >= #told * 2 then
      return { kind = "data", value = newest(told), modules = { "text" }, fetch = "text.logfmt(http.get(url):text())" }
    end
  end
  local logged = text.log(body)
  if #logged >= 3 and #logged * 10 >= said * 5 then
    local rows = newest(logged)
    for _, row in ipairs(rows) do row.message = sample.cut(row.message, 300) end
    return { kind = "data", value = rows, modules = { "text" }, fetch = "text.log(http.get(url):text())" }
  end
  local labelled = text.pairs(body)
  if #labelled >= 2 and #labelled * 10 >= said * 7 then
    local facts = {}
    for i = 1, math.min(#labelled, 40) do
      facts[i] = { label = sample.cut(labelled[i].label, 80), value = sample.cut(labelled[i].value, 200) }
    end
    return { kind = "html", facts = { { css = "text", pairs = facts } } }
  end
end

--- XML that is no feed, as plain data.
function texts.xml(response)
  local root = response:xml()
  local value = root:data()
  if type(value) ~= "table" then value = { [root.name] = value } end
  return { kind = "data", value = value, modules = {}, fetch = "http.get(url):xml():data()" }
end

return texts
