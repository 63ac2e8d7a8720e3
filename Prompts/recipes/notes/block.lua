-- A note: its text is a setting of the block, so that it survives every new version.
local store = require "store"

return function(ctx)
  local text = ctx.params.text or ""
  if text ~= store.get("text") then
    store.set("text", text)
    store.set("changed_at", ctx.now)
  end
  return { text = text, changed_at = store.get("changed_at", ctx.now) }
end
