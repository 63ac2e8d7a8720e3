-- Microseconds that lua-cjson needs to decode a file: lua5.4 json.lua FILE ROUNDS
local cjson = require "cjson"
local file = assert(io.open(arg[1], "rb"))
local text = file:read "a"
file:close()
local start = os.clock()
for _ = 1, tonumber(arg[2]) do cjson.decode(text) end
print((os.clock() - start) * 1e6 / tonumber(arg[2]))
