--- Finds the calls in a line of a script, by its text alone: not a module, but what `absent` uses.
local next = next
local format, match, find, sub, gmatch = string.format, string.match, string.find, string.sub, string.gmatch
local concat = table.concat

local keywords = {
  ["and"] = true, ["elseif"] = true, ["for"] = true, ["function"] = true, ["if"] = true, ["in"] = true,
  ["not"] = true, ["or"] = true, ["return"] = true, ["until"] = true, ["while"] = true,
}

--- Where the arguments of a call end that begin at `at`; `nil` when none begin there.
local function end_of_arguments(line, at)
  return match(line, "^%s*%b()()", at) or match(line, "^%s*%b{}()", at)
    or match(line, "^%s*\"[^\"]*\"()", at) or match(line, "^%s*'[^']*'()", at)
end

--- Does an operator stand beside the text from `start` to before `stop`?
local function touches(line, start, stop, operator)
  return find(line, "^%s*" .. operator, stop) or find(sub(line, 1, start - 1), operator .. "%s*$")
end

--- The calls of a line: `{ start, stop, text, name, after }`, where `name` is the last name before the
-- arguments, and `after` what is done to the result.
local function calls_of(line)
  local calls = {}
  --- Notes the calls of the expression that begins at `start`, from the arguments at `at`.
  local function note(start, at)
    while at do
      local stop = end_of_arguments(line, at)
      if not stop then break end
      local after, opening = match(line, "^%s*([.:]%s*[%a_][%w_]*)%s*([({\"']?)", stop)
      if not after and find(line, "^%[[^%[]", stop) then after = match(line, "^%b[]", stop) end
      if after and opening and opening ~= "" then after = after .. "()" end
      calls[#calls + 1] = {
        start = start, stop = stop, text = sub(line, start, stop - 1), after = after,
        name = match(sub(line, start, at - 1), "([%w_]+)%s*$"),
      }
      at = match(line, "^%s*[.:]%s*[%a_][%w_.:]*()", stop)
    end
  end
  for start, name, at in gmatch(line, "()([%a_][%w_.:]*)()") do
    local before = start > 1 and sub(line, start - 1, start - 1) or " "
    if not keywords[name] and not find(before, "[%w_.:\"']") then note(start, at) end
  end
  -- ("text"):match("x")
  for start in gmatch(line, "()%(%s*[\"']") do
    local before = match(sub(line, 1, start - 1), "[%w_)%]]%s*$")
    local stop = match(line, "^%b()()", start)
    if not before and stop then note(start, match(line, "^%s*[.:]%s*[%a_][%w_.:]*()", stop)) end
  end
  return calls
end

--- The calls that may have given the nil: those beside the operator, or indexed, or else all.
local function candidates(line, about)
  local all, near = {}, {}
  for _, call in next, calls_of(line) do
    if about.indexed and call.after or not about.indexed and call.name ~= about.blamed then
      all[#all + 1] = call
      if about.operator and not call.after and touches(line, call.start, call.stop, about.operator) then
        near[#near + 1] = call
      end
    end
  end
  return #near > 0 and near or all
end

return {
  touches = touches,

  --- Why what a method call found was no function: `page:text():trim()`.
  reason_of_method = function(line, method)
    for _, call in next, calls_of(line) do
      if call.after == ":" .. method .. "()" then
        return format("what %s gave has no %s", sub(call.text, 1, 100), call.after)
      end
    end
  end,

  --- What the calls of a line have to do with a nil in it.
  --- @return string? reason
  --- @return boolean? is_all whether the reason needs no words of Lua before it
  reason = function(line, about)
    local names, last = {}, nil
    for _, call in next, candidates(line, about) do
      names[#names + 1] = sub(call.text, 1, 100)
      last = call.after
    end
    if #names == 0 or #names > 3 then return nil end
    local gave = concat(names, " or ") .. " gave nothing"
    if not about.indexed or #names > 1 then return gave, false end
    local lost = find(last, "()", 1, true) and "so %s cannot be called on it" or "so there is no %s in it"
    return gave .. ", " .. format(lost, last), true
  end,
}
