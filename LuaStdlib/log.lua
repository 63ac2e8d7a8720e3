--- Lines for the run log, which `dash run-block` and the card's details show.
local native = ...

local type, tostring, select, pcall, concat = type, tostring, select, pcall, table.concat
local getmetatable = getmetatable
local json = require "json"

local log = {}

local function text_of(...)
  local parts = {}
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    local ok, text = false, nil
    -- A failure shows its message; its metatable is `false`.
    if type(value) == "table" and getmetatable(value) ~= false then ok, text = pcall(json.encode, value) end
    parts[i] = ok and text or tostring(value)
  end
  return concat(parts, " ")
end

--- Notes something. Tables are written as JSON.
--- @param ... any
--- @example
---   log.info("found", 3, "stories")
function log.info(...) native.note("info", text_of(...)) end

--- Notes something the person should know.
--- @param ... any
--- @example
---   log.warn("the source has no prices today")
function log.warn(...) native.note("warn", text_of(...)) end

--- Notes something that went wrong.
--- @param ... any
--- @example
---   log.error("no answer from", url)
function log.error(...) native.note("error", text_of(...)) end

return log
