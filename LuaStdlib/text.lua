--- Text: cutting, comparing, reading numbers as people write them.
local native, _, natives = ...

local type, error, tostring, tonumber, ipairs = type, error, tostring, tonumber, ipairs
local format, gsub, match, find, sub, gmatch = string.format, string.gsub, string.match, string.find,
  string.sub, string.gmatch
local lower, rep, reverse, floor, abs, concat = string.lower, string.rep, string.reverse, math.floor,
  math.abs, table.concat

local options_of, null = natives.host.arguments.options, natives.json.null()

local text = {}

local function need(name, argument, value, wanted)
  if type(value) ~= (wanted or "string") then
    error(format("text.%s: %s must be a %s, got %s", name, argument, wanted or "text", type(value)), 3)
  end
end

--- Removes the space at both ends.
--- @param value string
--- @return string
--- @example
---   text.trim("  a b ") --> a b
function text.trim(value)
  need("trim", "value", value)
  return (match(value, "^%s*(.-)%s*$"))
end

--- Removes the space at both ends and makes every run of space one.
--- @param value string
--- @return string
--- @example
---   text.fold_space(" a \n  b ") --> a b
function text.fold_space(value)
  need("fold_space", "value", value)
  return (gsub(match(gsub(value, "\u{A0}", " "), "^%s*(.-)%s*$"), "%s+", " "))
end

