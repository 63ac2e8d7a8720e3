import BlockModel
import BlockRuntime
import Egress

/// A page that is built anew: what it says is found by its words, wherever it stands now, and rows by what stands in
/// them. Both pages are hostile text, so they are read in the sandbox.
struct MovedElements {
  let runner: BlockRunner
  let request: HealRequest

  /// Selectors of a script that are looked at, and characters of one.
  private static let mostSelectors = 40
  private static let longestSelector = 200
  /// Bytes of a page.
  private static let mostBytes = 512 << 10

  /// For each text of the script that selects nothing any more: selectors of what says the same now, the likeliest
  /// first.
  func lists(
    _ changed: [(old: RecordedAnswer, new: RecordedAnswer)]
  ) async -> [[SourceRenaming]] {
    var seen: Set<String> = []
    let selectors = LuaTokens(request.files.script).tokens.filter { $0.kind == .string }
      .map(\.text).filter {
        (1...Self.longestSelector).contains($0.count) && seen.insert($0).inserted
      }
    var lists: [[SourceRenaming]] = []
    for (old, new) in changed where old.isPage && new.isPage {
      guard max(old.body.count, new.body.count) <= Self.mostBytes else { continue }
      for found in await found(Array(selectors.prefix(Self.mostSelectors)), old, new) {
        guard let selector = found["old"]?.string else { continue }
        let places = (found["new"]?.array ?? []).compactMap(\.string)
        guard !places.isEmpty else { continue }
        lists.append(
          places.map { place in
            SourceRenaming(
              kind: .element(selector, to: place),
              evidence: "nothing is '\(selector)' any more, and '\(place)' says the same")
          })
      }
    }
    return lists
  }

  private func found(
    _ selectors: [String], _ old: RecordedAnswer, _ new: RecordedAnswer
  ) async -> [JSONValue] {
    let manifest = Manifest(
      name: "heal",
      params: ["before", "after", "selectors"].map { Param(name: $0, kind: .text) },
      limits: Limits(seconds: 10, memoryMiB: 256, requests: 1))
    var run = RunRequest(
      block: request.block,
      files: BlockFiles(manifest: manifest, script: Self.script, spec: "{}"),
      params: [
        "before": .string(String(decoding: old.body, as: UTF8.self)),
        "after": .string(String(decoding: new.body, as: UTF8.self)),
        "selectors": .string(JSONValue.array(selectors.map { .string($0) }).json()),
      ],
      reason: .heal, now: request.now, cassette: .replay(request.freshAnswers))
    run.storage = runner.trialStorage()
    return await runner.run(run).data?["found"]?.array ?? []
  }
}

extension RecordedAnswer {
  fileprivate var isPage: Bool {
    status < 400 && ["text/html", "application/xhtml+xml"].contains(mediaType)
  }
}

extension MovedElements {
  /// Returns `found`: for each selector that found something in the page before and finds nothing in the page after,
  /// the selectors of what says the same there.
  fileprivate static let script = #"""
    local html, json = require "html", require "json"

    -- The share of the texts of a selector that have to be found; elements of a page that are looked at; selectors told.
    local ENOUGH, MOST, TOLD = 0.5, 5000, 3

    local function words(node) return node:text():lower() end

    -- `article.card`: the element and two of its classes.
    local function signature(node)
      local name = node:name()
      local parts = { name:match("^%a[%w-]*$") or "*" }
      for class in (node:attr("class") or ""):gmatch("%S+") do
        if #parts < 3 and class:match("^%a[%w_-]*$") and not class:find("%d%d") then parts[#parts + 1] = "." .. class end
      end
      return table.concat(parts)
    end

