import BlockModel
import BlockUI
import Foundation
import Sentences
import Sketches

/// Drafts a block from what `Prompts/probe.lua` found in a page: a product, a table, repeated
/// records, or the page's own words.
struct PageDrafter {
  let page: JSONValue
  let wish: Wish
  let url: String
  let now: Date

  func drafts() -> [Draft] {
    let tables = (page["tables"]?.array ?? []).compactMap { table -> (Double, Draft)? in
      guard let draft = draft(table: table) else { return nil }
      let rows = Double(table["total"]?.integer ?? 0)
      return ((wish.view == .table ? 8 : 5) + min(3, log2(rows) / 2), draft)
    }
    let records = (page["records"]?.array ?? []).compactMap { records -> (Double, Draft)? in
      draft(records: records).map { (records["score"]?.number ?? 0, $0) }
    }
    let lists = (tables + records).sorted { $0.0 > $1.0 }.map(\.1)
    return [productDraft].compactMap { $0 } + lists + [textDraft].compactMap { $0 }
  }

  private var title: String { wish.subject ?? ownTitle }

  /// The name the page gives itself.
  private var ownTitle: String {
    let own = page["title"]?.string.map {
      String(($0.split(separator: " | ").first ?? "").prefix(60))
    }
    return own.flatMap { $0.isEmpty ? nil : $0 } ?? SourceName.name(of: url)
  }

  private func draft(_ source: DraftSource) -> Draft {
    Draft(rows: source, wish: wish, url: url, title: ownTitle, now: now, pace: 3600)
  }

  private func draft(table: JSONValue) -> Draft? {
    guard let index = table["index"]?.integer, let rows = table["rows"]?.array, !rows.isEmpty
    else { return nil }
    let names = (table["columns"]?.array ?? []).enumerated().map { place, name in
      name.string.flatMap { $0.isEmpty ? nil : $0 } ?? "Column \(place + 1)"
    }
    let total = table["total"]?.integer.map(Int.init) ?? rows.count
    return draft(
      DraftSource(
        what: "rows of table \(index) of the page",
        fetch: ["local grid = http.get(url):html():select(\"table\")[\(index)]:table()"],
        list: "grid.rows", fields: RowField.all(of: Profile(rows), names: names), rowCount: total,
        title: page["title"]?.string, view: .table, usualCount: 20))
  }

  private func draft(records: JSONValue) -> Draft? {
    guard let css = records["css"]?.string, let rows = records["rows"]?.array,
      let fields = records["fields"]?.array
    else { return nil }
    // The order in which the page names them.
    let names = fields.compactMap { $0["name"]?.string }
    let ordered = rows.map { row in
      JSONValue.object(
        JSONObject(
          names.compactMap { name in row[name].map { (name, $0) } }, uniquingKeysWith: { $1 }))
    }
    var readers: [String: String] = [:]
    for field in fields {
      guard let name = field["name"]?.string, let part = field["css"]?.string else { continue }
      let attribute = field["attr"]?.string.map(LuaText.quoted) ?? "nil"
      readers[name] =
        "read(row, \(LuaText.quoted(part))\(attribute == "nil" ? "" : ", \(attribute)"))"
    }
    let profile = Profile(ordered, depth: 1)
    let all = RowField.all(of: profile, read: { readers[$0.lastKey] ?? "nil" })
    var roles = Roles(all, rows: rows.count, words: wish.words)
    func field(_ name: String) -> RowField? {
      all.first { $0.column.path.keys == [name] && $0.column.coverage > 0.4 }
    }
    guard let title = field("title"), !title.column.isConstant else { return nil }
    roles.title = title
    roles.link = field("link")
    roles.image = field("image").flatMap { $0.column.isConstant ? nil : $0 }
    roles.time = field("time") ?? roles.time
    // Places in a list and single signs say nothing.
    roles.texts.removeAll {
      $0.name == title.name || $0.column.meanLength < 4
        || Self.isRepeated($0.name, title.name, in: ordered, among: all)
    }
    roles.badge = nil
    let total = records["total"]?.integer.map(Int.init) ?? rows.count
    return draft(
      DraftSource(
        what: "the entries of the page",
        fetch: [
          "local page = http.get(url):html()",
          "local function read(row, css, attribute)",
          "  local part = row:first(css)",
          "  if not part then return nil end",
          "  if attribute == \"url\" then return part:url() end",
          "  return attribute and part:attr(attribute) or part:text()",
          "end",
        ], list: "page:select(\(LuaText.quoted(css)))", fields: all, rowCount: total,
        title: page["title"]?.string, view: wish.view == .table ? .table : .list, usualCount: 20,
        roles: roles))
  }