--- The parts between a separator (plain text, not a pattern).
--- @param value string
--- @param separator string
--- @param limit? integer at most so many parts, the last with the rest
--- @return string[]
--- @example
---   text.split("a, b, c", ", ") --> ["a","b","c"]
function text.split(value, separator, limit)
  need("split", "value", value)
  need("split", "separator", separator)
  if separator == "" then error("text.split: separator must not be empty", 2) end
  if limit ~= nil then need("split", "limit", limit, "number") end
  local parts, at = {}, 1
  while not limit or #parts + 1 < limit do
    local first, last = find(value, separator, at, true)
    if not first then break end
    parts[#parts + 1] = sub(value, at, first - 1)
    at = last + 1
  end
  parts[#parts + 1] = sub(value, at)
  return parts
end

--- The lines of a text, without their ends.
--- @param value string
--- @return string[]
--- @example
---   text.lines("a\r\nb\n") --> ["a","b"]
function text.lines(value)
  need("lines", "value", value)
  local lines = {}
  for line in gmatch(gsub(value, "\r\n?", "\n"), "([^\n]*)\n?") do lines[#lines + 1] = line end
  while #lines > 0 and lines[#lines] == "" do lines[#lines] = nil end
  return lines
end

--- The words of a text: what stands between space and punctuation.
--- @param value string
--- @return string[]
--- @example
---   text.words("Hi, you there!") --> ["Hi","you","there"]
function text.words(value)
  need("words", "value", value)
  local words = {}
  for word in gmatch(value, "[%w\x80-\xFF'_-]+") do words[#words + 1] = word end
  return words
end

--- Lower case, in all alphabets.
--- @param value string
--- @return string
--- @example
---   text.lower("ÄÖ É") --> äö é
text.lower = native.lower

--- Upper case, in all alphabets.
--- @param value string
--- @return string
--- @example
---   text.upper("straße") --> STRASSE
text.upper = native.upper

--- Lower case without accents, to compare and sort names.
--- @param value string
--- @return string
--- @example
---   text.fold("Čapek É") --> capek e
text.fold = native.fold

--- The number of characters as people count them.
--- @param value string
--- @return integer
--- @example
---   text.length("äö👍🏽") --> 3
text.length = native.length

--- Does the text begin with another?
--- @param value string
--- @param prefix string
--- @return boolean
--- @example
---   text.starts("dashboard", "dash") --> true
function text.starts(value, prefix)
  need("starts", "value", value)
  need("starts", "prefix", prefix)
  return sub(value, 1, #prefix) == prefix
end

--- Does the text end with another?
--- @param value string
--- @param suffix string
--- @return boolean
--- @example
---   text.ends("a.json", ".json") --> true
function text.ends(value, suffix)
  need("ends", "value", value)
  need("ends", "suffix", suffix)
  return suffix == "" or sub(value, -#suffix) == suffix
end

--- Do two bytes belong to one word, or to one number? Bytes above 127 are letters of other alphabets.
local function is_joined(one, other)
  return find(one, "[%a\x80-\xFF]") and find(other, "[%a\x80-\xFF]")
    or find(one, "%d") and find(other, "%d")
end

--- Does the text contain another? `fold` looks past case and accents; `word` finds whole words only: "load"
--- stands in "node_load1".
--- @param value string
--- @param part string
--- @param options? {fold: boolean, word: boolean}
--- @return boolean
--- @example
---   text.contains("Café au lait", "cafe", { fold = true, word = true }) --> true
function text.contains(value, part, options)
  need("contains", "value", value)
  need("contains", "part", part)
  options = options_of("text.contains", options, { "fold", "word" })
  if options.fold then value, part = native.fold(value), native.fold(part) end
  local first, last = find(value, part, 1, true)
  while options.word and first do
    local before, behind = sub(value, first - 1, first - 1), sub(value, last + 1, last + 1)
    if not is_joined(before, sub(part, 1, 1)) and not is_joined(behind, sub(part, -1)) then
      return true
    end
    first, last = find(value, part, first + 1, true)
  end
  return first ~= nil
end

--- What stands between two marks, the first time they come.
--- @param value string
--- @param before string
--- @param after string
--- @return string|nil
--- @example
---   text.between("a [b] c", "[", "]") --> b
function text.between(value, before, after)
  need("between", "value", value)
  need("between", "before", before)
  need("between", "after", after)
  local _, first = find(value, before, 1, true)
  local last = first and find(value, after, first + 1, true)
  if last then return sub(value, first + 1, last - 1) end
end

--- Replaces every occurrence of a plain text.
--- @param value string
--- @param part string
--- @param by string
--- @return string
--- @example
---   text.replace("1.2.3", ".", "-") --> 1-2-3
function text.replace(value, part, by)
  return concat(text.split(value, part), by)
end

--- Cuts a text to so many characters, at a word where one ends near, with an ellipsis.
--- @param value string
--- @param count integer
--- @param ellipsis? string
--- @return string
--- @example
---   text.truncate("The quick brown fox", 12) --> The quick…
function text.truncate(value, count, ellipsis)
  need("truncate", "value", value)
  need("truncate", "count", count, "number")
  ellipsis = ellipsis or "…"
  local whole, is_longer = native.take(value, floor(count))
  if not is_longer then return value end
  local cut = native.take(value, floor(count) - native.length(ellipsis))
  local at_word = match(cut, "^(.*%S)%s+%S*$")
  if at_word and #at_word > #whole * 0.6 then cut = at_word end
  return gsub(cut, "[%s,;:.]+$", "") .. ellipsis
end

--- Fills a text up to a width at its start.
--- @param value string|number
--- @param width integer
--- @param with? string default a space
--- @return string
--- @example
---   text.pad(7, 3, "0") --> 007
function text.pad(value, width, with)
  need("pad", "width", width, "number")
  local shown = tostring(value)
  return rep(with or " ", floor(width) - native.length(shown)) .. shown
end

--- How alike two texts are: 1 the same, 0 nothing in common; case and accents do not count.
--- @param a string
--- @param b string
--- @return number
--- @example
---   text.similarity("night", "Night") --> 1.0
text.similarity = native.similarity

--- What a reader sees of a piece of HTML.
--- @param html string
--- @param options? {lines: boolean} `lines` keeps paragraphs as lines
--- @return string
--- @example
---   text.plain("a&nbsp;<b>b</b><script>x</script>") --> a b
function text.plain(html, options)
  need("plain", "html", html)
  return native.plain(html, options_of("text.plain", options, { "lines" }).lines or false)
end

--- Turns bytes in an encoding of the web (`windows-1252`, `shift_jis`, `gb18030`…) into text; without a
-- name it is found out.
--- @param bytes string
--- @param charset? string
--- @return string
--- @example
---   text.decode("caf\xE9", "iso-8859-1") --> café
function text.decode(bytes, charset)
  need("decode", "bytes", bytes)
  if charset ~= nil then need("decode", "charset", charset) end
  local decoded = native.decode(bytes, charset)
  if not decoded then error(format("text.decode: there is no charset \"%s\"", charset), 2) end
  return decoded
end

-- Numbers -------------------------------------------------------------------------------------

local number_options = { "decimal", "scales" }

local scales = {
  k = 1e3, tsd = 1e3, thousand = 1e3, m = 1e6, mio = 1e6, mn = 1e6, million = 1e6, millions = 1e6,
  millionen = 1e6, b = 1e9, bn = 1e9, mrd = 1e9, billion = 1e9, billions = 1e9, milliarden = 1e9,
  t = 1e12, bio = 1e12, tn = 1e12, trillion = 1e12,
}

--- Do the marks of `1,234,567` stand between groups of three? In India it is `12,34,567`.
local function is_grouped(digits, mark)
  local sizes, is_address = {}, mark == "."
  for part in gmatch(digits .. mark, "(%d*)%" .. mark) do
    sizes[#sizes + 1] = #part
    is_address = is_address and (tonumber(part) or 256) < 256
  end
  local count = #sizes
  if sizes[1] < 1 or sizes[1] > 3 or sizes[count] ~= 3 or (count == 4 and is_address) then return false end
  for i = 2, count - 1 do
    if sizes[i] ~= 3 and not (mark == "," and sizes[i] == 2) then return false end
  end
  return true
end

--- `1.299,00` → `1299.00`: which of point and comma is the decimal one. Nil for what is no number,
-- such as a version, a date or an IP address.
local function plain_digits(digits, decimal, is_amount)
  digits = gsub(digits, "[ '_]", "")
  local point, comma = find(digits, ".", 1, true), find(digits, ",", 1, true)
  if not decimal and point and comma then
    decimal = match(digits, "([.,])%d*$") -- the one that comes last
  end
  if decimal then
    local whole, rest = match(digits, "^([^%" .. decimal .. "]*)%" .. decimal .. "?(%d*)$")
    if not whole then return nil end
    local other = decimal == "," and "." or ","
    if find(whole, other, 1, true) and not is_grouped(whole, other) then return nil end
    return gsub(whole, "%D", "") .. (rest ~= "" and "." .. rest or "")
  end
  local mark = point and "." or comma and ","
  if not mark then return digits end
  local before, after = match(digits, "^(%d*)[.,](%d*)$")
  if not before then return is_grouped(digits, mark) and gsub(digits, "%D", "") or nil end
  -- `1,234` is a thousand, `1.234` a little more than one, `0,123` and `1234,567` are below one; prices have
  -- no thousandths.
  if (mark == "," or is_amount) and #after == 3 and #before <= 3 and before ~= "0" and before ~= "" then
    return before .. after
  end
  return before .. "." .. after
end

--- Spaces, signs and fractions as a number reader wants them.
local function plain_marks(value)
  value = gsub(gsub(gsub(value, "\u{A0}", " "), "\u{202F}", " "), "\u{2009}", " ")
  value = gsub(gsub(gsub(value, "\u{2212}", "-"), "–", "-"), "’", "'")
  return (gsub(gsub(gsub(value, "½", ".5"), "¼", ".25"), "¾", ".75"))
end

--- Currencies of countries where a point groups the digits of an amount.
local point_groups = {
  ["€"] = true, EUR = true, DKK = true, NOK = true, SEK = true, PLN = true, CZK = true, BRL = true, TRY = true,
  RUB = true, HUF = true, RON = true, kr = true, ["zł"] = true, ["R$"] = true, ["₺"] = true, ["₽"] = true,
}

--- Does such a currency stand before position `first` or from `stop` on?
local function is_grouped_amount(value, first, stop)
  local before = match(sub(value, 1, first - 1), "([^%s%d]+)%s*$")
  local after = match(value, "^%s*([^%s%d.,;:)]+)", stop)
  return point_groups[before] or point_groups[after] or false
end

--- Is there a minus sign in front of position `first`?
local function is_negative(value, first)
  local before = sub(value, 1, first - 1)
  local dash = match(before, "()%-[^%w%s%-]*$")
  if dash then return not find(sub(before, dash - 1, dash - 1), "[%w]") end
  -- `- 5`, `-EUR 5`
  return find(before, "^%s*%-%D*$") ~= nil and #before < 6
end

--- The next number from position `from` on, and where it ends.
local function next_number(value, from, decimal, scaled)
  local first, last = find(value, "%d[%d.,'_]*", from)
  if not first then return nil end
  local follower = sub(value, last + 1, last + 1)
  if find(follower, "%a") and find(sub(value, first - 1, first - 1), "%a") and first > from then
    -- `B2B`
    return next_number(value, last + 1, decimal, scaled)
  end
  if sub(value, first - 1, first - 1) == "." and not find(sub(value, first - 2, first - 2), "[%d%a]") then
    first = first - 1
  end
  -- Spaces that group digits by three: `1 299 000`.
  while true do
    local _, stop = find(value, "^ %d%d%d", last + 1)
    local head = match(sub(value, first, last), "^%d%d?%d?[ %d]*$")
    if not stop or not head or find(sub(value, stop + 1, stop + 1), "%d") then break end
    last = stop
    local _, more = find(value, "^[.,]%d+", last + 1)
    if more then last = more break end
  end
  local digits = gsub(sub(value, first, last), "[.,'_]+$", "")
  local stop = first + #digits
  -- `1.299,-`
  local whole = match(value, "^([.,])%-+", stop)
  local number = tonumber(plain_digits(digits, whole or decimal, is_grouped_amount(value, first, stop)) or "")
  if not number then return next_number(value, last + 1, decimal, scaled) end
  local exponent, behind = match(value, "^[eE]([+-]?%d%d?)()%f[^%w]", stop)
  local space, scale, after = match(value, "^(%s?)(%a+)()", stop)
  scale = scale and lower(scale)
  if exponent then
    number, stop = number * 10.0 ^ tonumber(exponent), behind
  elseif scaled ~= false and scales[scale] and not find(value, "^[\x80-\xFF]", after)
    and (#scale > 1 or space == "" or find(scale, "[kb]")) then
    number, stop = number * scales[scale], after
  end
  if is_negative(value, first) or match(value, "^%s*%(.*%)%s*$") and not find(value, "%d", stop)
    or not whole and find(value, "^%-%s*$", stop) then
    number = -number
  end
  if number == floor(number) and abs(number) < 2 ^ 53 then number = floor(number) end
  return number, stop
end

--- Reads the first number in a text as people write it: `1.299,00 €`, `1,299.00`, `(3)`, `-5 %`, `1.2M`,
-- `3½`, `1.299,-`. With `decimal = ","` a comma is always the decimal mark, with `scales = false` the m of
-- `5m` is no million. Gives nil when there is none, or for nil; versions, dates and IP addresses are none.
--- @param value string|number|nil
--- @param options? {decimal: string, scales: boolean}
--- @return number|nil
--- @example
---   text.number("1.299,00 €") --> 1299
--- @example
---   text.number("(1,234)") --> -1234
function text.number(value, options)
  if value == nil or value == null then return nil end
  if type(value) == "number" then return value end
  need("number", "value", value)
  options = options_of("text.number", options, number_options)
  local decimal = options.decimal
  if decimal ~= nil and decimal ~= "," and decimal ~= "." then
    error(format("text.number: decimal must be \",\" or \".\", got %s", tostring(decimal)), 2)
  end
  return (next_number(plain_marks(sub(value, 1, 200)), 1, decimal, options.scales))
end

--- All numbers in a text, in order, each as text.number reads it.
--- @param value string
--- @param options? {decimal: string}
--- @return number[]
--- @example
---   text.numbers("3 of 12 (25.5 %)") --> [3,12,25.5]
function text.numbers(value, options)
  need("numbers", "value", value)
  local decimal = options_of("text.numbers", options, number_options).decimal
  local list, at = {}, 1
  value = plain_marks(value)
  while true do
    local number
    number, at = next_number(value, at, decimal)
    if not number then return list end
    list[#list + 1] = number
  end
end

--- A number with so many decimals and groups of three.
--- @param value number
--- @param decimals? integer
--- @return string
--- @example
---   text.grouped(1234567.891, 1) --> 1,234,567.9
function text.grouped(value, decimals)
  need("grouped", "value", value, "number")
  local shown = format("%." .. floor(decimals or 0) .. "f", value)
  local sign, whole, rest = match(shown, "^(%-?)(%d+)(.*)$")
  if not whole then return shown end
  whole = gsub(reverse(gsub(reverse(whole), "(%d%d%d)", "%1,")), "^,", "")
  return sign .. whole .. rest
end

--- A number as people say it: `12.3K`, `4.5M`.
--- @param value number
--- @return string
--- @example
---   text.compact(12345) --> 12.3K
function text.compact(value)
  need("compact", "value", value, "number")
  local size = abs(value)
  for _, unit in ipairs { { 1e12, "T" }, { 1e9, "B" }, { 1e6, "M" }, { 1e3, "K" } } do
    if size >= unit[1] * 0.9995 then
      return (gsub(format(size / unit[1] >= 99.95 and "%.0f" or "%.1f", value / unit[1]), "%.0$", "")) .. unit[2]
    end
  end
  return value == floor(value) and format("%d", floor(value)) or (gsub(format("%.2f", value), "%.?0+$", ""))
end

--- A number of bytes as people read it, in steps of 1000; as cards say it (Tests/Fixtures/byte_sizes.json).
--- @param bytes number
--- @return string
--- @example
---   text.bytes(1536) --> 1.5 kB
function text.bytes(bytes)
  need("bytes", "bytes", bytes, "number")
  local units, size, index = { "B", "kB", "MB", "GB", "TB", "PB" }, abs(bytes), 1
  local function shown() return index == 1 and floor(size + 0.5) or floor(size * 10 + 0.5) / 10 end
  -- What rounds to a whole step is one of the next unit.
  while shown() >= 1000 and index < #units do size, index = size / 1000, index + 1 end
  return (bytes < 0 and "-" or "") .. (gsub(format("%.1f", shown()), "%.0$", "")) .. " " .. units[index]
end

--- One thing or many: `text.plural(3, "day")`.
--- @param count number
--- @param one string
--- @param many? string
--- @return string
--- @example
---   text.plural(2, "story", "stories") --> 2 stories
function text.plural(count, one, many)
  need("plural", "count", count, "number")
  need("plural", "one", one)
  return format("%s %s", tostring(count), count == 1 and one or many or one .. "s")
end

--- Fills `{name}` in a text from a table; what is absent is left out.
--- @param template string
--- @param values table
--- @return string
--- @example
---   text.fill("{a} of {b}", { a = 1, b = 2 }) --> 1 of 2
function text.fill(template, values)
  need("fill", "template", template)
  need("fill", "values", values, "table")
  return (gsub(template, "{([%w_]+)}", function(name)
    local value = values[name]
    return value == nil and "" or tostring(value)
  end))
end

--- A name for an address or a file: small letters, digits and dashes.
--- @param value string
--- @return string
--- @example
---   text.slug("Crème Brûlée, 2 ×") --> creme-brulee-2
function text.slug(value)
  need("slug", "value", value)
  return (gsub(gsub(gsub(native.fold(value), "[^%w]+", "-"), "^%-", ""), "%-$", ""))
end

-- Lines ---------------------------------------------------------------------------------------

--- What stands under labels in lines `label: value` or `label = value`; a line `[section]` comes before the
-- labels that follow it.
--- @param value string
--- @return {label, value}[]
--- @example
---   text.pairs("Load: 0.42\nUp: 3 days")[2].value --> 3 days
function text.pairs(value)
  local found, section = {}, ""
  for _, line in ipairs(text.lines(value)) do
    local name = match(line, "^%s*%[([^%]]+)%]%s*$")
    local label, rest = match(line, "^%s*([^#;:=%s][^:=]-)%s*[:=]%s*(.-)%s*$")
    if name then
      section = name .. " "
    elseif label and #label <= 80 then
      found[#found + 1] = { label = section .. label, value = rest }
    end
  end
  return found
end

--- Measurements in the text format of Prometheus: a row for each, with its labels as fields.
--- @param value string
--- @return {name, value, …}[]
--- @example
---   text.metrics('http_requests_total{code="200"} 1027')[1].code --> 200
function text.metrics(value)
  local found = {}
  for _, line in ipairs(text.lines(value)) do
    local name, labels, number = match(line, "^([%a_:][%w_:]*)%s*(%b{})%s+(%S+)%s*%-?%d*%s*$")
    if not name then name, number = match(line, "^([%a_:][%w_:]*)%f[%s]%s+(%S+)%s*%-?%d*%s*$") end
    if name and sub(name, -1) == ":" then number = nil end
    number = number and tonumber(number)
    if number and number == number then
      local row = {}
      for label, content in gmatch(labels or "", '([%a_][%w_]*)%s*=%s*"(.-)"') do row[label] = content end
      row.name, row.value = name, number
      found[#found + 1] = row
    end
  end
  return found
end

-- How a line of a log begins: a moment, and the level in its places.
local LOG_MOMENTS = {
  "^%[?(%d%d%d%d%-%d%d%-%d%d[T ]%d%d:%d%d:?%d*[.,]?%d*%s?[Zz]?[+-]?[%d:]*)%]?%s+(.*)$",
  "^%[?(%d%d%d%d/%d%d/%d%d %d%d:%d%d:%d%d)%]?%s+(.*)$",
  "^%[?(%d%d%.%d%d%.%d%d%d%d,? %d%d:%d%d:?%d*)%]?%s+(.*)$",
  "^(%a%a%a%s+%d%d? %d%d:%d%d:%d%d)%s+(.*)$",
}
local LOG_LEVELS = {}
for _, level in ipairs {
  "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "ERR", "CRITICAL", "CRIT", "ALERT", "FATAL",
  "EMERG", "PANIC", "SEVERE", "FINE",
} do
  LOG_LEVELS[level] = true
end

--- A level at the start of what is left of a line, bare or in brackets.
local function log_level(rest)
  local word, behind = match(rest, "^[%[<(]?(%a+)[%]>)]?:?%s+(.*)$")
  if word and LOG_LEVELS[string.upper(word)] then return string.upper(word), behind end
  return nil, rest
end

--- The lines of a log that begin with a moment; a line without one belongs to the line before it.
--- @param value string
--- @return {time, level, source, message}[]
--- @example
---   text.log("2026-11-26 03:34:33 INFO oven-2: door closed")[1].message --> door closed
function text.log(value)
  local found = {}
  for _, line in ipairs(text.lines(value)) do
    local time, rest
    for _, pattern in ipairs(LOG_MOMENTS) do
      time, rest = match(line, pattern)
      if time then break end
    end
    if time then
      local level, source, message
      -- syslog writes the host before the program.
      local program = match(time, "^%a") and match(rest, "^[%w._-]+%s+([%w_.@/#%-]+%[?%d*%]?:%s.*)$")
      rest = program or rest
      level, rest = log_level(rest)
      source, message = match(rest, "^%[?([%w_.@/#%-]+%[?%d*%]?)%]?:%s+(.*)$")
      if source and not level then level, message = log_level(message) end
      found[#found + 1] = {
        time = gsub(time, ",(%d+)$", ".%1"), level = level, source = source, message = message or rest,
      }
    elseif #found > 0 and find(line, "%S") then
      local last = found[#found]
      if #last.message < 4000 then last.message = last.message .. "\n" .. line end
    end
  end
  return found
end

--- A number that is written as one, else the text: `007` and `1e5` stay texts.
local function value_of(written)
  if match(written, "^-?[1-9]%d*$") or match(written, "^-?%d$") or match(written, "^-?[1-9]%d*%.%d+$")
    or match(written, "^-?0%.%d+$") then
    return #written < 16 and tonumber(written) or written
  end
  return written
end

--- Lines of pairs such as `level=info ms=12`. A moment that stands alone is `time`, other words are `message`.
--- @param value string
--- @return table[]
--- @example
---   text.logfmt('level=warn msg="too hot" ms=12')[1].msg --> too hot
function text.logfmt(value)
  need("logfmt", "value", value)
  local found = {}
  for _, line in ipairs(text.lines(value)) do
    local row, words, pairs_seen = {}, {}, 0
    local at = 1
    while true do
      at = find(line, "%S", at)
      if not at then break end
      local name, start = match(line, "^([%a_@][%w_.@/%-]*)=()", at)
      if not name then
        local word = match(line, "^%S+", at)
        words[#words + 1] = word
        at = at + #word
      elseif sub(line, start, start) == '"' then
        local close = start + 1
        while close <= #line and sub(line, close, close) ~= '"' do
          close = close + (sub(line, close, close) == "\\" and 2 or 1)
        end
        row[name] = gsub(sub(line, start + 1, close - 1), "\\(.)", { ['"'] = '"', ["\\"] = "\\", n = "\n", t = "\t" })
        at, pairs_seen = close + 1, pairs_seen + 1
      else
        local written = match(line, "^%S*", start)
        row[name] = value_of(written)
        at, pairs_seen = start + #written, pairs_seen + 1
      end
    end
    if pairs_seen > 0 then
      local front = concat(words, " ")
      for _, pattern in ipairs(LOG_MOMENTS) do
        local moment, rest = match(front .. " ", pattern)
        if moment then
          row.time, front = row.time or (gsub(moment, ",(%d+)$", ".%1")), rest
          break
        end
      end
      front = text.trim(front)
      if front ~= "" then row.message = row.message or front end
      found[#found + 1] = row
    end
  end
  return found
end

return text
