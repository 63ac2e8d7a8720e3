-- Counts down to a day; without one, to the next 1 January.
local SECONDS_A_YEAR = 31556952

return function(ctx)
  local date = ctx.params.date
  if not date or date == "" then
    date = ("%d-01-01"):format(1971 + math.floor(ctx.now / SECONDS_A_YEAR))
  end
  return { event = ctx.params.event, date = date }
end
