--- HTML: pages as a browser reads them, found in by CSS selectors.
local native, _, natives = ...

local type, error, next, ipairs, format = type, error, next, ipairs, string.format
local match, gmatch, lower, sort = string.match, string.gmatch, string.lower, table.sort
local json, host = natives.json, natives.host
local options_of, new_warnings, json_values = host.arguments.options, host.warnings, host.json_values

local html, Node = {}, {}

--- Reads a page. The text may be in any encoding of the web.
--- @param text string
--- @param options? {url: string, content_type: string} where it came from: links are made absolute
--- @return html.node document
--- @example
---   html.parse("<p class=a>Hi <b>you</b></p>"):first("p.a"):text() --> Hi you
function html.parse(text, options)
  options = options_of("html.parse", options, { "url", "content_type" })
  return native.parse(text, options.content_type, options.url)
end

--- All elements in this node that a CSS selector names (level 4: attribute operators with i and s,
-- all combinators, :is :where :not :has :nth-child(… of S) …, and :contains("text")). A selector
-- that begins with a combinator starts at the node: `node:select("> li")`.
--- @param selector string
--- @return html.node[]
--- @example
---   #html.parse("<ul><li>a<li>b</ul>"):select("ul > li:not(:first-child)") --> 1
Node.select = native.select

--- The first element that a selector names.
--- @param selector string
--- @return html.node|nil
--- @example
---   html.parse("<a href=/x>Go</a>"):first("a[href]"):attr("href") --> /x
Node.first = native.first

--- Does a selector name this element?
--- @param selector string
--- @return boolean
--- @example
---   html.parse("<p id=a>"):first("p"):matches("#a, #b") --> true
Node.matches = native.matches

--- This element or the nearest around it that a selector names.
--- @param selector string
--- @return html.node|nil
--- @example
---   html.parse("<div id=d><p><b>x</b></p></div>"):first("b"):closest("div"):attr("id") --> d
Node.closest = native.closest

--- What a reader sees of the node: without scripts, with spaces folded.
--- @param options? {lines: boolean} `lines` keeps paragraphs and `<br>` as line breaks
--- @return string
--- @example
---   html.parse("<p>a <p>b"):text() --> a b
function Node.text(node, options)
  if options == nil then return native.text(node, false) end
  return native.text(node, options_of("node:text", options, { "lines" }).lines)
end

--- The text of the first element that a selector names.
--- @param selector string
--- @return string|nil
--- @example
---   html.parse("<h1> Hello </h1>"):text_of("h1") --> Hello
function Node.text_of(node, selector)
  local found = native.first(node, selector)
  return found and native.text(found, false)
end

--- The value of an attribute.
--- @param name string
--- @return string|nil
--- @example
---   html.parse('<img alt="A cat">'):first("img"):attr("alt") --> A cat
Node.attr = native.attr

--- All attributes by name.
--- @return {string: string}
--- @example
---   html.parse("<i a=1 b=2>"):first("i"):attrs() --> {"a":"1","b":"2"}
Node.attrs = native.attrs

--- The absolute address in an attribute, without a name that in `href`, `src` or `content`.
--- @param name? string
--- @return string|nil
--- @example
---   html.parse("<a href=b>x</a>", { url = "https://e.test/a/" }):first("a"):url() --> https://e.test/a/b
Node.url = native.link

--- The name of the element in lower case.
--- @return string
--- @example
---   html.parse("<P>x"):first("p"):name() --> p
Node.name = native.name

--- The markup of the node.
--- @param options? {inner: boolean} `inner` leaves the element itself out
--- @return string
--- @example
---   html.parse("<p><b>x</b>"):first("p"):html() --> <p><b>x</b></p>
function Node.html(node, options)
  return native.markup(node, options_of("node:html", options, { "inner" }).inner)
end

--- The elements right inside of this one.
--- @return html.node[]
--- @example
---   #html.parse("<ul><li>a<li>b</ul>"):first("ul"):children() --> 2
Node.children = native.children

--- The element around this one.
--- @return html.node|nil
--- @example
---   html.parse("<p><b>x</b></p>"):first("b"):parent():name() --> p
Node.parent = native.parent

--- The element after this one in the same parent.
--- @return html.node|nil
--- @example
---   html.parse("<dt>a<dd>b"):first("dt"):next():text() --> b
Node.next = native.next

