import BlockModel
import OrderedCollections
import Sketches

/// The rows of a record set by field name: a sample, and the distinct values over all of them.
struct SetContents {
  /// Rows of the sample.
  static let maximumRows = 60
  /// Values that are kept of all record sets of a source.
  static let maximumValues = 200_000
  /// Characters of a value that are kept.
  static let maximumLength = 160

  private(set) var rows: [JSONValue] = []
  private(set) var values: [String: [String]] = [:]

  /// - Parameters:
  ///   - rows: rows as the fields' paths read them: all, where nothing else is known of them.
  ///   - known: the distinct values over all rows by the last key of a field, or by its place.
  ///   - budget: values that may still be kept; is lowered.
  init(_ fields: [RowField], rows: [JSONValue], known: JSONValue? = nil, budget: inout Int) {
    self.rows = rows.prefix(Self.maximumRows).map { row in
      var object: JSONObject = [:]
      for field in fields {
        if let value = Self.value(of: field, in: row) { object[field.name] = value }
      }
      return .object(object)
    }
    for field in fields where field.kind != .image && budget > 0 {
      var distinct: OrderedSet<String> = []
      for value in Self.known(field, known)?.array ?? [] where distinct.count < budget {
        distinct.append(Self.text(of: value))
      }
      for row in rows where distinct.count < budget {
        guard let value = Self.value(of: field, in: row) else { continue }
        distinct.append(Self.text(of: value))
      }
      budget -= distinct.count
      values[field.name] = Array(distinct)
    }
  }

  private static func known(_ field: RowField, _ known: JSONValue?) -> JSONValue? {
    switch field.column.path.steps.first {
    case .key(let key): known?[key]
    case .index(let index): known?[index]
    case .each, .member, nil: nil
    }
  }

  private static func value(of field: RowField, in row: JSONValue) -> JSONValue? {
    guard let value = row.value(at: field.column.path), !value.isNull else { return nil }
    guard value.isContainer else { return value }
    guard field.column.isJoined, let parts = value.array else { return nil }
    return .string(parts.map { $0.string ?? $0.json() }.joined(separator: field.column.separator))
  }

  private static func text(of value: JSONValue) -> String {
    guard let text = value.string else { return value.json() }
    return text.utf8.count <= maximumLength ? text : String(text.prefix(maximumLength))
  }
}

extension JSONValue {
  /// What a path leads to, without lists that are walked; `nil` where it ends before.
  func value(at path: DataPath) -> JSONValue? {
    var value: JSONValue? = self
    for step in path.steps {
      switch step {
      case .key(let key): value = value?[key]
      case .index(let index): value = value?[index]
      case .each, .member: return nil
      }
    }
    return value
  }
}
