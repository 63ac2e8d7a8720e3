--- JSON as pages hold it in scripts: between comments and CDATA marks, with commas too many, line breaks in
-- texts, escapes of other languages, several values in a row. Not a module, but that of pages.
local find, match, sub = string.find, string.match, string.sub
local concat = table.concat

--- What JSON lets stand behind a backslash.
local escapes = '["\\/bfnrtu]'
local controls = { ["\n"] = "\\n", ["\r"] = "", ["\t"] = "\\t" }

--- Adds the string that begins at `at`, as JSON wants it.
--- @return integer at behind its end
local function add_string(text, at, out)
  out[#out + 1] = '"'
  at = at + 1
  while true do
    local stop = find(text, '["\\%c]', at)
    if not stop then
      out[#out + 1] = sub(text, at)
      return #text + 1
    end
    out[#out + 1] = sub(text, at, stop - 1)
    local char, after = sub(text, stop, stop), sub(text, stop + 1, stop + 1)
    if char == '"' then
      out[#out + 1] = char
      return stop + 1
    elseif char == "\\" then
      out[#out + 1] = find(after, escapes) and char .. after or find(after, "%c") and "" or after
      at = stop + 2
    else
      out[#out + 1] = controls[char] or " "
      at = stop + 1
    end
  end
end

--- Behind what is no JSON at `at`: comments, marks of CDATA and of HTML comments, odd spaces.
--- @return integer|nil at nil when nothing of that is there
local function behind_noise(text, at, depth)
  local mark = match(text, "^//[ \t]*<!%[CDATA%[()", at) or match(text, "^//[ \t]*%]%]>()", at)
    or match(text, "^<!%[CDATA%[()", at) or match(text, "^<!%-%-()", at) or match(text, "^%-%->()", at)
    or depth == 0 and match(text, "^%]%]>()", at)
  if mark then return mark end
  if find(text, "^//", at) then return find(text, "[\r\n]", at) or #text + 1 end
  if find(text, "^/%*", at) then
    local _, stop = find(text, "*/", at + 2, true)
    return (stop or #text) + 1
  end
  -- No-break space, byte order mark, line and paragraph separators.
  return match(text, "^\xC2\xA0()", at) or match(text, "^\xEF\xBB\xBF()", at) or match(text, "^\xE2\x80[\xA8\xA9]()", at)
end

--- The objects and lists in a text, each as JSON.
--- @param text string
--- @return string[]
return function(text)
  local values, out, depth, at = {}, {}, 0, 1
  local function finish()
    values[#values + 1], out = concat(out), {}
  end
  while at <= #text do
    local char, noise = sub(text, at, at), behind_noise(text, at, depth)
    if noise then
      at = noise
    elseif char == '"' and depth > 0 then
      at = add_string(text, at, out)
    elseif char == "{" or char == "[" then
      depth, at = depth + 1, at + 1
      out[#out + 1] = char
    elseif char == "}" or char == "]" then
      -- A comma before it is one too many.
      if out[#out] == "," then out[#out] = nil end
      at = at + 1
      if depth > 0 then
        depth = depth - 1
        out[#out + 1] = char
        if depth == 0 then finish() end
      end
    elseif char == "," and depth > 0 then
      if out[#out] ~= "," then out[#out + 1] = char end
      at = at + 1
    else
      -- Spaces are left out, so that the last piece is the one before in meaning; between values nothing counts.
      local run = match(text, '^[^%s"{}%[%],/<\xC2\xEF\xE2-]+', at) or char
      if depth > 0 and find(run, "%S") then out[#out + 1] = run end
      at = at + #run
    end
  end
  if #out > 0 then finish() end
  return values
end
