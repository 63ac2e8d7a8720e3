--- Calendars (RFC 5545): the events of a span of time, repeating ones expanded.
local _, fail, natives = ...

local type, error, ipairs, tostring, tonumber = type, error, ipairs, tostring, tonumber
local format, gsub, match, gmatch, upper, lower, sub, find = string.format, string.gsub, string.match,
  string.gmatch, string.upper, string.lower, string.sub, string.find
local sort, floor, max, abs = table.sort, math.floor, math.max, math.abs
local civil, unix, has_zone = natives.time.civil, natives.time.unix, natives.time.has_zone
local decode = natives.text.decode
local options_of, new_warnings = natives.host.arguments.options, natives.host.warnings
local rules, calendar_time = natives.host.calendar_rules, natives.host.calendar_time
local local_of, known_zone = calendar_time.local_of, calendar_time.known_zone

local ical = {}

local day_seconds = 86400
--- An event may have this many moments.
local most_moments = 5000

-- Lines ---------------------------------------------------------------------------------------

--- The value of a parameter that should be in quotes and is not, because a colon is in it:
-- `TZID=(UTC+01:00) Amsterdam:20261123T140500` ends where the date begins, a name where the address does.
local function unquoted(name, key, line, at)
  -- No person and no zone has a longer name.
  if #line > 1000 then return nil end
  local value = key == "TZID" and match(line, "^(.*):%d%d%d%d%d%d%d%d[^:]*$", at)
    or (name == "ORGANIZER" or name == "ATTENDEE") and match(line, "^(.*):[mM][aA][iI][lL][tT][oO]:", at)
  -- Further parameters may follow.
  value = value and (match(value, "^(.-);[%w-]+=") or value)
  return value and find(value, ":", 1, true) and value or nil
end

--- `NAME;KEY=VALUE:text` in its parts; quotes hide the colon.
--- @return string|nil name
--- @return table|nil property
--- @return boolean|nil is_repaired a value that needs quotes has none
local function property_of(line)
  local name, at = match(line, "^([%w-]+)()")
  if not name then return nil end
  local params, is_repaired = {}, nil
  while sub(line, at, at) == ";" do
    local key, after = match(line, "^;([%w-]+)=()", at)
    if not key then
      at = find(line, "[;:]", at + 1) or #line + 1
    else
      local value, stop = match(line, '^"([^"]*)"()', after)
      if not value then
        value = unquoted(upper(name), upper(key), line, after)
        if value then is_repaired, stop = true, after + #value end
      end
      if not value then value, stop = match(line, "^([^;:]*)()", after) end
      params[upper(key)] = value
      at = stop
    end
  end
  if sub(line, at, at) ~= ":" then return nil end
  return upper(name), { value = sub(line, at + 1), params = params }, is_repaired
end

