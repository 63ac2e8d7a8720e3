-- The status page of a service (Statuspage by Atlassian: many have one). Another service: its address
-- here and its host in block.json.
local http, list = require "http", require "list"

local page = "https://www.githubstatus.com"

return function()
  local answer = http.get(page .. "/api/v2/summary.json"):json()
  local parts = list.filter(answer.components or {}, function(part) return not part.group_id and part.name:sub(1, 5) ~= "Visit" end)
  return {
    name = answer.page.name, url = page, indicator = answer.status.indicator, words = answer.status.description,
    parts = list.map(parts, function(part)
      return { name = part.name, state = part.status:gsub("_", " ") }
    end),
    incidents = list.map(answer.incidents or {}, function(incident)
      return { name = incident.name, url = incident.shortlink, time = incident.updated_at, state = incident.status }
    end),
  }
end
