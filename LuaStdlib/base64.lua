--- Base64 (RFC 4648).
local native, _, natives = ...

local error, format = error, string.format
local options_of = natives.host.arguments.options

local base64 = {}

--- Writes bytes as letters; `url` uses the alphabet for addresses, without padding.
--- @param bytes string
--- @param options? {url: boolean}
--- @return string
--- @example
---   base64.encode("hi?>") --> aGk/Pg==
function base64.encode(bytes, options)
  return native.encode(bytes, options_of("base64.encode", options, { "url" }).url or false)
end

--- Reads either alphabet, with or without padding.
--- @param text string
--- @return string
--- @example
---   base64.decode("aGk_Pg") --> hi?>
function base64.decode(text)
  local bytes = native.decode(text)
  if bytes == nil then error(format("base64.decode: this is not Base64: %s", text:sub(1, 40)), 2) end
  return bytes
end

return base64
