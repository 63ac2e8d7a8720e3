--- Time: moments are Unix seconds; zones are IANA names such as `Europe/Berlin` (default UTC).
local native, _, natives = ...

local type, error, tostring, pairs, ipairs = type, error, tostring, pairs, ipairs
local format, gsub, find = string.format, string.gsub, string.find
local floor, abs, max = math.floor, math.abs, math.max

local options_of, null = natives.host.arguments.options, natives.json.null()

local time = {}

local function bad(name, argument, wanted, got)
  error(format("time.%s: %s must be %s, got %s", name, argument, wanted,
    type(got) == "string" and format("%q", got) or tostring(got)), 3)
end

--- From here on a number is milliseconds: seconds would be beyond the year 9999.
local first_milliseconds = 2.6e11

--- A moment: seconds, milliseconds that are plainly such, or a text that parse reads.
local function moment(name, value, argument)
  if type(value) == "number" and value == value then
    if abs(value) > first_milliseconds then value = value / 1000 end
    if abs(value) < 1e12 then return value end
  end
  local seconds = type(value) == "string" and native.parse(value, "UTC") or nil
  if not seconds then error(format("time.%s: %s must be Unix seconds, got %s", name, argument or "t",
    type(value) == "string" and format("%q", value) or tostring(value)), 3) end
  return seconds
end

local function zone_of(name, zone)
  if zone == nil then return "UTC" end
  if type(zone) ~= "string" or not native.has_zone(zone) then
    error(format("time.%s: zone must be a name like \"Europe/Berlin\", got %s", name,
      type(zone) == "string" and format("%q", zone) or tostring(zone)), 3)
  end
  return zone
end

--- The present moment.
--- @return integer seconds
--- @example
---   time.now() > 1700000000 --> true
function time.now() return native.now() end

local parse_options = { "zone", "day_first", "now" }

--- Reads a date as machines or people write it: RFC 3339, RFC 2822, `23 Nov 2026`, `23.11.2026 14:05`,
-- `11/23/2026`, `3 hours ago`, Unix seconds, milliseconds and smaller. Gives nil for what is no date, and
-- for nil.
--- @param text string|number|nil
--- @param options? {zone: string, day_first: boolean, now: number} for dates that leave it open
--- @return integer|nil seconds
--- @return string|nil problem
--- @example
---   time.parse("Mon, 23 Nov 2026 14:05:00 +0100") --> 1795439100
--- @example
---   time.parse("2026-11-23T13:05:00Z") --> 1795439100
function time.parse(text, options)
  if text == nil or text == null then return nil, "there is no date" end
  options = options_of("time.parse", options, parse_options)
  if type(text) == "number" then
    if text ~= text or abs(text) > 1e19 then return nil, "this is not a date" end
    -- Each unit begins where the one before would be beyond the year 9999.
    for _ = 1, 3 do
      if abs(text) > first_milliseconds then text = text / 1000 end
    end
    return floor(text)
  end
  if type(text) ~= "string" then bad("parse", "text", "a text or a number", text) end
  local seconds = native.parse(text, zone_of("parse", options.zone), options.day_first, options.now)
  if seconds then return seconds end
  return nil, format("%q is not a date", text:sub(1, 60))
end

--- The day that a date names, as text: for what has no time of day. Eight digits are a day, too.
--- @param value string|number|nil
--- @param options? table as of time.parse
--- @return string|nil
--- @example
---   time.day("09/11/2026", { day_first = true }) --> 2026-11-09
function time.day(value, options)
  if type(value) == "number" and value >= 19000101 and value <= 21001231 then value = format("%d", value) end
  local seconds = time.parse(value, options)
  return seconds and time.format(seconds, "%Y-%m-%d", options and options.zone)
end

--- The parts of a moment in a zone.
--- @param t number
--- @param zone? string
--- @return {year, month, day, hour, min, sec, weekday, yday, offset, zone, is_dst} weekday 1 is Monday
--- @example
---   time.parts(0).year --> 1970
function time.parts(t, zone)
  t, zone = moment("parts", t), zone_of("parts", zone)
  local year, month, day, hour, min, sec, weekday, yday, offset, name, is_dst = native.civil(t, zone)
  return {
    year = year, month = month, day = day, hour = hour, min = min, sec = sec, weekday = weekday,
    yday = yday, offset = offset, zone = name, is_dst = is_dst,
  }
