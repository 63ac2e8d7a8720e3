--- The log of the run: what a script wants a person to know. `print` is `log.info`.
local _, _, natives = ...

local host = natives.host

local log = {}

local function writer(level)
  return function(message, ...)
    if type(message) ~= "string" then
      error(("log.%s: message must be a string, got %s"):format(level, type(message)), 2)
    end
    if select("#", ...) > 0 then message = message:format(...) end
    host.note(level, message)
  end
end

--- Notes something worth knowing.
--- @param message string may hold the placeholders of string.format
--- @param ... any values for the placeholders
--- @example
---   log.info("read %d rows", 12)
log.info = writer("info")

--- Notes something that may be wrong; the run goes on.
--- @param message string may hold the placeholders of string.format
--- @param ... any values for the placeholders
--- @example
---   log.warn("no rows came")
log.warn = writer("warn")

--- Notes something that is wrong; the run goes on.
--- @param message string may hold the placeholders of string.format
--- @param ... any values for the placeholders
--- @example
---   log.error("the price is missing")
log.error = writer("error")

return log
