import BlockModel
import Foundation
import Sketches

/// Reads what `Prompts/probe` found in a page: tables, repeated records, structured data, the JSON of
/// its scripts, listings, labelled values, a price.
struct PageReading {
  let page: JSONValue
  let url: String
  /// The Lua expression that asks for the page.
  let request: String
  let context: ColumnReading.Context

  var reading: SourceReading {
    var budget = SetContents.maximumValues
    let tables = (page["tables"]?.array ?? []).compactMap { source(table: $0, &budget) }
    let records = (page["records"]?.array ?? []).compactMap { source(records: $0, &budget) }
    let listing = page["listing"].flatMap { source(listing: $0, &budget) }
    let structured = StructuredReading(
      page: page, url: url, request: request, title: pageTitle, context: context)
    let sets =
      (tables + records + [listing].compactMap { $0 } + structured.sets)
      .sorted { $0.score > $1.score }
    let labelled = LabelledReading(
      page: page, url: url, request: request, title: pageTitle, context: context
    ).facts
    let product = structured.product ?? visiblePrice
    return SourceReading(
      sets: Array(sets.prefix(SourceReading.maximumSets)),
      facts: product ?? labelled ?? structured.facts ?? (sets.isEmpty ? words : nil),
      prefersFacts: product != nil || sets.isEmpty || (labelled != nil && sets[0].score < 5))
  }

  /// The price that a page of one product shows.
  private var visiblePrice: DraftFacts? {
    guard let price = page["price"], let text = price["price"]?["text"]?.string,
      let css = price["price"]?["css"]?.string
    else { return nil }
    var values: JSONObject = [:]
    var readers: [String: String] = [:]
    for (name, key) in [("name", "title"), ("price", "price"), ("old_price", "old")] {
      guard let text = price[key]?["text"]?.string, let css = price[key]?["css"]?.string else {
        continue
      }
      values[name] = .string(text)
      readers[name] = "page:text_of(\(LuaText.quoted(css)))"
    }
    let fields = RowField.all(
      of: Profile([.object(values)]), context: context, read: { readers[$0.lastKey] ?? "nil" })
    guard fields.contains(where: { $0.name == "price" && $0.kind.isNumber }), !text.isEmpty,
      !css.isEmpty
    else { return nil }
    let title = page["heading"]?.string ?? pageTitle
    return DraftFacts(
      what: "the price on the page", fetch: ["local page = \(request):html()"], fields: fields,
      title: title, history: "price", nameWords: nameWords(title))
  }

  /// All that a page of a few words says.
  private var words: DraftFacts? {
    let readers = [
      "title": "page:meta().title", "description": "page:meta().description",
      "words": "page:text_of(\"body\")",
    ]
    let values = ["title", "description", "words"].compactMap { name in
      page[name]?.string.flatMap { $0.isEmpty ? nil : (name, JSONValue.string($0)) }
    }
    guard values.contains(where: { $0.0 != "title" }) else { return nil }
    let fields = RowField.all(
      of: Profile([.object(JSONObject(values, uniquingKeysWith: { first, _ in first }))]),
      context: context, read: { readers[$0.lastKey] ?? "nil" })
    return DraftFacts(
      what: "what the page says", fetch: ["local page = \(request):html()"], fields: fields,
      title: pageTitle, nameWords: nameWords(nil))
  }

  private func source(listing: JSONValue, _ budget: inout Int) -> DraftSource? {
    guard let index = listing["index"]?.integer, let pattern = listing["pattern"]?.string,
      let rows = listing["rows"]?.array
    else { return nil }
    let names = ["name", "link", "changed", "size"]
    let ordered = rows.map { row in
      JSONValue.object(JSONObject(names.map { ($0, row[$0] ?? .null) }, uniquingKeysWith: { $1 }))
    }
    var fields = RowField.all(of: Profile(ordered), context: context)
    for index in fields.indices where fields[index].name == "link" {
      fields[index].kind = .url
      fields[index].lua = "require(\"url\").join(url, row.link)"
    }
    let contents = SetContents(fields, rows: ordered, known: listing["values"], budget: &budget)
    let caption = page["heading"]?.string
    return DraftSource(
      what: "the files of the folder",
      fetch: [
        "local files = {}",
        "local listing = \(request):html():select(\"pre\")[\(index)]:html({ inner = true })",
        "for link, name, changed, size in listing:gmatch(\(LuaText.quoted(pattern))) do",
        "  files[#files + 1] = { link = link, name = name, changed = changed, size = size }",
        "end",
      ], list: "files", fields: fields,
      rowCount: listing["total"]?.integer.map(Int.init) ?? rows.count, title: pageTitle,
      caption: caption, nameWords: nameWords(caption) + ["files"], score: 7, rows: contents.rows,
      values: contents.values, view: .table, pace: 3600, usualCount: 20)
  }