end

local part_names = { "year", "month", "day", "hour", "min", "sec" }

--- The moment of a local date; parts out of range carry over.
--- @param parts {year, month?, day?, hour?, min?, sec?}
--- @param zone? string
--- @return integer seconds
--- @example
---   time.make({ year = 2026, month = 11, day = 23, hour = 14 }, "Europe/Berlin") --> 1795438800
function time.make(parts, zone)
  if type(parts) ~= "table" then bad("make", "parts", "a table with year, month, day …", parts) end
  options_of("time.make", parts, part_names)
  zone = zone_of("make", zone)
  for _, name in ipairs(part_names) do
    local value = parts[name]
    if value ~= nil and type(value) ~= "number" or name == "year" and value == nil then
      bad("make", name, "a number", value)
    end
  end
  local seconds = native.unix(parts.year, parts.month or 1, parts.day or 1, parts.hour or 0,
    parts.min or 0, parts.sec or 0, zone)
  if not seconds then error("time.make: the date is out of range", 2) end
  return seconds
end

local months = { "January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December" }
local days = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" }

local function week_of(p)
  local week = (p.yday - p.weekday + 10) // 7
  local function weeks_in(year)
    local first = native.civil(native.unix(year, 1, 1, 0, 0, 0, "UTC"), "UTC")
    local _, _, _, _, _, _, weekday = native.civil(native.unix(first, 1, 1, 0, 0, 0, "UTC"), "UTC")
    local is_leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
    return (weekday == 4 or (weekday == 3 and is_leap)) and 53 or 52
  end
  if week < 1 then return weeks_in(p.year - 1), p.year - 1 end
  if week > weeks_in(p.year) then return 1, p.year + 1 end
  return week, p.year
end

