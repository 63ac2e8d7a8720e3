import BlockModel
import BlockUI

/// A table, list or chart as another one of these, over the same rows.
struct RefineLook {
  /// A field as the card shows it.
  private struct Shown {
    var field: String
    var label: String
    var format: JSONValue?
    var unit: JSONValue?
  }

  private let node: JSONValue
  private let fields: RefineFields
  private let shown: [Shown]

  static func isKnown(_ node: JSONValue) -> Bool {
    ["table", "list", "chart"].contains(node["type"]?.string) && node["data"] != nil
  }

  init(_ node: JSONValue, fields: RefineFields) {
    self.node = node
    self.fields = fields
    shown = Self.shown(node, fields)
  }

  private static func shown(_ node: JSONValue, _ fields: RefineFields) -> [Shown] {
    var shown: [Shown] = []
    func add(_ field: String, _ given: JSONValue?, format: JSONValue? = nil) {
      guard fields.names.contains(field), !shown.contains(where: { $0.field == field }) else {
        return
      }
      shown.append(
        Shown(
          field: field,
          label: given?["header"]?.string ?? given?["label"]?.string
            ?? fields.label(field), format: format ?? given?["format"], unit: given?["unit"]))
    }
    RefineFields.walk(node) { part in
      if let field = part["field"]?.string { add(field, part) }
    }
    // A list shows its fields in texts.
    for name in ["title", "subtitle", "meta", "text", "trailing", "badge"] {
      let part = node[name]
      for found in (part?.json() ?? "").matches(of: #/\$\{item\.(\w+)(?:\s*\|\s*([^}|]+?))?\s*\}/#)
      {
        add(
          String(found.1), name == "trailing" ? part : nil,
          format: found.2.map { .string(String($0)) })
      }
    }
    return shown
  }

  private func isNumber(_ field: String) -> Bool { fields.isNumber(field) }

  private var base: JSONObject {
    var base: JSONObject = [:]
    for name in ["data", "limit", "empty", "when", "id"] {
      if let value = node[name] { base[name] = value }
    }
    return base
  }

  // MARK: Components

  func table() throws(AuthoringAnswer) -> (JSONValue, String) {
    if node["type"] == "table" { throw AuthoringAnswer("It is a table already.") }
    let columns = shown.map(column)
    guard !columns.isEmpty else { throw AuthoringAnswer("There are no fields for a table.") }
    let table = base.merging(["type": "table", "columns": .array(columns)]) { $1 }
    return (.object(table), "Shows a table.")
  }

  private func column(_ shown: Shown) -> JSONValue {
    var column: JSONObject = ["header": .string(shown.label), "field": .string(shown.field)]
    if let format = shown.format { column["format"] = format }
    if let unit = shown.unit { column["unit"] = unit }
    if isNumber(shown.field) { column["align"] = "end" }
    return .object(column)
  }

  func list() throws(AuthoringAnswer) -> (JSONValue, String) {
    if node["type"] == "list" { throw AuthoringAnswer("It is a list already.") }
    guard let title = shown.first(where: { !isNumber($0.field) }) ?? shown.first else {
      throw AuthoringAnswer("There are no fields for a list.")
    }
    var list = base.merging(["type": "list", "title": .string(Self.template(title))]) { $1 }
    var rest = shown.filter { $0.field != title.field }
    if let number = rest.first(where: { isNumber($0.field) }) {
      var trailing: JSONObject = ["value": .string("${item.\(number.field)}")]
      if let format = number.format { trailing["format"] = format }
      if let unit = number.unit { trailing["unit"] = unit }
      list["trailing"] = .object(trailing)
      rest.removeAll { $0.field == number.field }
    }
    let meta = rest.prefix(6).map { JSONValue.string("\($0.label) \(Self.template($0))") }
    if !meta.isEmpty { list["meta"] = .array(meta) }
    if let href = node["columns"]?.array?.lazy.compactMap({ $0["href"] }).first ?? node["href"] {
      list["href"] = href
    }
    return (.object(list), "Shows a list.")
  }

  private static func template(_ shown: Shown) -> String {
    let format = shown.format?.string.map { " | \($0)" } ?? ""
    let unit = shown.unit?.string.map { " \($0)" } ?? ""
    return "${item.\(shown.field)\(format)}\(unit)"
  }

  /// - Parameter kind: `nil` for a line over time, else bars.
  func chart(_ kind: String?) throws(AuthoringAnswer) -> (JSONValue, String) {
    if node["type"] == "chart" { return redrawn(kind ?? "line") }
    let all = shown.map(\.field) + fields.names
    let numbers = shown.filter { isNumber($0.field) && $0.field != fields.time }
    guard let number = numbers.first else {
      throw AuthoringAnswer("There is no number in these rows to draw.")
    }
    let kind = kind ?? (fields.time == nil ? "bar" : "line")
    let isOverTime = ["line", "area"].contains(kind)
    let scatter = kind == "scatter" ? numbers.dropFirst().first?.field : nil
    let named = all.first { !isNumber($0) && $0 != fields.time }
    guard let x = scatter ?? (isOverTime ? fields.time ?? named : named ?? fields.time) else {
      throw AuthoringAnswer("There is no name or time in these rows to draw the numbers over.")
    }
    var y: JSONObject = ["field": .string(number.field), "label": .string(number.label)]
    if let format = number.format { y["format"] = format }
    if let unit = number.unit { y["unit"] = unit }
    let type = scatter != nil ? "quantitative" : x == fields.time ? "temporal" : "nominal"
    let members: JSONObject = [
      "type": "chart", "kind": .string(kind), "x": ["field": .string(x), "type": .string(type)],
      "y": .object(y),
    ]
    var chart = base.merging(members) { $1 }
    chart["limit"] = nil
    return (.object(chart), "Draws \(number.label) as a \(kind) chart.")
  }

  private func redrawn(_ kind: String) -> (JSONValue, String) {
    var members = node.object ?? [:]
    members["kind"] = .string(kind)
    if kind != "bar" { members["horizontal"] = nil }
    return (.object(members), "Draws a \(kind) chart.")
  }

  // MARK: Columns

  private func columns() throws(AuthoringAnswer) -> [JSONValue] {
    guard node["type"] == "table", let columns = node["columns"]?.array else {
      throw AuthoringAnswer("This block has no table with columns; say “as a table” first.")
    }
    return columns
  }

  private func place(_ name: String, in columns: [JSONValue]) throws(AuthoringAnswer) -> Int {
    let said = name.lowercased()
    let exact = columns.firstIndex { column in
      [column["header"], column["field"]].contains { $0?.string?.lowercased() == said }
    }
    if let exact { return exact }
    let field = try fields.field(name)
    guard let place = columns.firstIndex(where: { $0["field"]?.string == field }) else {
      let headers = columns.compactMap { $0["header"]?.string ?? $0["field"]?.string }
      throw AuthoringAnswer("The table has the columns \(headers.joined(separator: ", ")).")
    }
    return place
  }

  private func table(_ columns: [JSONValue]) -> JSONValue {
    node.setting("columns", to: .array(columns))
  }

  func keeping(_ names: [String]) throws(AuthoringAnswer) -> (JSONValue, String) {
    let old = try columns()
    var kept: [JSONValue] = []
    for name in names { kept.append(old[try place(name, in: old)]) }
    return (table(kept), "Shows the columns \(names.joined(separator: ", ")).")
  }

  func hiding(_ names: [String]) throws(AuthoringAnswer) -> (JSONValue, String) {
    guard node["type"] == "table" else { return try hidingParts(names) }
    var columns = try columns()
    for name in names { columns.remove(at: try place(name, in: columns)) }
    guard !columns.isEmpty else { throw AuthoringAnswer("A table needs a column.") }
    return (table(columns), "Leaves out \(names.joined(separator: ", ")).")
  }

  func showing(_ names: [String]) throws(AuthoringAnswer) -> (JSONValue, String) {
    var columns = try columns()
    for name in names {
      let field = try fields.field(name)
      guard !columns.contains(where: { $0["field"]?.string == field }) else { continue }
      columns.append(column(Shown(field: field, label: fields.label(field))))
    }
    guard columns.count > (node["columns"]?.array?.count ?? 0) else {
      throw AuthoringAnswer("It shows \(names.joined(separator: ", ")) already.")
    }
    return (table(columns), "Shows \(names.joined(separator: ", ")), too.")
  }

  /// A list loses the parts that show a field, but not its title; a chart its other lines.
  private func hidingParts(_ names: [String]) throws(AuthoringAnswer) -> (JSONValue, String) {
    var members = node.object ?? [:]
    for name in names {
      let field = try fields.field(name)
      func holds(_ part: JSONValue?) -> Bool {
        (part?.json() ?? "").matches(of: #/item\.(\w+)/#).contains { $0.1 == field }
      }
      let before = members
      for part in ["subtitle", "text", "trailing", "badge", "image"] where holds(members[part]) {
        members[part] = nil
      }
      if let meta = members["meta"]?.array {
        let kept = meta.filter { !holds($0) }
        members["meta"] = kept.isEmpty ? nil : .array(kept)
      }
      if let lines = members["y"]?.array {
        let kept = lines.filter { $0["field"]?.string != field }
        if !kept.isEmpty { members["y"] = .array(kept) }
      }
      guard members != before else {
        throw AuthoringAnswer("\(fields.label(field)) cannot be left out here.")
      }
    }
    return (.object(members), "Leaves out \(names.joined(separator: ", ")).")
  }
}