--- The element before this one in the same parent.
--- @return html.node|nil
--- @example
---   html.parse("<dt>a<dd>b"):first("dd"):previous():text() --> a
Node.previous = native.previous

--- The node's table, or the first table in it, with `colspan` and `rowspan` filled in. Columns are
-- named by header cells, by a bold first row, or from three on by a first row of texts above numbers.
--- @return {columns: string[], rows: string[][], records: {string: string}[]}|nil rows without the header
--- @example
---   html.parse("<table><tr><th>a<th>b<tr><td>1<td>2</table>"):table().records[1].b --> 2
function Node.table(node)
  local found, is_cut = native.table(node)
  if is_cut then
    local warnings = new_warnings()
    warnings:add("a table has more than 200,000 cells; the rows behind them were left out", "")
    warnings:tell("node:table")
  end
  return found
end

--- The links in the node, each address once and absolute.
--- @return {url: string, text: string}[]
--- @example
---   html.parse("<a href=/x>X</a>", { url = "https://e.test/a" }):links()[1].url --> https://e.test/x
Node.links = native.links

--- `Product` of `https://schema.org/Product` and `schema:Product`.
local function short_type(kind)
  return type(kind) == "string" and (match(kind, "^https?://[^/]*schema%.org/(.+)$") or match(kind, "^schema:(.+)$") or kind)
end

local function has_type(object, wanted)
  local kinds = object["@type"]
  for _, kind in ipairs(type(kinds) == "table" and kinds or { kinds }) do
    if short_type(kind) == wanted then return true end
  end
  return false
end

