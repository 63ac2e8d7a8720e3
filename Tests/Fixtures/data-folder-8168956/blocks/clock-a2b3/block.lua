return function(ctx) return {n = 1} end
