/// A format with its arguments: `currency:EUR:2:signed`, `date:weekday`, `time:Asia/Tokyo`.
public struct FormatCall: Hashable, Sendable {
  public let name: FormatName
  public let arguments: [String]

  public init(_ name: FormatName, _ arguments: [String] = []) {
    self.name = name
    self.arguments = arguments
  }

  /// As it is written in a spec.
  public var text: String { ([name.rawValue] + arguments).joined(separator: ":") }

  /// The first argument that is a count of digits or, for `truncate`, of characters.
  public var digits: Int? {
    arguments.lazy.compactMap { $0.utf8.allSatisfy(PathParser.isDigit) ? Int($0) : nil }.first
  }

  /// Whether positive numbers get a plus sign.
  public var isSigned: Bool { arguments.contains("signed") }

  public func has(_ word: String) -> Bool { arguments.contains(word) }

  /// The IANA zone among the arguments: `Asia/Tokyo`, `UTC`.
  public var zone: String? { arguments.first(where: Self.isZone) }

  /// The ISO 4217 code of a `currency`.
  public var currency: String? {
    arguments.first { $0.utf8.count == 3 && $0.utf8.allSatisfy { (65...90).contains($0) } }
  }

  static func isZone(_ text: String) -> Bool {
    text == "UTC" || text == "GMT" || (text.contains("/") && text.first?.isLetter == true)
  }
}
