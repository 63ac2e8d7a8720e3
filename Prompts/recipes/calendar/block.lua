-- The next events of a calendar; repeating ones are expanded. Another address needs its host in block.json.
local http, list = require "http", require "list"

return function(ctx)
  local calendar = http.get(ctx.params.url):ical()
  return {
    name = calendar.name or "Calendar",
    events = list.map(list.take(calendar.events, ctx.params.count), function(event)
      return {
        title = event.title, start = event.start, finish = event.finish, all_day = event.all_day,
        place = event.location, url = event.url,
      }
    end),
  }
end
