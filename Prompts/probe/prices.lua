-- The price that a page of one product shows.
local text_module = require "text"
local parts = ...
local sample, places = parts.sample, parts.places

local prices = {}

local names = { "price", "preis", "prix", "precio", "preco", "preço", "prezzo", "prijs", "amount" }
local old_names = { "old", "was", "before", "regular", "strike", "crossed", "original", "rrp", "uvp", "msrp", "list%-?price",
  "previous", "compare", "statt", "ancien", "anterior" }

local function words_of(node)
  return ((node:attr("class") or "") .. " " .. (node:attr("id") or "") .. " " .. (node:attr("itemprop") or "")):lower()
end

local function has_any(text, list)
  for _, word in ipairs(list) do
    if text:find(word) then return true end
  end
  return false
end

local signs = { "€", "$", "£", "¥", "₹", "zł", "Kč", "kr" }

--- A currency with one number, and hardly anything else.
local function is_amount(text)
  if #text > 40 or not text:find("%d") or #text_module.numbers(text) ~= 1 then return false end
  for _, sign in ipairs(signs) do
    if text:find(sign, 1, true) then return #text:gsub("[%d.,'%s-]", "") <= 14 end
  end
  return text:find("%f[%u]%u%u%u%f[^%u]") ~= nil and #text:gsub("[%d.,'%s-]", "") <= 6
end

--- Does a node or one of the three around it satisfy a test?
local function around(node, test)
  for _ = 1, 4 do
    if not node or node:name() == "body" then return false end
    if test(node) then return true end
    node = node:parent()
  end
  return false
end

local function is_old(node)
  return around(node, function(one)
    local name = one:name()
    return name == "del" or name == "s" or name == "strike"
  end) or has_any(words_of(node), old_names)
end

local selling = { "cart", "basket", "bag", "warenkorb", "einkaufswagen", "panier", "carrito", "cesta", "carrinho", "carrello",
  "winkelwagen", "buy", "kaufen", "acheter", "comprar", "acquista", "bestel" }

--- Does the page sell one thing: is there something to put into a cart?
local function is_shop(page)
  for place, node in ipairs(page:select("button, input[type=submit], a[role=button], form a, a[class]")) do
    if place > 300 then break end
    local text = (node:text() .. " " .. (node:attr("value") or "") .. " " .. words_of(node)):lower()
    if #text < 200 and has_any(text, selling) then return true end
  end
  return false
end

--- @return table|nil title, price, old: each `{ css, text }`
function prices.find(page)
  local title = page:first("h1")
  local kind = page:first('meta[property="og:type"]')
  if not title or kind and kind:attr("content") == "article" or not is_shop(page) then return nil end
  local found = {}
  for place, node in ipairs(page:select("body *")) do
    if place > 6000 or #found >= 12 then break end
    local text = node:text()
    if #text <= 40 and is_amount(text) and #node:select("*") <= 3
      and around(node, function(one) return has_any(words_of(one), names) end)
      and not places.is_chrome(node)
    then
      local last = found[#found]
      -- The innermost element that holds all of it.
      if last and last.text == text and node:parent() == last.node then
        last.node = node
      elseif not (last and last.text:find(text, 1, true) and node:closest("*") and node:parent() == last.node) then
        found[#found + 1] = { node = node, text = text }
      end
    end
  end
  local present, old
  for _, one in ipairs(found) do
    if is_old(one.node) then old = old or one else present = present or one end
  end
  if not present or #found > 6 then return nil end
  local function place(one) return one and { css = places.selector(page, one.node), text = sample.cut(one.text, 80) } end
  return {
    title = title and { css = "h1", text = sample.cut(title:text(), 120) }, price = place(present), old = place(old),
  }
end

return prices
