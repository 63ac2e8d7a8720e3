public import BlockModel

/// One mistake in a spec, for the model, for editors and for people.
public struct SpecIssue: Hashable, Sendable, CustomStringConvertible {
  public enum Level: String, Hashable, Sendable {
    case error, warning
  }

  public var level: Level
  public var kind: IssueCode
  /// JSON Pointer (RFC 6901).
  public var at: String
  /// 1-based place in the text the spec was read from.
  public var line: Int?
  /// 1-based, in characters.
  public var column: Int?
  /// One sentence without the place.
  public var message: String
  /// What was probably meant.
  public var suggest: String?
  /// The values or names allowed there.
  public var expected: [String]
  /// A JSON Patch operation (RFC 6902) that sets it right, when there is exactly one.
  public var fix: JSONValue?

  public init(
    level: Level = .error, _ kind: IssueCode, at: String, _ message: String,
    suggest: String? = nil, expected: [String] = [], fix: JSONValue? = nil
  ) {
    self.level = level
    self.kind = kind
    self.at = at
    self.message = message
    self.suggest = suggest
    self.expected = expected
    self.fix = fix?.isNull == true ? Optional.none : fix
  }

  public var code: String { kind.rawValue }

  /// The issue as the API and `dash check --json` give it.
  public var json: JSONValue {
    var members: JSONObject = [
      "level": .string(level.rawValue), "code": .string(code), "at": .string(at),
    ]
    if let line { members["line"] = .integer(Int64(line)) }
    if let column { members["column"] = .integer(Int64(column)) }
    members["message"] = .string(message)
    if let suggest { members["suggest"] = .string(suggest) }
    if !expected.isEmpty { members["expected"] = .array(expected.map(JSONValue.string)) }
    if let fix { members["fix"] = fix }
    return .object(members)
  }

  /// One line: `/body/0/title: 'title' is not in the data. Did you mean 'item.title'?`
  public var text: String {
    var text = "\(at.isEmpty ? "/" : at): \(message)"
    if let suggest { text += ". Did you mean '\(suggest)'?" }
    return text
  }

  public var description: String { text }
}

/// What a check found.
public struct CheckReport: Hashable, Sendable {
  /// At most ``maximumErrors``, in document order, one for each cause.
  public var errors: [SpecIssue] = []
  public var warnings: [SpecIssue] = []
  /// What was set right without asking.
  public var repaired: [SpecIssue] = []

  public init() {}

  public static let maximumErrors = 20

  public var ok: Bool { errors.isEmpty }

  public var json: JSONValue {
    [
      "ok": .bool(ok), "errors": .array(errors.map(\.json)),
      "warnings": .array(warnings.map(\.json)), "repaired": .array(repaired.map(\.json)),
    ]
  }

  /// A line per issue, errors first.
  public var text: String {
    (errors.map { "error " + $0.text } + warnings.map { "warning " + $0.text }
      + repaired.map { "repaired " + $0.text })
      .joined(separator: "\n")
  }
}
