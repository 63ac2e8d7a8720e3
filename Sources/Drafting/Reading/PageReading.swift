import BlockModel
import Foundation
import Sketches

/// Reads the tables and repeated records of a page, as `Prompts/probe.lua` found them.
struct PageReading {
  let page: JSONValue
  let url: String

  var reading: SourceReading {
    var budget = SetContents.maximumValues
    let tables = (page["tables"]?.array ?? []).compactMap { source(table: $0, &budget) }
    let records = (page["records"]?.array ?? []).compactMap { source(records: $0, &budget) }
    return SourceReading(sets: (tables + records).sorted { $0.score > $1.score })
  }

  private var pageTitle: String? {
    page["title"]?.string.map { String(($0.split(separator: " | ").first ?? "").prefix(60)) }
  }

  private func nameWords(_ caption: String?) -> [String] {
    SetName.words([caption, pageTitle, SourceName.name(of: url)])
  }

  private func source(table: JSONValue, _ budget: inout Int) -> DraftSource? {
    guard let index = table["index"]?.integer, let rows = table["rows"]?.array, !rows.isEmpty
    else { return nil }
    let names = (table["columns"]?.array ?? []).enumerated().map { place, name in
      name.string.flatMap { $0.isEmpty ? nil : $0 } ?? "Column \(place + 1)"
    }
    let total = table["total"]?.integer.map(Int.init) ?? rows.count
    let fields = RowField.all(of: Profile(rows), names: names)
    let contents = SetContents(fields, rows: rows, known: table["values"], budget: &budget)
    let caption = table["caption"]?.string
    return DraftSource(
      what: "rows of table \(index) of the page",
      fetch: ["local grid = http.get(url):html():select(\"table\")[\(index)]:table()"],
      list: "grid.rows", fields: fields, rowCount: total, title: pageTitle, caption: caption,
      nameWords: nameWords(caption), score: 5 + min(3, log2(Double(max(1, total))) / 2),
      rows: contents.rows, values: contents.values, view: .table, pace: 3600, usualCount: 20)
  }

  private func source(records: JSONValue, _ budget: inout Int) -> DraftSource? {
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
    var roles = Roles(all, rows: rows.count, words: [])
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
    let contents = SetContents(all, rows: ordered, known: records["values"], budget: &budget)
    let caption = records["caption"]?.string
    return DraftSource(
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
      title: pageTitle,
      caption: caption, nameWords: nameWords(caption), score: records["score"]?.number ?? 0,
      rows: contents.rows, values: contents.values, view: .list, pace: 3600, usualCount: 20,
      roles: roles)
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
}
