--- Calendars (RFC 5545): the events of a span of time, repeating ones expanded.
local _, fail, natives = ...

local type, error, ipairs, tostring, tonumber = type, error, ipairs, tostring, tonumber
local format, gsub, match, gmatch, upper, lower, sub, find = string.format, string.gsub, string.match,
  string.gmatch, string.upper, string.lower, string.sub, string.find
local sort, floor, max, min = table.sort, math.floor, math.max, math.min
local civil, unix, has_zone = natives.time.civil, natives.time.unix, natives.time.has_zone
local decode = natives.text.decode
local options_of = natives.host.arguments.options

local ical = {}

local day_seconds = 86400
--- A rule may give this many moments, and this many empty periods in a row.
local most_moments, most_empty = 5000, 3000

-- Lines ---------------------------------------------------------------------------------------

--- `NAME;KEY=VALUE:text` in its parts; quotes hide the colon.
local function property_of(line)
  local name, at = match(line, "^([%w-]+)()")
  if not name then return nil end
  local params = {}
  while sub(line, at, at) == ";" do
    local key, after = match(line, "^;([%w-]+)=()", at)
    if not key then
      at = find(line, "[;:]", at + 1) or #line + 1
    else
      local value, stop = match(line, '^"([^"]*)"()', after)
      if not value then value, stop = match(line, "^([^;:]*)()", after) end
      params[upper(key)] = value
      at = stop
    end
  end
  if sub(line, at, at) ~= ":" then return nil end
  return upper(name), { value = sub(line, at + 1), params = params }
end