  private var pageTitle: String? {
    page["title"]?.string.map { String(($0.split(separator: " | ").first ?? "").prefix(60)) }
  }

  private func nameWords(_ caption: String?) -> [String] {
    SetName.words([caption, pageTitle, SourceName.name(of: url)])
  }

  private func source(table: JSONValue, _ budget: inout Int) -> DraftSource? {
    guard let index = table["index"]?.integer, let rows = table["rows"]?.array else { return nil }
    let names = (table["columns"]?.array ?? []).enumerated().map { place, name in
      name.string.flatMap { $0.isEmpty ? nil : $0 } ?? "Column \(place + 1)"
    }
    let total = table["total"]?.integer.map(Int.init) ?? rows.count
    var fields = RowField.all(of: Profile(rows), names: names, context: context)
    if rows.isEmpty {
      fields = names.enumerated().map { place, name in
        RowField(unknown: name, kind: .text, position: place, lua: "row[\(place + 1)]")
      }
    }
    let contents = SetContents(fields, rows: rows, known: table["values"], budget: &budget)
    let caption = table["caption"]?.string
    return DraftSource(
      what: "rows of table \(index) of the page",
      fetch: ["local grid = \(request):html():select(\"table\")[\(index)]:table()"],
      list: "grid.rows", fields: fields, rowCount: total, title: pageTitle, caption: caption,
      nameWords: nameWords(caption),
      score: (table["is_chrome"] == .bool(true) ? 0 : table["is_unnamed"] == .bool(true) ? 2 : 5)
        + min(3, log2(Double(max(1, total))) / 2),
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
      guard let name = field["name"]?.string else { continue }
      readers[name] = Self.reader(of: field)
    }
    let profile = Profile(ordered, depth: 1)
    let all = RowField.all(of: profile, context: context, read: { readers[$0.lastKey] ?? "nil" })
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
    let attributes = Set(fields.compactMap { $0["attr"]?.string })
    let contents = SetContents(all, rows: ordered, known: records["values"], budget: &budget)
    let caption = records["caption"]?.string
    return DraftSource(
      what: "the entries of the page",
      fetch: [
        "local page = \(request):html()",
        "local function read(row, css, attribute)",
        "  local part = row:first(css)",
        "  if not part then return nil end",
        "  if attribute == \"url\" then return part:url() end",
        "  return attribute and part:attr(attribute) or part:text()",
        "end",
      ] + (attributes.contains("section") ? Self.sectionReader : [])
        + (attributes.contains("next") ? Self.nextReader : [])
        + (attributes.contains("under") ? Self.labelReader : [])
        + (attributes.contains("beside") ? Self.besideReader : []),
      list: "page:select(\(LuaText.quoted(css)))", fields: all, rowCount: total,
      title: pageTitle,
      caption: caption, nameWords: nameWords(caption), score: records["score"]?.number ?? 0,
      rows: contents.rows, values: contents.values, view: .list, pace: 3600, usualCount: 20,
      roles: roles)
  }

  /// How the script reads a field of a record.
  private static func reader(of field: JSONValue) -> String {
    let part = field["css"]?.string ?? ""
    switch field["attr"]?.string {
    case "section": return "section(row)"
    case "next": return "following(row)"
    case let side? where side == "under" || side == "beside":
      let label = field["label"]?.string ?? ""
      return "\(side)(row, \(LuaText.quoted(part)), \(LuaText.quoted(label)))"
    case "url" where part.isEmpty: return "row:url()"
    case nil where part.isEmpty: return "row:text()"
    case let attribute?:
      return "read(row, \(LuaText.quoted(part)), \(LuaText.quoted(attribute)))"
    case nil: return "read(row, \(LuaText.quoted(part)))"
    }
  }

  private static let sectionReader = [
    "-- The heading above the list that a row stands in.",
    "local function section(row)",
    "  local before = row:parent():previous()",
    "  while before and not before:matches(\"h1, h2, h3, h4, h5, h6\") do before = before:previous() end",
    "  return before and before:text()",
    "end",
  ]
  private static let nextReader = [
    "-- What stands below a heading.",
    "local function following(row)",
    "  local part = row:next()",
    "  return part and not part:matches(\"h1, h2, h3, h4, h5, h6\") and part:text() or nil",
    "end",
  ]

  private static let labelReader = [
    "-- What stands under a label of a row.",
    "local function under(row, css, label)",
    "  for _, part in ipairs(row:select(css)) do",
    "    for _, pair in ipairs(part:pairs()) do",
    "      if pair.label == label then return pair.value end",
    "    end",
    "  end",
    "end",
  ]
  private static let besideReader = [
    "-- What stands beside a label of a row.",
    "local function beside(row, css, label)",
    "  for _, part in ipairs(row:select(css)) do",
    "    local value = part:text():match(\"^(.-)%s*:?$\") == label and part:next()",
    "    if value then return value:text() end",
    "  end",
    "end",
  ]

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
