import BlockModel

/// Rows of a JSON value: the value itself or one of its members, when that is a list of objects.
struct DataTable {
  /// The member it was found in; empty for the value itself.
  let name: String
  let columns: [String]
  let rows: [JSONObject]

  /// Every list of objects in a value or right below it, the longest first.
  static func all(in value: JSONValue) -> [DataTable] {
    if let table = DataTable("", value) { return [table] }
    return (value.object ?? [:]).compactMap { DataTable($0.key, $0.value) }
      .sorted { $0.rows.count > $1.rows.count }
  }

  private init?(_ name: String, _ value: JSONValue) {
    guard let elements = value.array, !elements.isEmpty else { return nil }
    let rows = elements.compactMap(\.object)
    guard rows.count == elements.count else { return nil }
    self.name = name
    self.rows = rows
    var columns: [String] = []
    var known: Set<String> = []
    for row in rows {
      for column in row.keys where known.insert(column).inserted { columns.append(column) }
    }
    self.columns = columns
  }

  /// Does a column hold numbers and nothing else?
  func isNumeric(_ column: String) -> Bool {
    let values = rows.compactMap { $0[column] }.filter { !$0.isNull }
    return !values.isEmpty && values.allSatisfy { $0.number != nil }
  }

  /// What a cell says: texts as they are, lists and objects as JSON, nothing for null.
  static func text(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null: ""
    case .string(let text): text
    case .some(let value): value.json()
    }
  }

  /// RFC 4180, with a head.
  var csv: String {
    let lines =
      [columns] + rows.map { row in columns.map { Self.text(row[$0]) } }
    return lines.map { $0.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func field(_ text: String) -> String {
    // The two characters of a line break of Windows are one Character.
    guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else {
      return text
    }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