    -- Selectors that may lead to an element, from short to long.
    local function ways(node, top)
      local css = signature(node)
      local list, around = { css }, node:parent()
      for _ = 1, 3 do
        if not around or around == top or around:name() == "body" or around:name() == "html" then break end
        local id = (around:attr("id") or ""):match("^%a[%w_-]*$")
        css = (id and "#" .. id or signature(around)) .. " > " .. css
        list[#list + 1] = css
        if id then break end
        around = around:parent()
      end
      return list
    end

    -- The largest element around one in which nothing else is written as it is.
    local function row_of(node)
      local css, around = signature(node), node:parent()
      while around and around:name() ~= "body" and around:name() ~= "html" and #around:select(css) <= 1 do
        node, around = around, around:parent()
      end
      return node
    end

    -- What a selector finds in the page before: its elements, and the set of what they say.
    local function sought(page, css)
      local is_selector, nodes = pcall(page.select, page, css)
      if not is_selector or #nodes == 0 then return nil end
      local texts, count = {}, 0
      for place, node in ipairs(nodes) do
        local text = words(node)
        if place <= MOST and text ~= "" and not texts[text] then texts[text], count = true, count + 1 end
      end
      return { css = css, nodes = nodes, texts = texts, count = count, tag = nodes[1]:name() }
    end

    -- Elements of the page after that say it, by how they are written: those of the same tag first, then the rarest.
    local function groups(page, all, one)
      local list, by_css = {}, {}
      for _, element in ipairs(all) do
        if one.texts[element.words] then
          local css = signature(element.node)
          local group = by_css[css]
          if not group then
            group = { css = css, nodes = {}, texts = {}, count = 0, is_same = element.node:name() == one.tag }
            by_css[css], list[#list + 1] = group, group
          end
          group.nodes[#group.nodes + 1] = element.node
          if not group.texts[element.words] then
            group.texts[element.words], group.count = true, group.count + 1
          end
        end
      end
      local enough = {}
      for _, group in ipairs(list) do
        if group.count >= ENOUGH * one.count then
          group.others = #page:select(group.css) - #group.nodes
          enough[#enough + 1] = group
        end
      end
      table.sort(enough, function(a, b)
        if a.is_same ~= b.is_same then return a.is_same end
        if a.others ~= b.others then return a.others < b.others end
        return a.css < b.css
      end)
      return enough
    end

    return function(ctx)
      local before, after = html.parse(ctx.params.before), html.parse(ctx.params.after)
      local all = {}
      for place, node in ipairs(after:select("body *")) do
        if place > MOST then break end
        all[#all + 1] = { node = node, words = words(node) }
      end
      local list = {}
      for _, css in ipairs(json.decode(ctx.params.selectors)) do
        local one = sought(before, css)
        if one then
          one.is_gone = #after:select(css) == 0
          one.groups = groups(after, all, one)
          list[#list + 1] = one
        end
      end
      -- Which selectors find rows, and which what stands in them.
      for _, one in ipairs(list) do
        for _, inner in ipairs(list) do
          if inner ~= one and #one.nodes > 1 and #one.nodes[1]:select(inner.css) > 0 and inner.groups[1] then
            local group = inner.groups[1]
            if #group.nodes > 1 and (not one.by or inner.count > one.by.count) then one.by = inner end
            inner.is_inner = true
          end
        end
      end
      local found = {}
      for _, one in ipairs(list) do
        local new = {}
        local function tell(css)
          for _, known in ipairs(new) do if known == css then return end end
          if #new < TOLD then new[#new + 1] = css end
        end
        if one.is_gone and one.by then
          local nodes = one.by.groups[1].nodes
          for _, css in ipairs(ways(row_of(nodes[1]))) do
            if #after:select(css) == #nodes then
              tell(css)
              break
            end
          end
        elseif one.is_gone then
          for _, group in ipairs(one.groups) do
            local top = one.is_inner and row_of(group.nodes[1]) or after
            for _, css in ipairs(ways(group.nodes[1], top)) do
              local first = top:first(css)
              if first and one.texts[words(first)] then
                tell(css)
                break
              end
            end
          end
        end
        if #new > 0 then found[#found + 1] = { old = one.css, new = new } end
      end
      return { found = found }
    end
    """#
}