local function offset_text(offset, colon)
  local minutes = abs(offset) // 60
  return format("%s%02d%s%02d", offset < 0 and "-" or "+", minutes // 60, colon, minutes % 60)
end

local letters = {
  Y = function(p) return format("%04d", p.year) end,
  y = function(p) return format("%02d", p.year % 100) end,
  m = function(p) return format("%02d", p.month) end,
  d = function(p) return format("%02d", p.day) end,
  e = function(p) return tostring(p.day) end,
  j = function(p) return format("%03d", p.yday) end,
  H = function(p) return format("%02d", p.hour) end,
  I = function(p) return format("%02d", (p.hour + 11) % 12 + 1) end,
  l = function(p) return tostring((p.hour + 11) % 12 + 1) end,
  M = function(p) return format("%02d", p.min) end,
  S = function(p) return format("%02d", p.sec) end,
  k = function(p) return format("%2d", p.hour) end,
  p = function(p) return p.hour < 12 and "AM" or "PM" end,
  P = function(p) return p.hour < 12 and "am" or "pm" end,
  A = function(p) return days[p.weekday] end,
  a = function(p) return days[p.weekday]:sub(1, 3) end,
  B = function(p) return months[p.month] end,
  b = function(p) return months[p.month]:sub(1, 3) end,
  u = function(p) return tostring(p.weekday) end,
  w = function(p) return tostring(p.weekday % 7) end,
  V = function(p) return format("%02d", (week_of(p))) end,
  G = function(p) local _, year = week_of(p) return tostring(year) end,
  z = function(p) return offset_text(p.offset, "") end,
  Z = function(p) return p.zone end,
  s = function(_, t) return tostring(floor(t)) end,
  D = function(p) return format("%02d/%02d/%02d", p.month, p.day, p.year % 100) end,
  h = function(p) return months[p.month]:sub(1, 3) end,
  F = function(p) return format("%04d-%02d-%02d", p.year, p.month, p.day) end,
  T = function(p) return format("%02d:%02d:%02d", p.hour, p.min, p.sec) end,
  R = function(p) return format("%02d:%02d", p.hour, p.min) end,
  ["%"] = function() return "%" end,
}

local patterns = {
  date = "%F", time = "%R", datetime = "%F %R", rfc2822 = "%a, %d %b %Y %T %z", long = "%e %B %Y",
  weekday = "%A", month = "%B %Y",
}

--- Writes a moment: with letters as of strftime (%Y %m %d %H %M %S %A %b …, and %-d without the zero),
-- or by the names `iso date time datetime long weekday month rfc2822`.
--- @param t number
--- @param pattern? string default `iso`
--- @param zone? string
--- @return string
--- @example
---   time.format(1795439100, "%a %e %b %H:%M", "Europe/Berlin") --> Mon 23 Nov 14:05
function time.format(t, pattern, zone)
  t, zone = moment("format", t), zone_of("format", zone)
  if pattern ~= nil and type(pattern) ~= "string" then bad("format", "pattern", "a text", pattern) end
  local p = time.parts(t, zone)
  if pattern == nil or pattern == "iso" or pattern == "rfc3339" then
    return format("%04d-%02d-%02dT%02d:%02d:%02d%s", p.year, p.month, p.day, p.hour, p.min, p.sec,
      p.offset == 0 and "Z" or offset_text(p.offset, ":"))
  end
  pattern = patterns[pattern] or pattern
  if not find(pattern, "%", 1, true) then
    error(format("time.format: there is no pattern %q; there are iso, date, time, datetime, long, weekday, month, rfc2822, and letters such as %%Y-%%m-%%d", pattern), 2)
  end
  local unknown
  local text = gsub(pattern, "%%(%-?)(.)", function(dash, letter)
    local write = letters[letter]
    if not write then unknown = letter return "" end
    return dash == "" and write(p, t) or (gsub(write(p, t), "^[0 ]+(%d)", "%1"))
  end)
  if unknown then error(format("time.format: there is no letter %%%s", unknown), 2) end
  return text
end

local seconds_in = {
  second = 1, sec = 1, minute = 60, min = 60, hour = 3600, day = 86400, week = 604800,
}

local function unit_of(name, unit)
  local singular = type(unit) == "string" and gsub(unit, "s$", "") or unit
  if seconds_in[singular] or singular == "month" or singular == "year" or singular == "quarter" then
    return singular
  end
  error(format("time.%s: there is no unit %s; there are second, minute, hour, day, week, month, quarter, year",
    name, type(unit) == "string" and format("'%s'", unit) or tostring(unit)), 3)
end

--- Adds to a moment: days, weeks, months and years keep the time of day in the zone; a day that a month
-- lacks becomes its last.
--- @param t number
--- @param amounts {years?, months?, weeks?, days?, hours?, minutes?, seconds?}
--- @param zone? string
--- @return integer seconds
--- @example
---   time.format(time.add("2026-01-31", { months = 1 }), "date") --> 2026-02-28
function time.add(t, amounts, zone)
  t, zone = moment("add", t), zone_of("add", zone)
  if type(amounts) ~= "table" then bad("add", "amounts", "a table like { days = 1 }", amounts) end
  local month_count, day_count, rest = 0, 0, 0
  for unit, amount in pairs(amounts) do
    if type(amount) ~= "number" then bad("add", tostring(unit), "a number", amount) end
    local name = unit_of("add", unit)
    if name == "year" then month_count = month_count + 12 * amount
    elseif name == "quarter" then month_count = month_count + 3 * amount
    elseif name == "month" then month_count = month_count + amount
    elseif name == "week" then day_count = day_count + 7 * amount
    elseif name == "day" then day_count = day_count + amount
    else rest = rest + seconds_in[name] * amount end
  end
  if month_count ~= 0 or day_count ~= 0 then
    local p = time.parts(t, zone)
    local day = p.day
    if month_count ~= 0 then
      local first = native.unix(p.year, p.month + month_count, 1, 0, 0, 0, "UTC")
      local after = native.unix(p.year, p.month + month_count + 1, 1, 0, 0, 0, "UTC")
      if not first or not after then error("time.add: the date is out of range", 2) end
      local last = (after - first) // 86400
      if day > last then day = last end
    end
    t = native.unix(p.year, p.month + month_count, day + day_count, p.hour, p.min, p.sec, zone)
    if not t then error("time.add: the date is out of range", 2) end
  end
  return floor(t + rest)
end

--- The first second of the minute, hour, day, week (Monday), month, quarter or year of a moment.
--- @param t number
--- @param unit string
--- @param zone? string
--- @return integer seconds
--- @example
---   time.format(time.start_of("2026-11-25T10:00:00Z", "week"), "date") --> 2026-11-23
function time.start_of(t, unit, zone)
  t, zone = moment("start_of", t), zone_of("start_of", zone)
  unit = unit_of("start_of", unit)
  local p = time.parts(t, zone)
  if unit == "minute" or unit == "min" then return floor(t) - p.sec end
  if unit == "hour" then return floor(t) - p.sec - p.min * 60 end
  if unit == "second" or unit == "sec" then return floor(t) end
  local month, day = p.month, p.day
  if unit == "week" then day = day - p.weekday + 1
  elseif unit == "month" then day = 1
  elseif unit == "quarter" then month, day = month - (month - 1) % 3, 1
  elseif unit == "year" then month, day = 1, 1 end
  return native.unix(p.year, month, day, 0, 0, 0, zone)
end

--- How much later `b` is than `a`, in a unit; days are calendar days in the zone.
--- @param a number
--- @param b number
--- @param unit? string default `second`
--- @param zone? string
--- @return number
--- @example
---   time.diff("2026-11-23", "2026-12-24", "day") --> 31
function time.diff(a, b, unit, zone)
  a, b, zone = moment("diff", a, "a"), moment("diff", b, "b"), zone_of("diff", zone)
  unit = unit_of("diff", unit or "second")
  if unit == "day" or unit == "week" then
    local function day_number(t)
      local p = time.parts(t, zone)
      return native.unix(p.year, p.month, p.day, 0, 0, 0, "UTC") // 86400
    end
    local count = day_number(b) - day_number(a)
    return unit == "week" and count / 7 or count
  end
  if unit == "month" or unit == "quarter" or unit == "year" then
    local p, q = time.parts(a, zone), time.parts(b, zone)
    local count = (q.year - p.year) * 12 + q.month - p.month
    if count > 0 and q.day < p.day then count = count - 1 end
    if count < 0 and q.day > p.day then count = count + 1 end
    return unit == "year" and count / 12 or unit == "quarter" and count / 3 or count
  end
  return (b - a) / seconds_in[unit]
end

--- A span of seconds in words: the two largest units.
--- @param seconds number
--- @return string
--- @example
---   time.duration(3900) --> 1 h 5 min
function time.duration(seconds)
  if type(seconds) ~= "number" or seconds ~= seconds or abs(seconds) > 1e12 then bad("duration", "seconds", "a number", seconds) end
  local sign = seconds < 0 and "-" or ""
  local rest = floor(abs(seconds) + 0.5)
  local list = { { 86400, "d" }, { 3600, "h" }, { 60, "min" }, { 1, "s" } }
  for i, unit in pairs(list) do
    if rest >= unit[1] or i == 4 then
      local text = format("%d %s", rest // unit[1], unit[2])
      local below = list[i + 1]
      local part = below and rest % unit[1] // below[1] or 0
      return sign .. text .. (part > 0 and format(" %d %s", part, below[2]) or "")
    end
  end
end

-- Seconds below which a unit is used, seconds of one, and its name: the rule of cards (`relative`), whose
-- words are shorter. All are held to Tests/Fixtures/relative_times.json.
local ages = {
  { 3570, 60, "minute" }, { 84600, 3600, "hour" }, { 45 * 86400, 86400, "day" },
  { 548 * 86400, 30.44 * 86400, "month" }, { math.huge, 365.25 * 86400, "year" },
}

--- A moment in words beside now: `3 hours ago`, `in 2 days`.
--- @param t number
--- @param now? number
--- @return string
--- @example
---   time.ago(1000, 1000 + 7200) --> 2 hours ago
function time.ago(t, now)
  t = moment("ago", t)
  local passed = (now and moment("ago", now, "now") or native.now()) - t
  local distance = abs(passed)
  if distance < 60 then return "just now" end
  for _, unit in ipairs(ages) do
    if distance < unit[1] then
      local count = max(1, floor(distance / unit[2] + 0.5))
      local text = format("%d %s%s", count, unit[3], count == 1 and "" or "s")
      return passed > 0 and text .. " ago" or "in " .. text
    end
  end
end

--- Is there a zone of that name?
--- @param name string
--- @return boolean
--- @example
---   time.is_zone("Europe/Berlin") --> true
function time.is_zone(name) return native.has_zone(name) end

return time
