-- Listings of folders, as web servers show them: lines of a `<pre>` with a link, a date and a size.
local parts = ...
local sample = parts.sample

local listings = {}

local LINE = '<a href="([^"]*)"[^>]*>([^<]*)</a>%s+(%d[%w:-]+ +%d%d:%d%d)%s+([%d.]*%-?[KMG]?)'

function listings.find(page)
  for index, node in ipairs(page:select("pre")) do
    local rows = {}
    for link, name, changed, size in node:html({ inner = true }):gmatch(LINE) do
      rows[#rows + 1] = { name = name, link = link, changed = changed, size = size }
    end
    if #rows >= 2 then
      local shown = {}
      for i = 1, math.min(#rows, sample.MAXIMUM_ROWS) do shown[i] = rows[i] end
      return { index = index, pattern = LINE, rows = shown, total = #rows,
        values = sample.values(rows, { "name", "link", "changed", "size" }) }
    end
  end
end

return listings
