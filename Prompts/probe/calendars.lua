-- The events of a calendar: those to come, those of the past year, and its tasks.
local parts = ...
local sample = parts.sample

local calendars = {}

local YEAR = 366 * 86400

local function set_of(list)
  return { rows = sample.rows(list), values = sample.values(list, sample.names(list)), total = #list }
end

function calendars.find(response, now)
  local calendar = response:ical()
  local coming, past = {}, {}
  for _, event in ipairs(calendar.events) do
    if (event.finish or event.start) >= now then coming[#coming + 1] = event end
  end
  for _, event in ipairs(response:ical({ from = now - YEAR, to = now, limit = 5000 }).events) do
    if (event.finish or event.start) < now then table.insert(past, 1, event) end
  end
  -- Older than a year, when there is nothing else.
  if #coming == 0 and #past == 0 then
    for _, event in ipairs(response:ical({ from = 0, to = now, limit = 5000 }).events) do table.insert(past, 1, event) end
  end
  return { title = sample.cut(calendar.name), coming = set_of(coming), past = set_of(past), todos = set_of(calendar.todos) }
end

return calendars
