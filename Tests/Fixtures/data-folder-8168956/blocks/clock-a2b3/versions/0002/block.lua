return function(ctx) return {n = 2} end
