--- Rules of repetition (RFC 5545, 3.3.10): their text, and the moments they give. Not a module, but the
-- calendar's.
local civil, unix = ...

local ipairs, tonumber = ipairs, tonumber
local gsub, gmatch, upper = string.gsub, string.gmatch, string.upper
local sort, floor, max, min = table.sort, math.floor, math.max, math.min

local day_seconds = 86400
--- A rule may have this many empty periods in a row.
local most_empty = 3000

local steps = { SECONDLY = 1, MINUTELY = 60, HOURLY = 3600 }
local lengths = { DAILY = day_seconds, WEEKLY = 7 * day_seconds, MONTHLY = 31 * day_seconds, YEARLY = 366 * day_seconds }

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

--- @return table|nil rule nil when the text names no frequency there is
local function rule_of(text)
  local raw = {}
  for key, value in gmatch(upper(text), "([%w-]+)=([^;]*)") do raw[key] = value end
  if not (steps[raw.FREQ] or lengths[raw.FREQ]) then return nil end
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
  local length = (steps[rule.freq] or lengths[rule.freq]) * rule.interval
  return max(0, floor((from - start.seconds) / length) - 1)
end

--- Calls `emit(local_seconds)` for the moments of a rule until `to` or until it returns true.
local function expand(rule, start_seconds, from, to, emit)
  local start = parts_of(start_seconds)
  start.seconds = start_seconds
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

return { of = rule_of, expand = expand }
