--- CSV and its relatives: delimiter, header and encoding are found out.
local native, _, natives = ...

local type, error, tostring, next, ipairs = type, error, tostring, next, ipairs
local format, gsub, find, concat = string.format, string.gsub, string.find, table.concat

local options_of, new_warnings = natives.host.arguments.options, natives.host.warnings

local csv = {}

local known = { "delimiter", "header", "numbers", "decimal" }

--- Tells what of a file is not in its rows.
local function warn(skipped)
  local warnings = new_warnings()
  for _ = 1, skipped.preamble do
    warnings:add("1 line before the table was left out", "%d lines before the table were left out", skipped.first_preamble)
  end
  for _ = 1, skipped.wide do
    warnings:add("1 row has more fields than there are columns; the extra ones are only in lists",
      "%d rows have more fields than there are columns; the extra ones are only in lists", "row " .. skipped.first_wide)
  end
  if skipped.open_quote then
    warnings:add("a quote is never closed; all that follows it became one field", "", skipped.open_quote)
  end
  warnings:tell("csv.parse")
end

--- Reads rows and columns.
--- @param text string
--- @param options? {delimiter: string, header: boolean, numbers: boolean, decimal: string} what is not given is found out; `numbers = false` keeps all values texts
--- @return {columns: string[], rows: table[], lists: any[][], delimiter: string} rows (also called records) by column name, lists the same in order; empty fields are absent from rows
--- @example
---   csv.parse("city;people\nUlm;126000").rows[1].people --> 126000
function csv.parse(text, options)
  if type(text) ~= "string" then
    error(format("csv.parse: text must be a string, got %s", type(text)), 2)
  end
  options = options_of("csv.parse", options, known)
  if options.delimiter ~= nil and (type(options.delimiter) ~= "string" or #options.delimiter ~= 1) then
    error(format("csv.parse: delimiter must be one character, got %s", tostring(options.delimiter)), 2)
  end
  if options.decimal ~= nil and options.decimal ~= "," and options.decimal ~= "." then
    error(format("csv.parse: decimal must be \",\" or \".\", got %s", tostring(options.decimal)), 2)
  end
  local columns, rows, lists, delimiter, skipped =
    native.parse(text, options.delimiter, options.header, options.numbers ~= false, options.decimal)
  warn(skipped)
  return { columns = columns, rows = rows, records = rows, lists = lists, delimiter = delimiter }
end

local function field(value, delimiter)
  -- `json.null` is as empty as nil.
  local text = (value == nil or type(value) == "userdata") and "" or tostring(value)
  if find(text, '[\r\n"]') or find(text, delimiter, 1, true) then
    return '"' .. gsub(text, '"', '""') .. '"'
  end
  return text
end

--- Writes rows as CSV with a header.
--- @param rows table[] by column name, or lists
--- @param columns? string[] the order; needed for rows by name
--- @return string
--- @example
---   csv.encode({ { a = 1, b = "x,y" } }, { "a", "b" }) --> a,b\r\n1,"x,y"\r\n
function csv.encode(rows, columns)
  if type(rows) ~= "table" then
    error(format("csv.encode: rows must be a list, got %s", type(rows)), 2)
  end
  if columns ~= nil and type(columns) ~= "table" then
    error(format("csv.encode: columns must be a list of names, got %s", type(columns)), 2)
  end
  local lines = {}
  local function add(list, count)
    local fields = {}
    for i = 1, count do fields[i] = field(list[i], ",") end
    lines[#lines + 1] = concat(fields, ",") .. "\r\n"
  end
  if columns then add(columns, #columns) end
  for i, row in ipairs(rows) do
    if type(row) ~= "table" then
      error(format("csv.encode: row %d must be a table, got %s", i, type(row)), 2)
    end
    if columns and row[1] == nil then
      local list = {}
      for j, column in ipairs(columns) do list[j] = row[column] end
      add(list, #columns)
    elseif #row == 0 and next(row) ~= nil then
      error(format("csv.encode: columns must be given for rows by name, such as row %d", i), 2)
    else
      add(row, columns and #columns or #row)
    end
  end
  return concat(lines)
end

return csv
