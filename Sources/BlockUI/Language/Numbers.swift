public import BlockModel

extension JSONValue {
  /// The value as a number, where a numeric text (`"43000.10"`) counts as one: Lua scripts often
  /// pass on what a source wrote between quotes.
  public var numeric: Double? {
    switch self {
    case .integer(let value): return Double(value)
    case .number(let value): return value.isFinite ? value : nil
    case .string(let text):
      let bytes = text.utf8
      guard (1...40).contains(bytes.count), bytes.contains(where: { (48...57).contains($0) }),
        bytes.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) })
      else { return nil }
      return Double(text)
    case .null, .bool, .array, .object: return nil
    }
  }

  /// An integer that a double would not hold exactly, also as text.
  var exactInteger: Int64? {
    let value: Int64? =
      switch self {
      case .integer(let value): value
      case .string(let text) where (16...20).contains(text.utf8.count): Int64(text)
      case .null, .bool, .number, .string, .array, .object: nil
      }
    return value.flatMap { $0.magnitude > 1 << 53 ? $0 : nil }
  }

  /// Truth by Python's rule: null, false, 0, "" and empty lists and objects are false.
  public var isTruthy: Bool {
    switch self {
    case .null: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .number(let value): value != 0
    case .string(let value): !value.isEmpty
    case .array(let value): !value.isEmpty
    case .object(let value): !value.isEmpty
    }
  }

  /// The value as a key of a tone map or as plain text without grouping: `2025`, `true`, `up`.
  /// `nil` for null, lists and objects.
  public var plainText: String? {
    switch self {
    case .null, .array, .object: nil
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): Int64(exactly: value).map { String($0) } ?? "\(value)"
    case .string(let value): value
    }
  }
}
