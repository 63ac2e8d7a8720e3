-- A to-do list in the block's own store: {id, text, done}.
local store = require "store"

local function data()
  local tasks, open = store.get("tasks", {}), 0
  for _, task in ipairs(tasks) do
    if not task.done then open = open + 1 end
  end
  return { tasks = tasks, open = open, done = #tasks - open }
end

local function add(text)
  local tasks, id = store.get("tasks", {}), store.get("next_id", 1)
  table.insert(tasks, 1, { id = id, text = text, done = false })
  store.set("tasks", tasks)
  store.set("next_id", id + 1)
end

--- The tasks of a text: a line, or what stands between semicolons, is one; so is what stands between commas
--- when it is short, as in "milk, eggs, bread".
local function tasks_of(text)
  local parts = {}
  for part in (text:gsub("[\r\n]+", ";") .. ";"):gmatch("%s*(.-)%s*;") do parts[#parts + 1] = part end
  if #parts == 1 then
    local items, longest = {}, 0
    for item in (text .. ","):gmatch("%s*(.-)%s*,") do
      items[#items + 1] = item
      longest = math.max(longest, #item)
    end
    if #items > 2 or #items == 2 and longest <= 20 then parts = items end
  end
  -- The last of a list comes behind a word: "and oats".
  if #parts > 1 then
    for _, joint in ipairs { "and", "und", "et", "y", "e", "en" } do
      local before, last = parts[#parts]:match("^(.-)%s*%f[%w]" .. joint .. "%f[%W]%s+(.+)$")
      if before then
        parts[#parts] = before ~= "" and before or last
        if before ~= "" then parts[#parts + 1] = last end
        break
      end
    end
  end
  return parts
end

--- A text is a new task, or several.
local function add_all(text)
  local tasks = tasks_of(text)
  for i = #tasks, 1, -1 do
    if tasks[i] ~= "" then add(tasks[i]) end
  end
end

--- The parameter holds what the list began with, once.
local function run(ctx)
  local text = ctx.params.task or ""
  if text ~= "" and text ~= store.get("added") then
    add_all(text)
    store.set("added", text)
  end
  return data()
end

local actions = {}

function actions.toggle(task, args)
  if task.id == args.id then task.done = not task.done end
  return true
end

function actions.remove(task, args) return task.id ~= args.id end

function actions.clear(task) return not task.done end

local function on_action(name, args)
  if name == "add" then
    add_all(args.task or "")
    return data()
  end
  local keep, kept = actions[name], {}
  if not keep then error("there is no action '" .. name .. "'") end
  for _, task in ipairs(store.get("tasks", {})) do
    if keep(task, args) then kept[#kept + 1] = task end
  end
  store.set("tasks", kept)
  return data()
end

return { run = run, on_action = on_action }
