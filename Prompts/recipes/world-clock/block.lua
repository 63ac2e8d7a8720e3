-- The clocks tick in the browser; change cities and zones in block.ui.json.
return function(ctx)
  return { checked_at = ctx.now }
end
