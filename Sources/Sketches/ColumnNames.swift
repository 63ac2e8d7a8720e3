import BlockModel

/// Where an answer names the columns of rows that are lists: `{"fields": ["a", "b"], "data": [[1, 2]]}`,
/// `{"columns": [{"name": "a"}, …]}`, or a first row of names.
struct ColumnNames: Sendable {
  /// Names by place; `nil` where one has none.
  struct Found: Sendable {
    var names: [String?]
    /// `$.meta.view.columns[].name`, or "the first row".
    var origin: String
  }

  private var lists: [Found] = []
  private var headers: [String: [String?]] = [:]

  init(in value: JSONValue) { walk(value, DataPath(), depth: 0) }

  /// The names of so many columns of the rows at a path.
  func of(_ width: Int, near rows: DataPath) -> Found? {
    if let names = headers[rows.description] { return Found(names: names, origin: "the first row") }
    return lists.first { $0.names.count == width }
  }

  private mutating func walk(_ value: JSONValue, _ path: DataPath, depth: Int) {
    guard depth < 6 else { return }
    switch value {
    case .object(let members):
      for (key, member) in members.prefix(60) {
        walk(member, path.appending(.key(key)), depth: depth + 1)
      }
    case .array(let elements):
      if let first = elements.first?.array, elements.count > 1, let second = elements[1].array,
        Self.isHeader(first, above: second)
      {
        headers[path.appending(.each).description] = first.map(\.string)
      } else if Self.keys.contains(path.lastKey.lowercased()), elements.count >= 2 {
        add(elements, path)
      }
    case .null, .bool, .integer, .number, .string: return
    }
  }

  private mutating func add(_ elements: [JSONValue], _ path: DataPath) {
    let each = path.appending(.each)
    if elements.allSatisfy({ $0.string != nil }) {
      lists.append(Found(names: elements.map(\.string), origin: "\(each)"))
      return
    }
    let key = Self.nameKeys.first { key in elements.allSatisfy { $0[key]?.string != nil } }
    if let key {
      lists.append(
        Found(names: elements.map { $0[key]?.string }, origin: "\(each.appending(.key(key)))"))
    }
  }

  /// Texts that name what stands below them: the row below holds something else than texts.
  static func isHeader(_ row: [JSONValue], above next: [JSONValue]) -> Bool {
    let names = row.compactMap(\.string).filter { !$0.isEmpty && $0.count <= 60 }
    guard names.count == row.count, row.count == next.count, row.count >= 2,
      Set(names).count == names.count, names.allSatisfy({ Double($0) == nil })
    else { return false }
    return next.contains { $0.string.map { Double($0) != nil } ?? !$0.isNull }
  }

  private static let keys: Set<String> = [
    "columns", "column_names", "columnnames", "cols", "fields", "field_names", "fieldnames",
    "headers", "header", "names", "labels", "schema", "dimensions",
  ]

  private static let nameKeys = ["fieldName", "name", "id", "label", "title", "key", "field"]
}
