return function(ctx)
  -- in the middle of
