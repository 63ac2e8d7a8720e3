--- Digests, as hexadecimal text.
local native = ...

local type, error, format, gsub, byte = type, error, string.format, string.gsub, string.byte

local hash = {}

local function digest(name)
  return function(text)
    if type(text) ~= "string" then
      error(format("hash.%s: text must be a string, got %s", name, type(text)), 2)
    end
    return hash.hex(native.digest(name, text))
  end
end

--- Bytes as hexadecimal digits.
--- @param bytes string
--- @return string
--- @example
---   hash.hex("\x01\xAB") --> 01ab
function hash.hex(bytes)
  if type(bytes) ~= "string" then error(format("hash.hex: bytes must be a string, got %s", type(bytes)), 2) end
  return (gsub(bytes, ".", function(one) return format("%02x", byte(one)) end))
end

--- The MD5 of a text; for addresses such as Gravatar's, not for secrets.
--- @param text string
--- @return string
--- @example
---   hash.md5("a") --> 0cc175b9c0f1b6a831c399e269772661
hash.md5 = digest("md5")

--- The SHA-1 of a text.
--- @param text string
--- @return string
--- @example
---   hash.sha1("a") --> 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8
hash.sha1 = digest("sha1")

--- The SHA-256 of a text.
--- @param text string
--- @return string
--- @example
---   hash.sha256(""):sub(1, 4) --> e3b0
hash.sha256 = digest("sha256")

--- The SHA-512 of a text.
--- @param text string
--- @return string
--- @example
---   #hash.sha512("a") --> 128
hash.sha512 = digest("sha512")

--- The keyed digest of a text (HMAC).
--- @param name string `md5`, `sha1`, `sha256` or `sha512`
--- @param key string
--- @param text string
--- @return string
--- @example
---   hash.hmac("md5", "key", "text"):sub(1, 4) --> d0ca
function hash.hmac(name, key, text)
  if type(key) ~= "string" then error(format("hash.hmac: key must be a string, got %s", type(key)), 2) end
  if type(text) ~= "string" then error(format("hash.hmac: text must be a string, got %s", type(text)), 2) end
  local bytes = type(name) == "string" and native.hmac(name, key, text)
  if not bytes then error("hash.hmac: name must be one of md5, sha1, sha256, sha512", 2) end
  return hash.hex(bytes)
end

return hash
