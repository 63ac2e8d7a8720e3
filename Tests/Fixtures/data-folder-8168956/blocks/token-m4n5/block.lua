local http = require "http"
return function(ctx) return {n = 1} end