--- Components as `{name, properties = {NAME = {{value, params}…}}, parts}`.
local function components_of(text)
  text = gsub(gsub(text, "\r\n", "\n"), "\r", "\n")
  text = gsub(text, "\n[ \t]", "")
  local root = { name = "", properties = {}, parts = {} }
  local open = { root }
  for line in gmatch(text, "[^\n]+") do
    local name, property = property_of(line)
    local current = open[#open]
    if name == "BEGIN" and #open < 50 then
      local part = { name = upper(match(property.value, "^%s*(.-)%s*$")), properties = {}, parts = {} }
      current.parts[#current.parts + 1] = part
      open[#open + 1] = part
    elseif name == "END" then
      if #open > 1 then open[#open] = nil end
    elseif name then
      local list = current.properties[name]
      if list then list[#list + 1] = property else current.properties[name] = { property } end
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

-- Zones ---------------------------------------------------------------------------------------

--- What Outlook on the web writes instead of a name: `(UTC-05:00) Eastern Time (US & Canada)`.
local display_zones = {
  { "eastern time", "America/New_York" }, { "central time", "America/Chicago" },
  { "mountain time", "America/Denver" }, { "pacific time", "America/Los_Angeles" },
  { "atlantic time", "America/Halifax" }, { "amsterdam, berlin", "Europe/Berlin" },
  { "brussels, copenhagen", "Europe/Paris" }, { "dublin, edinburgh", "Europe/London" },
  { "belgrade, bratislava", "Europe/Budapest" }, { "sarajevo, skopje", "Europe/Warsaw" },
  { "helsinki, kyiv", "Europe/Kiev" }, { "athens, bucharest", "Europe/Bucharest" },
  { "canberra, melbourne", "Australia/Sydney" }, { "brisbane", "Australia/Brisbane" },
  { "moscow", "Europe/Moscow" }, { "istanbul", "Europe/Istanbul" }, { "chennai, kolkata", "Asia/Kolkata" },
  { "beijing, chongqing", "Asia/Shanghai" }, { "osaka, sapporo", "Asia/Tokyo" },
  { "auckland", "Pacific/Auckland" }, { "jerusalem", "Asia/Jerusalem" },
}

local function known_zone(name)
  if has_zone(name) then return name end
  local text = lower(name)
  for _, pair in ipairs(display_zones) do
    if find(text, pair[1], 1, true) then return pair[2] end
  end
  local offset = match(text, "^%(%a%a%a([+-]%d%d:%d%d)%)")
  return offset and has_zone(offset) and offset or nil
end

local function offset_of(text)
  local sign, hours, minutes = match(text or "", "^([+-])(%d%d)(%d%d)")
  if not sign then return 0 end
  return (sign == "-" and -1 or 1) * (tonumber(hours) * 3600 + tonumber(minutes) * 60)
end

-- Rules ---------------------------------------------------------------------------------------

local function days_of(year, month, day) return floor(unix(year, month, day, 0, 0, 0, "UTC") / day_seconds) end

local function parts_of(local_seconds)
  local year, month, day, hour, minute, second, weekday, yday = civil(local_seconds, "UTC")
  return { year = year, month = month, day = day, hour = hour, min = minute, sec = second,
    weekday = weekday, yday = yday, days = floor(local_seconds / day_seconds) }
end

--- 1 Monday … 7 Sunday.
local function weekday_of(days) return (days + 3) % 7 + 1 end

local weekdays = { MO = 1, TU = 2, WE = 3, TH = 4, FR = 5, SA = 6, SU = 7 }

local function numbers(text)
  if not text then return nil end
  local list = {}
  for one in gmatch(text, "[+-]?%d+") do
    if #list < 400 then list[#list + 1] = tonumber((gsub(one, "^%+", ""))) end
  end
  return #list > 0 and list or nil
end

local function rule_of(text)
  local raw = {}
  for key, value in gmatch(upper(text), "([%w-]+)=([^;]*)") do raw[key] = value end
  local by_day
  for number, name in gmatch(raw.BYDAY or "", "([+-]?%d*)(%u%u)") do
    if weekdays[name] then
      by_day = by_day or {}
      by_day[#by_day + 1] = { n = tonumber(number) or 0, weekday = weekdays[name] }
    end
  end
  return {
    freq = raw.FREQ, interval = max(1, min(tonumber(raw.INTERVAL) or 1, 100000)), count = tonumber(raw.COUNT),
    until_text = raw.UNTIL, week_start = weekdays[raw.WKST or ""] or 1, by_day = by_day,
    by_month = numbers(raw.BYMONTH), by_month_day = numbers(raw.BYMONTHDAY),
    by_year_day = numbers(raw.BYYEARDAY), by_week = numbers(raw.BYWEEKNO), by_hour = numbers(raw.BYHOUR),
    by_minute = numbers(raw.BYMINUTE), by_second = numbers(raw.BYSECOND), by_place = numbers(raw.BYSETPOS),
  }
end

local function has(list, value)
  for _, one in ipairs(list) do
    if one == value then return true end
  end
  return false
end

--- Does the day fit the rule's filters? `first` and `last` bound what numbered weekdays count in.
local function day_fits(rule, days, first, last)
  local p = parts_of(days * day_seconds)
  if rule.by_month and not has(rule.by_month, p.month) then return false end
  if rule.by_month_day then
    local length = days_of(p.year, p.month + 1, 1) - days_of(p.year, p.month, 1)
    if not has(rule.by_month_day, p.day) and not has(rule.by_month_day, p.day - length - 1) then return false end
  end
  if rule.by_year_day then
    local length = days_of(p.year + 1, 1, 1) - days_of(p.year, 1, 1)
    if not has(rule.by_year_day, p.yday) and not has(rule.by_year_day, p.yday - length - 1) then return false end
  end
  if rule.by_day then
    for _, one in ipairs(rule.by_day) do
      if one.weekday == p.weekday then
        if one.n == 0 then return true end
        local place = one.n > 0 and (days - first) // 7 + 1 or -((last - days) // 7 + 1)
        if place == one.n then return true end
      end
    end
    return false
  end
  return true
end

--- The first day of week `number` of a year, the weeks beginning on `week_start`.
local function week_one(year, week_start)
  local first = days_of(year, 1, 1)
  local back = (weekday_of(first) - week_start) % 7
  return back <= 3 and first - back or first - back + 7
end

--- The days of the period of a rule with index `k`, and where it begins.
local function period_days(rule, start, k)
  local list, freq, step = {}, rule.freq, k * rule.interval
  local function add(days, first, last)
    if day_fits(rule, days, first, last) then list[#list + 1] = days end
  end
  if freq == "DAILY" then
    add(start.days + step, start.days + step, start.days + step)
    return list, start.days + step
  elseif freq == "WEEKLY" then
    local week = start.days - (start.weekday - rule.week_start) % 7 + 7 * step
    for days = week, week + 6 do
      if rule.by_day or weekday_of(days) == start.weekday then add(days, week, week + 6) end
    end
    return list, week
  elseif freq == "MONTHLY" then
    local first = days_of(start.year, start.month + step, 1)
    local last = days_of(start.year, start.month + step + 1, 1) - 1
    if rule.by_day or rule.by_month_day then
      for days = first, last do add(days, first, last) end
    elseif first + start.day - 1 <= last then
      add(first + start.day - 1, first, last)
    end
    return list, first
  end
  local year = start.year + step
  local first, last = days_of(year, 1, 1), days_of(year + 1, 1, 1) - 1
  if rule.by_week then
    local one = week_one(year, rule.week_start)
    local count = (week_one(year + 1, rule.week_start) - one) // 7
    for _, number in ipairs(rule.by_week) do
      local week = number > 0 and number or count + number + 1
      for days = one + 7 * (week - 1), one + 7 * week - 1 do
        if week >= 1 and week <= count and (rule.by_day or weekday_of(days) == start.weekday) then
          add(days, first, last)
        end
      end
    end
  elseif rule.by_year_day then
    for days = first, last do add(days, first, last) end
  elseif rule.by_month then
    for _, month in ipairs(rule.by_month) do
      local from, to = days_of(year, month, 1), days_of(year, month + 1, 1) - 1
      if rule.by_day or rule.by_month_day then
        for days = from, to do add(days, from, to) end
      elseif from + start.day - 1 <= to then
        add(from + start.day - 1, from, to)
      end
    end
  elseif rule.by_day then
    for days = first, last do add(days, first, last) end
  elseif rule.by_month_day then
    for days = days_of(year, start.month, 1), days_of(year, start.month + 1, 1) - 1 do add(days, first, last) end
  else
    local from, to = days_of(year, start.month, 1), days_of(year, start.month + 1, 1) - 1
    if from + start.day - 1 <= to then add(from + start.day - 1, first, last) end
  end
  sort(list)
  return list, first
end

local steps = { SECONDLY = 1, MINUTELY = 60, HOURLY = 3600 }

--- The moments of one period, in order.
local function period_moments(rule, start, k)
  local step = steps[rule.freq]
  if step then
    local moment = start.seconds + k * rule.interval * step
    local p = parts_of(moment)
    local fits = day_fits(rule, p.days, p.days, p.days)
      and (not rule.by_hour or has(rule.by_hour, p.hour))
      and (not rule.by_minute or has(rule.by_minute, p.min))
      and (not rule.by_second or has(rule.by_second, p.sec))
    return fits and { moment } or {}, moment
  end
  local days, begin = period_days(rule, start, k)
  local list = {}
  for _, day in ipairs(days) do
    for _, hour in ipairs(rule.by_hour or { start.hour }) do
      for _, minute in ipairs(rule.by_minute or { start.min }) do
        for _, second in ipairs(rule.by_second or { start.sec }) do
          list[#list + 1] = day * day_seconds + hour * 3600 + minute * 60 + second
          if #list > 20000 then break end
        end
      end
    end
  end
  sort(list)
  if rule.by_place then
    local chosen = {}
    for _, place in ipairs(rule.by_place) do
      local moment = list[place > 0 and place or #list + place + 1]
      if moment and not has(chosen, moment) then chosen[#chosen + 1] = moment end
    end
    sort(chosen)
    list = chosen
  end
  return list, begin * day_seconds
end

--- Where to begin so that nothing of the window is missed; a counted rule begins at its start.
local function first_period(rule, start, from)
  if rule.count or from <= start.seconds then return 0 end
  local length = (steps[rule.freq] or ({ DAILY = day_seconds, WEEKLY = 7 * day_seconds,
    MONTHLY = 31 * day_seconds, YEARLY = 366 * day_seconds })[rule.freq]) * rule.interval
  return max(0, floor((from - start.seconds) / length) - 1)
end

--- Calls `emit(local_seconds)` for the moments of a rule until `to` or until it returns true.
local function expand(rule, start_seconds, from, to, emit)
  local start = parts_of(start_seconds)
  start.seconds = start_seconds
  if not (steps[rule.freq] or rule.freq == "DAILY" or rule.freq == "WEEKLY" or rule.freq == "MONTHLY"
    or rule.freq == "YEARLY") then
    return emit(start_seconds)
  end
  local k = first_period(rule, start, from)
  local count, empty = 0, 0
  -- The first moment is one even when the rule would not give it.
  if k == 0 then
    count = 1
    if emit(start_seconds) then return end
  end
  while empty < most_empty and count < 100000 do
    local moments, begin = period_moments(rule, start, k)
    if begin > to then return end
    empty = #moments == 0 and empty + 1 or 0
    for _, moment in ipairs(moments) do
      if moment > start_seconds then
        if rule.count and count >= rule.count then return end
        count = count + 1
        if moment > to or emit(moment) then return end
      end
    end
    if rule.count and count >= rule.count then return end
    k = k + 1
  end
end

-- Moments -------------------------------------------------------------------------------------

--- Local seconds of `20261123T140500`, whether it is a date only, and whether it is UTC.
local function local_of(text)
  local year, month, day, rest = match(text, "^%s*(%d%d%d%d)(%d%d)(%d%d)(.*)$")
  if not year then return nil end
  local hour, minute, second = match(rest, "^T(%d%d)(%d%d)(%d?%d?)")
  local seconds = unix(tonumber(year), tonumber(month), tonumber(day), tonumber(hour) or 0, tonumber(minute) or 0,
    tonumber(second) or 0, "UTC")
  return seconds, hour == nil, find(rest, "Z", 1, true) ~= nil
end

--- The changes of a VTIMEZONE, in order: `{local time, offset}`.
local function changes_of(component, last)
  local changes, first_offset = {}, 0
  for index, part in ipairs(component.parts) do
    local properties = part.properties
    local start = properties.DTSTART and local_of(properties.DTSTART[1].value)
    if start then
      local offset = offset_of(properties.TZOFFSETTO and properties.TZOFFSETTO[1].value)
      if index == 1 then first_offset = offset_of(properties.TZOFFSETFROM and properties.TZOFFSETFROM[1].value) end
      local function add(moment)
        changes[#changes + 1] = { moment, offset }
        return #changes > 2000
      end
      if properties.RRULE then
        local rule = rule_of(properties.RRULE[1].value)
        local stop = rule.until_text and local_of(rule.until_text) or last
        expand(rule, start, start, min(stop + day_seconds, last), add)
      else
        add(start)
      end
      for _, property in ipairs(properties.RDATE or {}) do
        for one in gmatch(property.value, "[^,]+") do
          local moment = local_of(one)
          if moment then add(moment) end
        end
      end
    end
  end
  sort(changes, function(a, b) return a[1] < b[1] end)
  return changes, first_offset
end

--- What turns local times into moments: the zones of the system, else those the file describes.
local function clock_of(calendar, default_zone, last)
  local described, changes = {}, {}
  for _, part in ipairs(calendar.parts) do
    local name = part.name == "VTIMEZONE" and part.properties.TZID and part.properties.TZID[1].value
    if name then described[name] = part end
  end
  return function(seconds, name)
    local zone = name == nil and default_zone or known_zone(name)
    if not zone and described[name] then
      if not changes[name] then changes[name] = { changes_of(described[name], last) } end
      local offset = changes[name][2]
      for _, change in ipairs(changes[name][1]) do
        if change[1] > seconds then break end
        offset = change[2]
      end
      return seconds - offset
    end
    local year, month, day, hour, minute, second = civil(seconds, "UTC")
    return unix(year, month, day, hour, minute, second, zone or default_zone)
  end
end

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

local function moments_of(list, clock)
  local all = {}
  for _, property in ipairs(list or {}) do
    local index = 0
    for _ in gmatch(property.value, "[^,]+") do
      index = index + 1
      if #all < most_moments then all[#all + 1] = moment_of(property, clock, index) end
    end
  end
  return all
end

local function duration_of(text)
  local sign, rest = match(text, "^%s*([+-]?)P(.*)$")
  if not rest then return nil end
  local total = 0
  for number, unit in gmatch(rest, "(%d+)([WDHMS])") do
    total = total + tonumber(number) * ({ W = 604800, D = 86400, H = 3600, M = 60, S = 1 })[unit]
  end
  return sign == "-" and -total or total
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
  local finish = start.unix + source.length
  if source.is_days then finish = source.clock(start.seconds + source.length, start.zone) end
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

local function source_of(component, clock)
  local property = component.properties.DTSTART
  local start = property and moment_of(property[1], clock)
  if not start then return nil end
  local length, is_days = start.is_date and day_seconds or 0, start.is_date
  local stop = component.properties.DTEND and moment_of(component.properties.DTEND[1], clock)
  if stop then
    length = is_days and max(0, stop.seconds - start.seconds) or max(0, stop.unix - start.unix)
    if is_days and length == 0 then length = day_seconds end
  elseif component.properties.DURATION then
    length = max(0, duration_of(component.properties.DURATION[1].value) or length)
  end
  return {
    component = component, start = start, length = length, is_days = is_days, clock = clock,
    uid = text_of(component, "UID"),
    recurring = component.properties.RRULE ~= nil or component.properties.RDATE ~= nil,
  }
end

--- Adds the moments of one event that touch the window.
local function add_moments(source, overrides, from, to, add)
  local component, clock, start = source.component, source.clock, source.start
  local excluded, excluded_days = {}, {}
  for _, one in ipairs(moments_of(component.properties.EXDATE, clock)) do
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
      or overrides[moment.unix] then return end
    if moment.unix < to and (moment.unix + source.length > from or moment.unix >= from) then
      count = count + 1
      add(event_of(source, moment))
    end
  end
  if not source.recurring then return offer(start) end
  local margin = 2 * day_seconds
  for _, property in ipairs(component.properties.RRULE or {}) do
    local rule = rule_of(property.value)
    local stop, stop_is_date, stop_is_utc
    if rule.until_text then stop, stop_is_date, stop_is_utc = local_of(rule.until_text) end
    expand(rule, start.seconds, from - source.length - margin, to + margin, function(seconds)
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
      return count >= most_moments
    end)
  end
  if not component.properties.RRULE then offer(start) end
  for _, moment in ipairs(moments_of(component.properties.RDATE, clock)) do offer(moment) end
end

local function todo_of(component, clock)
  local due = component.properties.DUE and moment_of(component.properties.DUE[1], clock)
  local start = component.properties.DTSTART and moment_of(component.properties.DTSTART[1], clock)
  local done = component.properties.COMPLETED and moment_of(component.properties.COMPLETED[1], clock)
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
  local root = components_of(text)
  local calendars = {}
  for _, part in ipairs(root.parts) do
    if part.name == "VCALENDAR" then calendars[#calendars + 1] = part end
    -- Events that no calendar is around are one.
    if part.name == "VEVENT" and #calendars == 0 then calendars[1] = root end
  end
  if #calendars == 0 then
    fail("shape_drift", format("ical.parse: this is no calendar; it begins with: %s",
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
    local clock = clock_of(calendar, zone_name, to + 366 * day_seconds)
    local sources, overrides = {}, {}
    for _, component in ipairs(calendar.parts) do
      if component.name == "VEVENT" then
        local source = source_of(component, clock)
        local instead = component.properties["RECURRENCE-ID"]
        local replaced = instead and moment_of(instead[1], clock)
        if source and replaced then
          local id = source.uid or ""
          overrides[id] = overrides[id] or {}
          overrides[id][replaced.unix] = true
          source.recurring, source.is_override = false, true
        end
        if source then sources[#sources + 1] = source end
      elseif component.name == "VTODO" then
        result.todos[#result.todos + 1] = todo_of(component, clock)
      end
    end
    for _, source in ipairs(sources) do
      local is_cancelled = source.is_override and text_of(source.component, "STATUS") == "CANCELLED"
      if not is_cancelled then
        add_moments(source, not source.is_override and overrides[source.uid or ""] or {}, from, to, add)
      end
    end
  end
  sort(result.events, function(a, b)
    if a.start ~= b.start then return a.start < b.start end
    return (a.title or "") < (b.title or "")
  end)
  for index = #result.events, (options.limit or 1000) + 1, -1 do result.events[index] = nil end
  return result
end

return ical
