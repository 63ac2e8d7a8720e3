-- The tables of a page, and what stands under labels.
local parts = ...
local sample, places = parts.sample, parts.places

local tables = {}

--- Is every cell of the table a link and nothing more?
local function is_navigation(node, grid)
  if #grid.rows > 2 then return false end
  local texts, linked = 0, 0
  for _, cell in ipairs(node:select("td")) do
    if cell:text() ~= "" then
      texts = texts + 1
      local link = cell:first("a[href]")
      if link and link:text() == cell:text() then linked = linked + 1 end
    end
  end
  return texts == linked
end

--- Are the rows a label and a value each? Labels are different texts without numbers.
local function is_pairs(node, grid)
  local width = #grid.columns > 0 and #grid.columns or grid.rows[1] and #grid.rows[1] or 0
  if width ~= 2 then return false end
  local rows = node:select("tr")
  local labels, heads, seen, count = 0, 0, {}, 0
  for _, row in ipairs(rows) do
    local cells = row:children()
    if #cells == 2 then
      count = count + 1
      local label = cells[1]:text()
      if cells[1]:name() == "th" and cells[2]:name() == "td" then heads = heads + 1 end
      if label ~= "" and #label <= 60 and not label:find("^[%d.,%s/:-]+$") and not seen[label] then labels = labels + 1 end
      seen[label] = true
    end
  end
  if count < 2 then return false end
  if heads == count then return true end
  -- Without a header a table of few rows is a list of facts; longer ones are names and values.
  local has_header = node:first("thead") or (rows[1] and rows[1]:first("th"))
  return not has_header and labels == count and count <= 12 and node:first("th, a[href]") == nil
end

local function pairs_of(node)
  local found = {}
  for _, pair in ipairs(node:pairs()) do
    if #found < 40 and pair.value ~= "" then
      found[#found + 1] = { label = sample.cut(pair.label, 80), value = sample.cut(pair.value, 200) }
    end
  end
  return found
end

--- Are most cells filled, and the rows of one length?
local function is_full(grid)
  local cells, filled = 0, 0
  for i = 1, math.min(#grid.rows, 30) do
    if #grid.rows[i] ~= #grid.rows[1] then return false end
    for _, text in ipairs(grid.rows[i]) do
      cells = cells + 1
      if text ~= "" and #text < 200 then filled = filled + 1 end
    end
  end
  return filled * 10 >= cells * 6
end

local function columns_of(grid)
  local columns, named = grid.columns, 0
  for _, name in ipairs(columns) do
    if name ~= "" and not name:find("^column_%d+$") then named = named + 1 end
  end
  -- One header cell over all columns is a title.
  local first = columns[1] or ""
  local is_title = #columns > 1 and first ~= ""
  for place = 2, #columns do is_title = is_title and columns[place] == first .. "_" .. place end
  if is_title then
    for place = 1, #columns do columns[place] = "" end
    if #columns == 2 then columns[1], columns[2] = "Name", "Value" end
    return is_full(grid) and columns or nil, true, first
  end
  if #columns == 0 and #grid.rows >= 3 and #grid.rows[1] >= 3 and is_full(grid) then
    for place = 1, #grid.rows[1] do columns[place] = "" end
    return columns, true
  end
  return named * 2 > #columns and named > 1 and columns or nil
end

--- @return table[] tables, table[] facts
function tables.find(page)
  local found, facts = {}, {}
  for index, node in ipairs(page:select("table")) do
    if index > 80 then break end
    local grid = not node:first("table") and node:table()
    if grid and #grid.rows >= 1 and not is_navigation(node, grid) then
      local caption = node:text_of("caption")
      if not caption or caption == "" then caption = places.heading(node) end
      local place = { index = index, caption = sample.cut(caption), is_chrome = places.is_chrome(node) }
      if is_pairs(node, grid) then
        place.pairs = pairs_of(node)
        place.css = string.format("table:%d", index)
        if #place.pairs > 1 then facts[#facts + 1] = place end
      elseif #grid.rows >= 2 or node:first("thead, th") then
        local columns, is_unnamed, title = columns_of(grid)
        if columns and #columns >= 2 and #columns <= 40 and #found < 12 then
          local names = {}
          place.caption = title or place.caption
          for column = 1, #columns do names[column] = column end
          place.columns, place.total, place.rows, place.is_unnamed = columns, #grid.rows, {}, is_unnamed
          for i = 1, math.min(#grid.rows, sample.MAXIMUM_ROWS) do
            place.rows[i] = {}
            for column, text in ipairs(grid.rows[i]) do place.rows[i][column] = sample.cut(text) end
          end
          place.values = sample.values(grid.rows, names)
          found[#found + 1] = place
        end
      end
    end
  end
  for index, node in ipairs(page:select("dl")) do
    if index > 20 then break end
    local pairs_found = not places.is_chrome(node) and pairs_of(node) or {}
    if #pairs_found > 1 then
      facts[#facts + 1] = { index = index, css = string.format("dl:%d", index), pairs = pairs_found,
        caption = sample.cut(places.heading(node)) }
    end
  end
  return found, facts
end

return tables