--- All objects of a type in a value, an object before those in it.
local function collect_type(value, wanted, list)
  if type(value) ~= "table" then return end
  if has_type(value, wanted) then list[#list + 1] = value end
  if value[1] ~= nil then
    for _, one in ipairs(value) do collect_type(one, wanted, list) end
  else
    local keys = {}
    for key, one in next, value do
      if type(one) == "table" then keys[#keys + 1] = key end
    end
    sort(keys)
    for _, key in ipairs(keys) do collect_type(value[key], wanted, list) end
  end
end

--- The objects of a script element: what it lists, and what its `@graph` holds.
local function collect(value, list)
  if type(value) ~= "table" then return end
  if value[1] ~= nil then
    for _, one in ipairs(value) do collect(one, list) end
  elseif value["@graph"] and not value["@type"] then
    collect(value["@graph"], list)
  else
    list[#list + 1] = value
  end
end

--- The structured data (JSON-LD) of the page: one table for each object.
--- @param kind? string only objects of this `@type`, such as `Product`, also those inside of others
--- @return table[]
--- @example
---   html.parse('<script type="application/ld+json">{"@type":"Event","name":"Fair"}</script>')
---     :json_ld("Event")[1].name --> Fair
function Node.json_ld(node, kind)
  if kind ~= nil and type(kind) ~= "string" then
    error(format("node:json_ld: kind must be a text like Product, got %s", type(kind)), 2)
  end
  local list, wanted, warnings = {}, short_type(kind), new_warnings()
  local function add(value)
    if wanted then collect_type(value, wanted, list) else collect(value, list) end
  end
  for _, script in ipairs(native.select(node, 'script[type*="ld+json"]')) do
    local text = native.text(script, false)
    local value, problem = json.decode(text)
    if not problem then add(value) end
    for _, one in ipairs(problem and json_values(text) or {}) do
      value, problem = json.decode(one)
      if problem then
        warnings:add("1 piece of structured data could not be read and was skipped",
          "%d pieces of structured data could not be read and were skipped", one)
      else
        add(value)
      end
    end
  end
  warnings:tell("node:json_ld")
  return list
end

--- All that the page says in a form for programs. `items` are things in the form of JSON-LD, whether they
-- are written as JSON-LD, microdata, RDFa or Open Graph; `data` is the JSON in scripts, by the name of
-- the variable or the id of the script (`__NEXT_DATA__`); `og` holds `og:title` and its like.
--- @param kind? string only items of this `@type`, such as `Product`, also those inside of others
--- @return {items, data, og}
--- @example
---   html.parse('<b itemscope itemtype="https://schema.org/Event"><i itemprop="name">Fair</i></b>')
---     :structured("Event").items[1].name --> Fair
function Node.structured(node, kind)
  if kind ~= nil and type(kind) ~= "string" then
    error(format("node:structured: kind must be a text like Product, got %s", type(kind)), 2)
  end
  local found = host.structured.of(node, Node.json_ld(node))
  if kind then
    local items = {}
    collect_type(found.items, short_type(kind), items)
    found.items = items
  end
  return found
end

--- What stands under labels: of a `<dl>`, of a table whose rows are a label and a value, or of the lines
-- `label: value` of any other element.
--- @return {label, value}[]
--- @example
---   html.parse("<dl><dt>Wind<dd>14 km/h</dl>"):first("dl"):pairs()[1].value --> 14 km/h
function Node.pairs(node)
  local found = {}
  local function add(label, value)
    label = match(label, "^%s*(.-)%s*:?%s*$")
    if label ~= "" then found[#found + 1] = { label = label, value = value } end
  end
  local name = native.name(node)
  if name == "dl" then
    local label
    for _, part in ipairs(native.select(node, "dt, dd")) do
      if native.name(part) == "dt" then
        label = native.text(part, false)
      elseif label then
        add(label, native.text(part, false))
        label = nil
      end
    end
  elseif name == "table" then
    for _, row in ipairs(native.select(node, "tr")) do
      local cells = native.children(row)
      for place = 1, #cells - 1, 2 do add(native.text(cells[place], false), native.text(cells[place + 1], false)) end
    end
  else
    for line in gmatch(native.text(node, true) or "", "[^\n]+") do
      local label, value = match(line, "^([^:]+):%s+(.+)$")
      if label and #label <= 60 then add(label, value) end
    end
  end
  return found
end

local function content(node, selector)
  local found = native.first(node, selector)
  local value = found and (native.attr(found, "content") or native.text(found, false))
  if value and match(value, "%S") then return value end
end

local function address(node, selector)
  local found = native.first(node, selector)
  return found and native.link(found)
end

--- What the page says about itself; `og` holds all `og:` properties, `feeds` its feeds.
--- @return {title, description, image, url, site, author, published, icon, language, og, feeds}
--- @example
---   html.parse('<title>T</title><meta property="og:image" content="/i.png">'):meta().title --> T
function Node.meta(node)
  local og, feeds = {}, {}
  for _, meta in ipairs(native.select(node, 'meta[property^="og:"], meta[name^="og:"]')) do
    local name = native.attr(meta, "property") or native.attr(meta, "name")
    local key = lower(name):sub(4)
    if og[key] == nil then og[key] = native.attr(meta, "content") end
  end
  for _, link in ipairs(native.select(node, "link[rel~=alternate][href]")) do
    local kind = native.attr(link, "type") or ""
    if match(kind, "rss") or match(kind, "atom") or match(kind, "feed%+json") then
      feeds[#feeds + 1] = { url = native.link(link), title = native.attr(link, "title"), type = kind }
    end
  end
  local root = native.first(node, "html")
  return {
    title = og.title or content(node, "head > title") or content(node, "title"),
    description = content(node, 'meta[name="description" i]') or og.description
      or content(node, 'meta[name="twitter:description"]'),
    image = address(node, 'meta[property="og:image"], meta[name="og:image"], meta[name="twitter:image"]'),
    url = address(node, 'link[rel~=canonical][href], meta[property="og:url"]'),
    site = og.site_name,
    author = content(node, 'meta[name="author" i], meta[property="article:author"]'),
    published = content(node, 'meta[property="article:published_time"], meta[name="date" i]'),
    icon = address(node, "link[rel~=icon][href], link[rel~=apple-touch-icon][href]"),
    language = root and native.attr(root, "lang"),
    og = og, feeds = feeds,
  }
end

local metatable = native["html.node"]
metatable.__name = "html.node"
-- What is said when a script returns a node as it is.
metatable.__data = "an html.node; return a text of it, such as node:text() or node:attr('href')"
metatable.__eq = native.same
metatable.__index = function(_, name)
  local method = Node[name]
  if method == nil then
    error(format("html.node: there is no %s; a node has attr, attrs, children, closest, first, html, "
      .. "json_ld, links, matches, meta, name, next, pairs, parent, previous, select, structured, table, text, text_of, url",
      type(name) == "string" and name or type(name)), 2)
  end
  return method
end
metatable.__tostring = function(node)
  local id, class = native.attr(node, "id"), native.attr(node, "class")
  return format("<%s%s%s>", native.name(node), id and " id=" .. id or "", class and ' class="' .. class .. '"' or "")
end

return html
