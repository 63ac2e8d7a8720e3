--- What a reader of data had to skip or to guess: told in the run log once for each reason, with how often
-- it was and the first example. Not a module, but the readers'.
local note = ...

local ipairs, setmetatable = ipairs, setmetatable
local format, gsub, match, sub = string.format, string.gsub, string.match, string.sub

local Warnings = {}
Warnings.__index = Warnings

--- An example in one short line.
local function shown(text)
  text = match(gsub(text, "[%s%c]+", " "), "^ ?(.-) ?$")
  if #text <= 80 then return text end
  -- Without the half of a letter.
  return match(sub(text, 1, 80), "^(.-)[\xC0-\xFF]?[\x80-\xBF]*$") .. "…"
end

--- Counts one more case of a reason.
--- @param one string the sentence when it is the only one
--- @param many string the sentence for several, with `%d` for their number
--- @param example? string where it was, or what stood there
function Warnings:add(one, many, example)
  local reason = self[many]
  if not reason then
    reason = { one = one, many = many, count = 0, example = example and shown(example) }
    self[many], self[#self + 1] = reason, reason
  end
  reason.count = reason.count + 1
end

--- Writes them into the run log. Call it once, when all is read.
--- @param name string the function that read, such as `csv.parse`
function Warnings:tell(name)
  for _, reason in ipairs(self) do
    local text = reason.count == 1 and reason.one or format(reason.many, reason.count)
    if reason.example then
      text = format("%s%s: %s", text, reason.count == 1 and "" or "; the first", reason.example)
    end
    note("warn", format("%s: %s", name, text))
  end
end

--- @return warnings
return function() return setmetatable({}, Warnings) end
