public import BlockModel
import Foundation
import Notation

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
    let bytes = text.utf8
    if bytes.count <= 40, let kind = shortKind(of: text, name) { return kind }
    if let scheme = text.range(of: "://"), !bytes.contains(where: Self.isSpace),
      text[..<scheme.lowerBound].lowercased().hasPrefix("http")
    {
      return isImage(text, name) ? .image : .url
    }
    let hasSpace = bytes.contains(UInt8(ascii: " "))
    if name.isIdentifier, !hasSpace { return .id }
    if hasTag(text) { return .html }
    if bytes.count >= 20, !hasSpace, bytes.allSatisfy({ isHexDigit($0) || $0 == 45 }) {
      return .id
    }
    return bytes.count > 140 && text.unicodeScalars.count > 140 ? .longtext : .text
  }

  /// `<b>`, `</p>`, `<a href="…">`: a tag of at most 200 bytes. One pass, whatever a source sends.
  private static func hasTag(_ text: String) -> Bool {
    /// Where a tag that may be one began.
    var open: Int?
    var index = 0
    var last: (UInt8, UInt8) = (0, 0)
    for byte in text.utf8 {
      let begins =
        isLetter(byte)
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

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (97...102).contains(byte | 0x20)
  }

  /// Kinds that are short texts: numbers, moments, money.
  private static func shortKind(of text: String, _ name: FieldName) -> ValueKind? {
    if text == "true" || text == "false" { return .boolText }
    guard text.utf8.contains(where: isDigit) else {
      return DateText.isDayWord(text) ? .timeText : nil
    }
    if isISOTime(text) { return .time }
    if let number = NumberText(text) { return kind(of: number, text, name) }
    return isWrittenDate(text) ? .timeText : nil
  }

  private static func kind(
    of number: NumberText, _ text: String, _ name: FieldName
  ) -> ValueKind? {
    let mark = number.provenMark ?? (text.utf8.contains(UInt8(ascii: ",")) ? .point : nil)
    guard let value = number.value(decimal: mark ?? .point) else {
      return isWrittenDate(text) ? .timeText : nil
    }
    if let unit = number.unit {
      return unit == "%" ? .percentText : Currency(unit) == nil ? nil : .moneyText
    }
    guard text.utf8.allSatisfy({ isDigit($0) }) else { return .numberText }
    if text.utf8.count == 4, name.isYear || name.isTime, (1000...2200).contains(value) {
      return .year
    }
    if name.isTime, (3e8...4.1e9).contains(value) { return .timeSeconds }
    return name.isIdentifier || number.isName ? .id : .numberText
  }

  /// A date in another form than ISO's, with something in it that no score or fraction has: a name
  /// or a year.
  static func isWrittenDate(_ text: String) -> Bool {
    var digits = 0
    var parts = 0
    var hasYear = false
    var hasLetter = false
    for byte in text.utf8 {
      if isDigit(byte) {
        if digits == 0 { parts += 1 }
        digits += 1
        if digits == 4 { hasYear = true }
      } else {
        digits = 0
        hasLetter = hasLetter || isLetter(byte) || byte >= 128
      }
    }
    guard parts > 0, hasYear || hasLetter || parts >= 3, parts + (hasLetter ? 1 : 0) > 1 else {
      return false
    }
    return DateText.parse(text, dayFirst: nil, now: 0) != nil
  }

  /// `2026-11-26`, with a clock and an offset behind it or without.
  public static func isISOTime(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(41))
    guard (10...40).contains(bytes.count), bytes[4] == 45, bytes[7] == 45,
      bytes[0] == 49 || bytes[0] == 50,
      [1, 2, 3, 5, 6, 8, 9].allSatisfy({ isDigit(bytes[$0]) }), bytes[5] <= 49, bytes[8] <= 51
    else { return false }
    guard bytes.count > 10 else { return true }
    guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T") || bytes[10] == 32, bytes[13] == 58,
      [11, 12, 14, 15].allSatisfy({ isDigit(bytes[$0]) }), bytes[11] <= 50, bytes[14] <= 53
    else { return false }
    var rest = bytes[16...]
    if rest.first == 58 {
      guard rest.count >= 3, rest.dropFirst().prefix(2).allSatisfy(isDigit) else { return false }
      rest = rest.dropFirst(3)
      if rest.first == 46 {
        let fraction = rest.dropFirst().prefix(while: isDigit)
        guard !fraction.isEmpty else { return false }
        rest = rest.dropFirst(1 + fraction.count)
      }
    }
    if rest.first == 32 { rest = rest.dropFirst() }
    if rest.isEmpty || rest.elementsEqual([UInt8(ascii: "Z")]) { return true }
    guard rest.first == 43 || rest.first == 45 else { return false }
    let digits = rest.dropFirst().filter { $0 != 58 }
    return digits.count == 4 && digits.allSatisfy(isDigit)
  }

  private static func isImage(_ url: String, _ name: FieldName) -> Bool {
    let path = url.prefix { $0 != "?" && $0 != "#" }.lowercased()
    return ["jpg", "jpeg", "png", "gif", "webp"].contains { path.hasSuffix(".\($0)") }
      || (name.isImage && !path.hasSuffix(".svg"))
  }
}
