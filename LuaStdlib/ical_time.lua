--- Dates, times and zones as calendars write them (RFC 5545, 3.3.4, 3.3.5, 3.6.5). Not a module, but the
-- calendar's.
local civil, unix, has_zone, rules = ...

local ipairs, tonumber = ipairs, tonumber
local gsub, match, gmatch, lower, find = string.gsub, string.match, string.gmatch, string.lower, string.find
local sort, min = table.sort, math.min

local day_seconds = 86400

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

--- What comes before the city in the names of zones.
local regions = { "Europe/", "America/", "Asia/", "Africa/", "Australia/", "Pacific/", "Atlantic/", "Indian/" }

--- The zone of a city that the words behind `(UTC+01:00)` name.
local function zone_of_city(text)
  for city in gmatch(gsub(text, "^%b()", ""), "[^,;&/]+") do
    city = gsub(match(city, "^%s*(.-)%s*$"), " ", "_")
    for _, region in ipairs(regions) do
      if has_zone(region .. city) then return region .. city end
    end
  end
end

--- The zone that a calendar means by a name.
--- @return string|nil zone
--- @return boolean|nil is_offset the name tells only how far it is from UTC in winter
local function known_zone(name)
  if has_zone(name) then return name end
  local text = lower(name)
  for _, pair in ipairs(display_zones) do
    if find(text, pair[1], 1, true) then return pair[2] end
  end
  local offset = match(text, "^%(%a%a%a([+-]%d%d:%d%d)%)")
  if match(text, "^%(%a%a%a") then
    local zone = zone_of_city(text)
    if zone then return zone end
  end
  if offset and has_zone(offset) then return offset, true end
end

local function offset_of(text)
  local sign, hours, minutes = match(text or "", "^([+-])(%d%d)(%d%d)")
  if not sign then return 0 end
  return (sign == "-" and -1 or 1) * (tonumber(hours) * 3600 + tonumber(minutes) * 60)
end

--- Local seconds of `20261123T140500`, whether it is a date only, and whether it is UTC; nil for what is
-- no date, such as 31 February.
local function local_of(text)
  local year, month, day, rest = match(text, "^%s*(%d%d%d%d)(%d%d)(%d%d)(.*)$")
  if not year then return nil end
  local hour, minute, second = match(rest, "^T(%d%d)(%d%d)(%d?%d?)")
  year, month, day = tonumber(year), tonumber(month), tonumber(day)
  hour, minute, second = tonumber(hour), tonumber(minute) or 0, tonumber(second) or 0
  local midnight = unix(year, month, day, 0, 0, 0, "UTC")
  local _, real_month, real_day = civil(midnight, "UTC")
  if real_month ~= month or real_day ~= day then return nil end
  -- 24:00 is the end of a day, and 60 a leap second.
  if (hour or 0) > 24 or minute > 59 or second > 60 then return nil end
  return midnight + (hour or 0) * 3600 + minute * 60 + second, hour == nil, find(rest, "Z", 1, true) ~= nil
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
        local rule = rules.of(properties.RRULE[1].value)
        local stop = rule and rule.until_text and local_of(rule.until_text) or last
        if rule then rules.expand(rule, start, start, min(stop + day_seconds, last), add) else add(start) end
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
--- @param calendar table the component VCALENDAR
--- @param default_zone string for times without a zone, and with one that nobody knows
--- @param last number the local time up to which described zones are needed
--- @param warnings warnings
--- @return fun(seconds: number, name?: string): number
local function clock_of(calendar, default_zone, last, warnings)
  local described, zones = {}, {}
  for _, part in ipairs(calendar.parts) do
    local name = part.name == "VTIMEZONE" and part.properties.TZID and part.properties.TZID[1].value
    if name then described[name] = part end
  end
  local function zone_of(name)
    local zone, is_offset = known_zone(name)
    if described[name] and (not zone or is_offset) then
      local changes, first_offset = changes_of(described[name], last)
      return { changes = changes, first_offset = first_offset }
    end
    if is_offset then
      warnings:add("1 time zone is only known by its offset; its times are off by an hour in summer if it changes its clocks",
        "%d time zones are only known by their offsets; their times are off by an hour in summer if they change their clocks", name)
    elseif not zone then
      warnings:add("1 time zone is unknown; its times were read in " .. default_zone,
        "%d time zones are unknown; their times were read in " .. default_zone, name)
    end
    return { name = zone or default_zone }
  end
  return function(seconds, name)
    if name and not zones[name] then zones[name] = zone_of(name) end
    local zone = name and zones[name]
    if zone and zone.changes then
      local offset = zone.first_offset
      for _, change in ipairs(zone.changes) do
        if change[1] > seconds then break end
        offset = change[2]
      end
      return seconds - offset
    end
    local year, month, day, hour, minute, second = civil(seconds, "UTC")
    return unix(year, month, day, hour, minute, second, zone and zone.name or default_zone)
  end
end

return { clock_of = clock_of, known_zone = known_zone, local_of = local_of }