--- Components as `{name, properties = {NAME = {{value, params}…}}, parts}`.
local function components_of(text, warnings)
  text = gsub(gsub(text, "\r\n", "\n"), "\r", "\n")
  text = gsub(text, "\n[ \t]", "")
  local root = { name = "", properties = {}, parts = {} }
  local open = { root }
  for line in gmatch(text, "[^\n]+") do
    local name, property, is_repaired = property_of(line)
    local current = open[#open]
    if is_repaired then
      warnings:add("1 line has a parameter with a colon and no quotes; it was read as if it had them",
        "%d lines have a parameter with a colon and no quotes; they were read as if they had them", line)
    end
    if name == "BEGIN" and #open < 50 then
      local part = { name = upper(match(property.value, "^%s*(.-)%s*$")), properties = {}, parts = {} }
      current.parts[#current.parts + 1] = part
      open[#open + 1] = part
    elseif name == "END" then
      if #open > 1 then open[#open] = nil end
    elseif name then
      local list = current.properties[name]
      if list then list[#list + 1] = property else current.properties[name] = { property } end
    elseif find(line, "%S") then
      warnings:add("1 line that is not a property was skipped", "%d lines that are not properties were skipped", line)
    end
  end
  return root
end

local escapes = { n = "\n", N = "\n" }

local function text_of(component, name)
  local property = component.properties[name]
  if not property then return nil end
  local text = gsub(property[1].value, "\\(.)", function(letter) return escapes[letter] or letter end)
  text = match(text, "^%s*(.-)%s*$")
  return text ~= "" and text or nil
end

-- Moments -------------------------------------------------------------------------------------

--- `{local time, unix, is_date, zone}` of a property.
local function moment_of(property, clock, index)
  local text = property.value
  if index then
    local place = 0
    for one in gmatch(property.value, "[^,]+") do
      place = place + 1
      if place == index then text = one end
    end
  end
  local seconds, is_date, is_utc = local_of(text)
  if not seconds then return nil end
  local zone = property.params.TZID
  if is_utc then zone = "UTC" end
  return { seconds = seconds, unix = clock(seconds, zone), is_date = is_date, zone = zone }
end

local function unread(warnings, text)
  warnings:add("1 date could not be read and was ignored", "%d dates could not be read and were ignored", text)
end

--- The moment of a property that there should be once; nil when it is absent or cannot be read.
local function only_moment(component, name, clock, warnings)
  local property = component.properties[name]
  local moment = property and moment_of(property[1], clock)
  if property and not moment then unread(warnings, name .. ":" .. property[1].value) end
  return moment
end

local function moments_of(list, clock, warnings)
  local all = {}
  for _, property in ipairs(list or {}) do
    local index = 0
    for one in gmatch(property.value, "[^,]+") do
      index = index + 1
      local moment = #all < most_moments and moment_of(property, clock, index)
      if moment then all[#all + 1] = moment else unread(warnings, one) end
    end
  end
  return all
end

--- The days and the seconds of `P1DT2H`: a day may have 23 or 25 hours (RFC 5545, 3.3.6). nil when that
-- cannot be read, 0 when it is negative.
local function duration_of(text)
  local sign, rest = match(text, "^%s*([+-]?)P(.*)$")
  if not rest or not find(rest, "%d") then return nil end
  if sign == "-" then return 0, 0 end
  local days, seconds = 0, 0
  for number, unit in gmatch(rest, "(%d+)([WDHMS])") do
    if unit == "W" or unit == "D" then
      days = days + tonumber(number) * (unit == "W" and 7 or 1)
    else
      seconds = seconds + tonumber(number) * ({ H = 3600, M = 60, S = 1 })[unit]
    end
  end
  return days, seconds
end

-- Events --------------------------------------------------------------------------------------

local function categories_of(component)
  local list = {}
  for _, property in ipairs(component.properties.CATEGORIES or {}) do
    -- A comma behind a backslash is part of a name.
    local value = gsub(gsub(property.value, "\\\\", "\1"), "\\,", "\2")
    for one in gmatch(value, "[^,]+") do
      one = gsub(gsub(gsub(one, "\2", ","), "\\(.)", "%1"), "\1", "\\")
      list[#list + 1] = match(one, "^%s*(.-)%s*$")
    end
  end
  return list
end

local function person_of(component)
  local property = component.properties.ORGANIZER
  if not property then return nil end
  return property[1].params.CN or (gsub(property[1].value, "^[mM][aA][iI][lL][tT][oO]:", ""))
end

--- An event as scripts see it, at one of its moments.
local function event_of(source, start)
  local component = source.component
  local finish = start.unix
  if source.days > 0 then finish = source.clock(start.seconds + source.days * day_seconds, start.zone) end
  finish = finish + source.seconds
  local year, month, day = civil(start.seconds, "UTC")
  local status = text_of(component, "STATUS")
  return {
    id = source.uid, title = text_of(component, "SUMMARY"), start = start.unix, finish = finish,
    all_day = start.is_date, day = format("%04d-%02d-%02d", year, month, day),
    location = text_of(component, "LOCATION"),
    description = text_of(component, "DESCRIPTION"), url = text_of(component, "URL"),
    status = status and lower(status), organizer = person_of(component), categories = categories_of(component),
    recurring = source.recurring or component.properties["RECURRENCE-ID"] ~= nil,
  }
end

local function source_of(component, clock, warnings)
  local property = component.properties.DTSTART
  local start = property and moment_of(property[1], clock)
  if not start then
    warnings:add("1 event was skipped, because it has no start that can be read",
      "%d events were skipped, because they have no start that can be read",
      property and "DTSTART:" .. property[1].value or text_of(component, "SUMMARY") or text_of(component, "UID"))
    return nil
  end
  local days, seconds = start.is_date and 1 or 0, 0
  local stop, written = only_moment(component, "DTEND", clock, warnings), component.properties.DURATION
  if stop and start.is_date then
    days = max(1, floor((stop.seconds - start.seconds) / day_seconds))
  elseif stop then
    seconds = max(0, stop.unix - start.unix)
  elseif written then
    local its_days, its_seconds = duration_of(written[1].value)
    if its_days then days, seconds = its_days, its_seconds else unread(warnings, "DURATION:" .. written[1].value) end
  end
  return {
    component = component, start = start, days = days, seconds = seconds, clock = clock,
    -- At least as long as any of its moments.
    length = days * day_seconds + seconds + (days > 0 and 7200 or 0),
    uid = text_of(component, "UID"),
    recurring = component.properties.RRULE ~= nil or component.properties.RDATE ~= nil,
  }
end

--- The last change of all later dates (`RANGE=THISANDFUTURE`) that a moment falls under.
local function change_at(changes, moment)
  local found
  for _, change in ipairs(changes) do
    if change.from <= moment.unix and not (found and found.from > change.from) then found = change end
  end
  return found
end

--- Adds the moments of one event that touch the window.
--- @param replaced {single: table<integer, boolean>, changes: table[]} what stands instead of its moments
local function add_moments(source, replaced, from, to, add, warnings)
  local component, clock, start = source.component, source.clock, source.start
  local excluded, excluded_days = {}, {}
  for _, one in ipairs(moments_of(component.properties.EXDATE, clock, warnings)) do
    if one.is_date and not start.is_date then
      excluded_days[floor(one.seconds / day_seconds)] = true
    else
      excluded[one.unix] = true
    end
  end
  local seen, count = {}, 0
  local function offer(moment)
    if seen[moment.unix] then return end
    seen[moment.unix] = true
    if excluded[moment.unix] or excluded_days[floor(moment.seconds / day_seconds)]
      or replaced.single[moment.unix] then return end
    local change, owner = change_at(replaced.changes, moment), source
    if change then
      local seconds = moment.seconds + change.shift
      owner = change.source
      moment = { seconds = seconds, is_date = moment.is_date, zone = owner.start.zone,
        unix = clock(seconds, owner.start.zone) }
    end
    if moment.unix >= to or moment.unix + owner.length < from then return end
    local event = event_of(owner, moment)
    if event.finish > from or event.start >= from then
      count = count + 1
      add(event)
    end
  end
  if not source.recurring then return offer(start) end
  local margin = 2 * day_seconds
  for _, change in ipairs(replaced.changes) do margin = max(margin, 2 * day_seconds + abs(change.shift)) end
  for _, property in ipairs(component.properties.RRULE or {}) do
    local rule = rules.of(property.value)
    if not rule then
      warnings:add("1 rule of repetition could not be read; only the first date of its event is there",
        "%d rules of repetition could not be read; only the first dates of their events are there", property.value)
      offer(start)
    end
    local stop, stop_is_date, stop_is_utc
    if rule and rule.until_text then stop, stop_is_date, stop_is_utc = local_of(rule.until_text) end
    if rule and rule.until_text and not stop then unread(warnings, "UNTIL=" .. rule.until_text) end
    local function emit(seconds)
      local moment = {
        seconds = seconds, is_date = start.is_date, zone = start.zone,
        unix = seconds == start.seconds and start.unix or clock(seconds, start.zone),
      }
      if stop then
        local past
        if stop_is_date then past = floor(seconds / day_seconds) > floor(stop / day_seconds)
        elseif stop_is_utc and not start.is_date then past = moment.unix > stop
        else past = seconds > stop end
        if past then return true end
      end
      offer(moment)
      if count < most_moments then return false end
      warnings:add("1 event repeats more than 5,000 times in the span; the later dates are missing",
        "%d events repeat more than 5,000 times in the span; the later dates are missing", text_of(component, "SUMMARY"))
      return true
    end
    if rule then rules.expand(rule, start.seconds, from - source.length - margin, to + margin, emit) end
  end
  if not component.properties.RRULE then offer(start) end
  for _, moment in ipairs(moments_of(component.properties.RDATE, clock, warnings)) do offer(moment) end
end

local function todo_of(component, clock, warnings)
  local due = only_moment(component, "DUE", clock, warnings)
  local start = only_moment(component, "DTSTART", clock, warnings)
  local done = only_moment(component, "COMPLETED", clock, warnings)
  local status = lower(text_of(component, "STATUS") or "")
  return {
    id = text_of(component, "UID"), title = text_of(component, "SUMMARY"),
    description = text_of(component, "DESCRIPTION"), due = due and due.unix, start = start and start.unix,
    completed = done and done.unix, done = done ~= nil or status == "completed",
    priority = tonumber(text_of(component, "PRIORITY") or ""), url = text_of(component, "URL"),
  }
end

-- The module ----------------------------------------------------------------------------------

local known = { "from", "to", "zone", "limit" }

--- Reads a calendar: the events that touch a span of time, in order of their start. Repeating events
-- are expanded with their exceptions; all-day ones start at midnight of `zone` and have `day`.
--- @param text string
--- @param options? {from: number, to: number, zone: string, limit: integer} default: from the start of today, one year, the calendar's zone, 1000 events
--- @return {name, zone, events, todos} events are {id, title, start, finish, all_day, day, location, description, url, status, organizer, categories, recurring}; times are Unix seconds
--- @example
---   ical.parse("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Tea\nDTSTART:20260105T150000Z\nRRULE:FREQ=WEEKLY\nEND:VEVENT",
---     { from = 1767225600, to = 1769904000 }).events[2].day --> 2026-01-12
function ical.parse(text, options)
  if type(text) ~= "string" then error(format("ical.parse: text must be a string, got %s", type(text)), 2) end
  options = options_of("ical.parse", options, known)
  for _, name in ipairs { "from", "to", "limit" } do
    local value = options[name]
    -- Moments of the years 0 to 9999; NaN is in no range.
    if value ~= nil and not (type(value) == "number" and value > -62e9 and value < 254e9) then
      error(format("ical.parse: %s must be a number%s, got %s", name,
        name == "limit" and "" or " of Unix seconds", tostring(value)), 2)
    end
  end
  if options.zone ~= nil and not (type(options.zone) == "string" and has_zone(options.zone)) then
    error(format("ical.parse: zone must be a name like \"Europe/Berlin\", got %s", tostring(options.zone)), 2)
  end
  text = decode(text)
  local warnings = new_warnings()
  local root = components_of(text, warnings)
  local calendars = {}
  for _, part in ipairs(root.parts) do
    if part.name == "VCALENDAR" then calendars[#calendars + 1] = part end
    -- Events that no calendar is around are one.
    if part.name == "VEVENT" and #calendars == 0 then calendars[1] = root end
  end
  if #calendars == 0 then
    fail("shape_drift", format("ical.parse: this is not a calendar; it begins with: %s",
      (gsub(sub(text, 1, 60), "%s+", " "))))
  end
  local zone_name = options.zone
  if not zone_name then
    local name = text_of(calendars[1], "X-WR-TIMEZONE")
    zone_name = name and known_zone(name) or "UTC"
  end
  local from = options.from
  if not from then
    local year, month, day = civil(natives.time.now(), zone_name)
    from = unix(year, month, day, 0, 0, 0, zone_name)
  end
  local to = options.to or from + 366 * day_seconds
  local result = {
    name = text_of(calendars[1], "X-WR-CALNAME") or text_of(calendars[1], "NAME"), zone = zone_name,
    events = {}, todos = {},
  }
  local function add(event) result.events[#result.events + 1] = event end
  for _, calendar in ipairs(calendars) do
    local clock = calendar_time.clock_of(calendar, zone_name, to + 366 * day_seconds, warnings)
    local sources, overrides = {}, {}
    for _, component in ipairs(calendar.parts) do
      if component.name == "VEVENT" then
        local source = source_of(component, clock, warnings)
        local replaced = only_moment(component, "RECURRENCE-ID", clock, warnings)
        if source and replaced then
          local id = source.uid or ""
          local of_event = overrides[id] or { single = {}, changes = {} }
          overrides[id] = of_event
          of_event.single[replaced.unix] = true
          if component.properties["RECURRENCE-ID"][1].params.RANGE == "THISANDFUTURE" then
            of_event.changes[#of_event.changes + 1] = {
              from = replaced.unix, shift = source.start.seconds - replaced.seconds, source = source,
            }
          end
          source.recurring, source.is_override = false, true
        end
        if source then sources[#sources + 1] = source end
      elseif component.name == "VTODO" then
        result.todos[#result.todos + 1] = todo_of(component, clock, warnings)
      end
    end
    for _, source in ipairs(sources) do
      local is_cancelled = source.is_override and text_of(source.component, "STATUS") == "CANCELLED"
      if not is_cancelled then
        add_moments(source, not source.is_override and overrides[source.uid or ""] or { single = {}, changes = {} }, from, to, add, warnings)
      end
    end
  end
  sort(result.events, function(a, b)
    if a.start ~= b.start then return a.start < b.start end
    return (a.title or "") < (b.title or "")
  end)
  local limit = options.limit or 1000
  for _ = limit + 1, options.limit and 0 or #result.events do
    warnings:add("1 event beyond the first 1,000 was left out; give a limit or a shorter span",
      "%d events beyond the first 1,000 were left out; give a limit or a shorter span")
  end
  for index = #result.events, limit + 1, -1 do result.events[index] = nil end
  warnings:tell("ical.parse")
  return result
end

return ical
