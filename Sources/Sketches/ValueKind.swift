public import BlockModel
import Foundation

/// What a value is, beyond its JSON type. The raw values are the words of the sketch.
public enum ValueKind: String, Sendable, Hashable, CaseIterable {
  case int, num, bool, text, longtext, html, url, image, id, null
  /// RFC 3339 / ISO 8601.
  case time
  /// Unix seconds.
  case timeSeconds = "time:s"
  /// Unix milliseconds.
  case timeMilliseconds = "time:ms"
  case year = "time:year"
  /// A moment in another written form, which `time.parse` reads: RFC 822 and its like.
  case timeText = "time:text"
  case numberText = "num:text"
  case moneyText = "money:text"
  case percentText = "percent:text"
  case boolText = "bool:text"

  public var isNumber: Bool {
    switch self {
    case .int, .num, .numberText: true
    default: false
    }
  }

  public var isTime: Bool {
    switch self {
    case .time, .timeSeconds, .timeMilliseconds, .year, .timeText: true
    default: false
    }
  }

  /// Something a person reads.
  public var isWords: Bool {
    switch self {
    case .text, .longtext, .html: true
    default: false
    }
  }

  /// The kind of one scalar; `name` is the key it stands under.
  public init?(of value: JSONValue, named name: String) {
    let name = FieldName(name)
    switch value {
    case .null: self = .null
    case .bool: self = .bool
    case .integer(let number): self = Self.kind(of: Double(number), isWhole: true, name)
    case .number(let number): self = Self.kind(of: number, isWhole: false, name)
    case .string(let text): self = Self.kind(of: text, name)
    case .array, .object: return nil
    }
  }

  private static func kind(of number: Double, isWhole: Bool, _ name: FieldName) -> ValueKind {
    if name.isTime {
      if (3e8...4.1e9).contains(number) { return .timeSeconds }
      if (3e11...4.1e12).contains(number) { return .timeMilliseconds }
    }
    guard isWhole else { return .num }
    if (1.2e12...2e12).contains(number) { return .timeMilliseconds }
    if name.isYear, (1000...2200).contains(number) { return .year }
    return name.isIdentifier ? .id : .int
  }

  private static func kind(of raw: String, _ name: FieldName) -> ValueKind {
    let text = raw.trimming(\.isWhitespace)
    if text.isEmpty { return .null }
    if text.utf8.count <= 40, let kind = shortKind(of: text, name) { return kind }
    if let scheme = text.range(of: "://"), !text.contains(where: \.isWhitespace),
      text[..<scheme.lowerBound].lowercased().hasPrefix("http")
    {
      return isImage(text, name) ? .image : .url
    }
    if name.isIdentifier, !text.contains(" ") { return .id }
    if hasTag(text) { return .html }
    if text.utf8.count >= 20, !text.contains(" "), text.allSatisfy({ $0.isHexDigit || $0 == "-" }) {
      return .id
    }
    return text.count > 140 ? .longtext : .text
  }

  /// `<b>`, `</p>`, `<a href="…">`: a tag of at most 200 bytes. One pass, whatever a source sends.
  private static func hasTag(_ text: String) -> Bool {
    /// Where a tag that may be one began.
    var open: Int?
    var index = 0
    var last: (UInt8, UInt8) = (0, 0)
    for byte in text.utf8 {
      let isLetter = (0x41...0x5A).contains(byte & 0xDF)
      let begins =
        isLetter
        && (last.1 == UInt8(ascii: "<")
          || (last.1 == UInt8(ascii: "/") && last.0 == UInt8(ascii: "<")))
      if begins { open = index }
      if byte == UInt8(ascii: ">"), let start = open {
        if index - start <= 200 { return true }
        open = nil
      }
      last = (last.1, byte)
      index += 1
    }
    return false
  }

  /// Kinds that are short texts: numbers, moments, money.
  private static func shortKind(of text: String, _ name: FieldName) -> ValueKind? {
    if isISOTime(text) { return .time }
    if text.wholeMatch(of: /-?\d+(\.\d+)?([eE][-+]?\d+)?/) != nil {
      let number = Double(text) ?? 0
      if text.count == 4, name.isYear || name.isTime, (1000...2200).contains(number) {
        return .year
      }
      if name.isTime, (3e8...4.1e9).contains(number) { return .timeSeconds }
      if name.isIdentifier || (text.count > 1 && text.first == "0" && !text.contains(".")) {
        return .id
      }
      return .numberText
    }
    if text.wholeMatch(of: /[-+]?\d{1,3}([,']\d{3})+(\.\d+)?/) != nil { return .numberText }
    if text.wholeMatch(of: /[-+]?\d+([.,]\d+)?\s?%/) != nil { return .percentText }
    if text.wholeMatch(of: /[-+]?([€$£¥]|[A-Z]{2}\$)\s?\d[\d.,']*/) != nil { return .moneyText }
    if text.wholeMatch(of: /[-+]?\d[\d.,']*\s?([€$£¥]|EUR|USD|GBP|CHF|JPY)/) != nil {
      return .moneyText
    }
    if text == "true" || text == "false" { return .boolText }
    if text.wholeMatch(of: /([A-Z][a-z]{2},\s+)?\d{1,2} [A-Z][a-z]{2,8} \d{4}( \d{2}:\d{2}.*)?/)
      != nil
    {
      return .timeText
    }
    return nil
  }

  public static func isISOTime(_ text: String) -> Bool {
    text.wholeMatch(
      of:
        /[12]\d{3}-[01]\d-[0-3]\d([T ][0-2]\d:[0-5]\d(:[0-6]\d(\.\d+)?)?\s?(Z|[-+]\d{2}:?\d{2})?)?/)
      != nil
  }

  private static func isImage(_ url: String, _ name: FieldName) -> Bool {
    let path = url.prefix { $0 != "?" && $0 != "#" }.lowercased()
    return ["jpg", "jpeg", "png", "gif", "webp"].contains { path.hasSuffix(".\($0)") }
      || (name.isImage && !path.hasSuffix(".svg"))
  }
}
