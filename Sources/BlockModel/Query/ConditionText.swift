/// Conditions and orders as a person types them: `country=Portugal`, `price<=20`, `-population`.
///
/// Names and values are taken as they stand; what they mean is for the source to say.
extension RowQuery.Filter {
  /// The signs of conditions, longer ones first.
  public static let signs: [(sign: String, comparison: RowQuery.Comparison)] = [
    ("!~", .lacks), ("!=", .notEqual), (">=", .atLeast), ("<=", .atMost), ("=", .equal),
    ("~", .contains), (">", .above), ("<", .below),
  ]

  /// `country=Portugal`: a field, a sign of ``signs`` and a value; `|` stands between alternatives.
  /// - Returns: `nil` when it is not all three.
  public init?(_ text: String) {
    var found: (start: String.Index, sign: String, comparison: RowQuery.Comparison)?
    for index in text.indices where found == nil {
      found = Self.signs.first { text[index...].hasPrefix($0.sign) }.map {
        (index, $0.sign, $0.comparison)
      }
    }
    guard let found else { return nil }
    let field = text[..<found.start].trimmed
    let value = text[text.index(found.start, offsetBy: found.sign.count)...].trimmed
    guard !field.isEmpty, !value.isEmpty else { return nil }
    let values = value.split(separator: "|").map(\.trimmed).filter { !$0.isEmpty }
    guard !values.isEmpty else { return nil }
    self.init(field, found.comparison, values.map { .text($0) })
  }

  /// As ``init(_:)`` reads it.
  public var text: String {
    let sign = Self.signs.first { $0.comparison == comparison }?.sign ?? "="
    return field + sign + values.map(\.text).joined(separator: "|")
  }
}

extension RowQuery.Order {
  /// `population` rises, `-population` falls.
  public init?(_ text: String) {
    let text = text[...].trimmed
    let isDescending = text.hasPrefix("-")
    let field = isDescending ? text.dropFirst().trimmed : text
    guard !field.isEmpty else { return nil }
    self.init(field, isDescending: isDescending)
  }

  /// As ``init(_:)`` reads it.
  public var text: String { (isDescending ? "-" : "") + field }
}

extension RowQuery.Value {
  /// As a person types it.
  public var text: String {
    switch self {
    case .text(let text): text
    case .number(let number): Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    case .flag(let flag): flag ? "yes" : "no"
    case .moment(let moment): moment.description
    }
  }
}

extension Substring {
  fileprivate var trimmed: String { String(self).trimming(\.isWhitespace) }
}
