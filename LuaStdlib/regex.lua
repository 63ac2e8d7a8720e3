--- Regular expressions (PCRE2): for what Lua's patterns cannot say.
-- Flags: `i` any case, `m` lines, `s` dot takes line ends, `x` spaces for reading, `u` Unicode classes.
local native = ...

local type, error, format, sub, gsub, concat = type, error, string.format, string.sub, string.gsub, table.concat

local regex = {}
local compiled, count = {}, 0

local function pattern_of(name, text, pattern, flags)
  if type(text) ~= "string" then
    error(format("regex.%s: text must be a string, got %s", name, type(text)), 3)
  end
  if type(pattern) ~= "string" then
    error(format("regex.%s: pattern must be a text, got %s", name, type(pattern)), 3)
  end
  if flags ~= nil and type(flags) ~= "string" then
    error(format("regex.%s: flags must be a text like \"i\", got %s", name, type(flags)), 3)
  end
  local key = (flags or "") .. "/" .. pattern
  local known = compiled[key]
  if known then return known end
  local new, problem = native.compile(pattern, flags)
  if not new then error(format("regex.%s: the pattern \"%s\": %s", name, sub(pattern, 1, 60), problem), 3) end
  if count > 200 then compiled, count = {}, 0 end
  compiled[key], count = new, count + 1
  return new
end

local function exec(name, pattern, subject, text, start, not_empty)
  local first, last, groups, names = native.exec(pattern, subject, text, start, not_empty)
  if first == false then error(format("regex.%s: %s", name, last), 3) end
  if not first then return nil end
  for i = 1, #groups do
    if groups[i] == false then groups[i] = "" end
  end
  return { text = sub(text, first, last), first = first, last = last, groups = groups, names = names }
end

--- The first match: `text`, `first` and `last` place, `groups` by number, `names` by name.
--- @param text string
--- @param pattern string
--- @param flags? string
--- @return {text, first, last, groups, names}|nil
--- @example
---   regex.match("v1.25", "(?<major>\\d+)\\.(\\d+)").names.major --> 1
function regex.match(text, pattern, flags)
  return exec("match", pattern_of("match", text, pattern, flags), native.subject(text), text, 1)
end

--- Is there a match?
--- @param text string
--- @param pattern string
--- @param flags? string
--- @return boolean
--- @example
---   regex.test("Hello", "^hel+o$", "i") --> true
function regex.test(text, pattern, flags)
  return exec("test", pattern_of("test", text, pattern, flags), native.subject(text), text, 1) ~= nil
end

local function each(name, text, pattern, limit, visit)
  local subject = native.subject(text)
  local start, not_empty, found = 1, false, 0
  while start <= #text + 1 and found < limit do
    local one = exec(name, pattern, subject, text, start, not_empty)
    if not one then return end
    found = found + 1
    visit(one)
    not_empty = one.last < one.first
    start = one.last + 1
    if not_empty then
      -- After an empty match the next one may lie at the same place only if it is not empty.
      local next_one = exec(name, pattern, subject, text, start, true)
      if not next_one then return end
      start, not_empty = next_one.first, next_one.first == start
    end
  end
end

--- All matches, as of match.
--- @param text string
--- @param pattern string
--- @param flags? string
--- @return {text, first, last, groups, names}[]
--- @example
---   #regex.find_all("a1 b22", "[a-z](\\d+)") --> 2
function regex.find_all(text, pattern, flags)
  local list = {}
  each("find_all", text, pattern_of("find_all", text, pattern, flags), 100000, function(one)
    list[#list + 1] = one
  end)
  return list
end

-- What `$1` or `${name}` stands for; anything else stays as it is.
local function reference(one, open, name, close)
  if open == "{" then
    if close ~= "}" then return nil end
    return one.names[name] or one.groups[tonumber(name)] or (name == "0" and one.text) or ""
  end
  local digit, rest = name:match("^(%d)(.*)$")
  if not digit then return nil end
  return (digit == "0" and one.text or one.groups[tonumber(digit)] or "") .. rest .. close
end

--- Replaces all matches: by a text with `$1`, `${name}` and `$0`, or by what a function gives.
--- @param text string
--- @param pattern string
--- @param by string|function
--- @param flags? string
--- @return string
--- @example
---   regex.replace("2026-11-23", "(\\d+)-(\\d+)-(\\d+)", "$3.$2.$1") --> 23.11.2026
function regex.replace(text, pattern, by, flags)
  if type(by) ~= "string" and type(by) ~= "function" then
    error(format("regex.replace: by must be a text or a function, got %s", type(by)), 2)
  end
  local parts, at = {}, 1
  each("replace", text, pattern_of("replace", text, pattern, flags), 100000, function(one)
    parts[#parts + 1] = sub(text, at, one.first - 1)
    if type(by) == "function" then
      parts[#parts + 1] = tostring(by(one) or one.text)
    else
      parts[#parts + 1] = gsub(by, "%$({?)([%w_]+)(}?)", function(open, name, close)
        return reference(one, open, name, close)
      end)
    end
    at = one.last + 1
  end)
  parts[#parts + 1] = sub(text, at)
  return concat(parts)
end

--- The parts between matches.
--- @param text string
--- @param pattern string
--- @param flags? string
--- @return string[]
--- @example
---   regex.split("a1b22c", "\\d+") --> ["a","b","c"]
function regex.split(text, pattern, flags)
  local parts, at = {}, 1
  each("split", text, pattern_of("split", text, pattern, flags), 100000, function(one)
    if one.last >= one.first then
      parts[#parts + 1] = sub(text, at, one.first - 1)
      at = one.last + 1
    end
  end)
  parts[#parts + 1] = sub(text, at)
  return parts
end

--- A text with everything that a pattern gives a meaning to made plain.
--- @param text string
--- @return string
--- @example
---   regex.escape("a.b") --> a\.b
function regex.escape(text)
  if type(text) ~= "string" then error(format("regex.escape: text must be a string, got %s", type(text)), 2) end
  return (gsub(text, "[%^%$%(%)%%%.%[%]%*%+%-%?{}|\\/#]", "\\%0"))
end

return regex