  /// Is a text in most rows a part of the title, or the title with its site behind it?
  private static func isRepeated(
    _ name: String, _ title: String, in rows: [JSONValue], among fields: [RowField]
  ) -> Bool {
    guard let text = fields.first(where: { $0.name == name })?.column.path.lastKey,
      let title = fields.first(where: { $0.name == title })?.column.path.lastKey
    else { return false }
    let repeated = rows.count { row in
      guard let text = row[text]?.string, let title = row[title]?.string else { return false }
      return title.contains(text.trimming { "() ".contains($0) }) || text.contains(title)
    }
    return repeated * 2 > rows.count
  }

  /// A product with its price, and the history of the price.
  private var productDraft: Draft? {
    guard let product = page["product"], let offers = product["offers"],
      let price = offers["price"] ?? offers["lowPrice"],
      price.number ?? price.string.flatMap(Double.init) != nil, let name = product["name"]?.string
    else { return nil }
    let key = offers["price"] == nil ? "lowPrice" : "price"
    let first = product["is_list"]?.bool == true ? "[1]" : ""
    let currency = offers["priceCurrency"]?.string.flatMap { $0.count == 3 ? $0.uppercased() : nil }
    let format = currency.map { FormatCall(.currency, [$0]) } ?? FormatCall(.number, ["2"])
    let script = """
      -- \(LuaText.comment(title)): the price in the structured data of \(LuaText.comment(url))
      -- Every run adds a point to the history of the price.
      local http, store = require "http", require "store"

      local url = \(LuaText.quoted(url))

      return function()
        local product = http.get(url):html():json_ld("Product")[1]
        if not product then error("the page has no product data any more") end
        local offer = product.offers\(first)
        local price = tonumber(offer.\(key))
        store.append("price", price)
        local history = {}
        for i, point in ipairs(store.range("price", { last = 200 })) do
          history[i] = { time = point.at, price = point.value }
        end
        return { name = product.name, price = price, history = history }
      end

      """
    let stat = SpecPart(.stat).with(.label, Template(.data("name")))
      .with(.value, Template(.data("price"))).with(.format, format)
      .with(.spark, SpecPart().with(.data, .data("history")).with(.y, .field("price")))
    let card = SpecPart.card.with(.title, "\(String((wish.subject ?? name).prefix(60)))")
      .with(.href, "\(url)").with(.size, "sm").with(.body, [stat])
    let manifest = Manifest(name: String((wish.subject ?? name).prefix(60)), prompt: wish.sentence)
    return Draft(
      BlockFiles(manifest: manifest, script: script, spec: card.text),
      "Shows the price of \(name) and keeps its history.", wish: wish, fields: [],
      pace: 6 * 3600)
  }

  /// The first paragraphs, when there is nothing else.
  private var textDraft: Draft? {
    guard page["paragraphs"]?.array?.isEmpty == false else { return nil }
    let script = """
      -- \(LuaText.comment(title)): the words of \(LuaText.comment(url))
      local http = require "http"

      local url = \(LuaText.quoted(url))

      return function()
        local page = http.get(url):html()
        local texts = {}
        for _, node in ipairs(page:select("p")) do
          local text = node:text()
          if #text > 60 and #texts < 3 then texts[#texts + 1] = { text = text } end
        end
        return { title = page:meta().title, texts = texts }
      end

      """
    let paragraph = SpecPart(.text)
      .with(.text, Template(.item("text", format: FormatCall(.truncate, ["400"]))))
    let each = SpecPart(.each).with(.data, .data("texts"))
      .with(.empty, "The page has no text at the moment.").with(.children, [paragraph])
    let card = SpecPart.card.with(.title, "\(title)").with(.href, "\(url)").with(.size, "md")
      .with(.body, [each])
    return Draft(
      BlockFiles(
        manifest: Manifest(name: title, prompt: wish.sentence), script: script,
        spec: card.text),
      "The page holds no list; shows its first paragraphs.", wish: wish, fields: [],
      pace: 6 * 3600)
  }
}
