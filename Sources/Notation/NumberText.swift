/// A text that is one number and nothing else: `1.299,00 €`, `(1.5%)`, `-$12.5k`, `1 842 W`.
///
/// Which mark begins the fraction is settled by the column (``DecimalMark``), not by one number.
public struct NumberText: Hashable, Sendable {
  /// Digits and the marks between them, without spaces: `1.299,00`.
  public private(set) var digits: [UInt8] = []
  public private(set) var isNegative = false
  /// 1000 for `k`.
  public private(set) var scale = 1.0
  /// The letters that ``scale`` was read from, as they were written; empty when there are none.
  public private(set) var scaleLetters = ""
  /// What stands before or behind the number: `€`, `USD`, `%`, `km/h`.
  public private(set) var unit: String?

  /// Bytes of a text that may be a number.
  private static let maximumLength = 40

  public init?(_ text: String) {
    guard text.utf8.count <= Self.maximumLength, text.utf8.contains(where: Self.isDigit) else {
      return nil
    }
    var rest = Self.plain(text)[...]
    Self.trim(&rest)
    if rest.first == UInt8(ascii: "("), rest.last == UInt8(ascii: ")") {
      rest = rest.dropFirst().dropLast()
      isNegative = true
      Self.trim(&rest)
    }
    sign(&rest)
    guard leadingUnit(&rest) else { return nil }
    Self.trim(&rest)
    sign(&rest)
    takeDigits(&rest)
    guard !digits.isEmpty, trailing(&rest) else { return nil }
  }

  private mutating func sign(_ rest: inout ArraySlice<UInt8>) {
    guard let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else {
      return
    }
    if first == UInt8(ascii: "-") { isNegative = true }
    rest.removeFirst()
    if rest.first == UInt8(ascii: " ") { rest.removeFirst() }
  }

  /// A currency before the number.
  private mutating func leadingUnit(_ rest: inout ArraySlice<UInt8>) -> Bool {
    let unit = rest.prefix {
      !Self.isDigit($0) && !Self.isSpace($0) && !Self.isMark($0) && $0 != 45
    }
    guard !unit.isEmpty else { return true }
    let text = String(decoding: unit, as: UTF8.self)
    guard Currency(text) != nil else { return false }
    self.unit = text
    rest = rest.dropFirst(unit.count)
    return true
  }

  private mutating func takeDigits(_ rest: inout ArraySlice<UInt8>) {
    while let byte = rest.first {
      if Self.isDigit(byte) {
        digits.append(byte)
        rest.removeFirst()
      } else if Self.isMark(byte), let next = rest.dropFirst().first, Self.isDigit(next) {
        digits.append(byte)
        rest.removeFirst()
      } else if Self.isSpace(byte) || byte == UInt8(ascii: "'"),
        // Spaces and apostrophes only group by three.
        rest.dropFirst().prefix(3).count(where: Self.isDigit) == 3,
        rest.dropFirst(4).first.map({ !Self.isDigit($0) }) ?? true,
        (1...3).contains(digits.count(where: Self.isDigit)) || groups > 0,
        !digits.contains(where: Self.isMark)
      {
        groups += 1
        rest.removeFirst()
      } else {
        break
      }
    }
  }

  /// Words of a unit: "places still left".
  private static let maximumUnitWords = 3

  /// Groups of three behind a space or an apostrophe.
  private var groups = 0

  /// Exponent, scale and unit behind the digits.
  private mutating func trailing(_ rest: inout ArraySlice<UInt8>) -> Bool {
    exponent = Self.exponent(&rest) ?? 0
    // `1.299,-` and the place `3.`
    if let mark = rest.first, Self.isMark(mark) {
      let dashes = rest.dropFirst().prefix { $0 == UInt8(ascii: "-") }
      if !dashes.isEmpty {
        rest = rest.dropFirst(1 + dashes.count)
        wholeMark = mark == UInt8(ascii: ",") ? .comma : .point
      } else if mark == UInt8(ascii: "."), rest.count == 1, digits.allSatisfy(Self.isDigit) {
        rest.removeFirst()
      }
    }
    let isJoined = rest.first.map { !Self.isSpace($0) } ?? false
    Self.trim(&rest)
    guard !rest.isEmpty else { return true }
    if rest.elementsEqual([UInt8(ascii: "-")]), !isNegative {
      isNegative = true
      return true
    }
    let words = rest.split(whereSeparator: Self.isSpace)
    guard words.count <= Self.maximumUnitWords, !rest.contains(where: Self.isDigit) else {
      return false
    }
    var units = words.map { String(decoding: $0, as: UTF8.self) }
    if let first = units.first, let scale = Self.scale(first, isJoined: isJoined) {
      self.scale *= scale
      scaleLetters = first
      units.removeFirst()
    }
    guard !units.isEmpty else { return true }
    // "4 places left" is behind a number as it is, "1.2 million people" is not worth the doubt.
    guard units.count == 1 || scaleLetters.isEmpty && !isJoined, self.unit == nil,
      units.allSatisfy(Self.isUnit)
    else { return false }
    self.unit = units.joined(separator: " ")
    return true
  }

  private var exponent = 0
  private var wholeMark: DecimalMark?

  // MARK: Values

  /// The mark that this number proves to begin fractions: in `1.299,00` the comma, in `1.5` and
  /// `1,299,000` the point; `nil` where both readings are a number.
  public var provenMark: DecimalMark? {
    if let wholeMark { return wholeMark }
    let marks = digits.filter(Self.isMark)
    guard let last = marks.last else { return nil }
    let mark: DecimalMark = last == UInt8(ascii: ",") ? .comma : .point
    if Set(marks).count == 2 { return mark }
    if marks.count > 1 { return mark.other }
    if groups > 0 { return mark }
    let behind = digits.count - 1 - (digits.lastIndex(of: last) ?? 0)
    let before = digits.count - 1 - behind
    // `0.123`, `1234.567`, `.5`: no group of three stands behind a zero alone or four digits.
    let isGroup = behind == 3 && (1...3).contains(before) && digits.first != UInt8(ascii: "0")
    return isGroup ? nil : mark
  }

  /// The value, when fractions begin at `decimal`.
  /// - Returns: `nil` when the digits are no number so: an address, a version, a date.
  public func value(decimal: DecimalMark) -> Double? {
    let point = decimal == .comma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    let grouping = decimal == .comma ? UInt8(ascii: ".") : UInt8(ascii: ",")
    let parts = digits.split(separator: point, omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first else { return nil }
    let wholeGroups = whole.split(separator: grouping, omittingEmptySubsequences: false)
    if wholeGroups.count > 1 {
      guard (1...3).contains(wholeGroups[0].count), wholeGroups.last?.count == 3,
        // In India it is `12,34,567`.
        wholeGroups.dropFirst().dropLast().allSatisfy({
          $0.count == 3 || ($0.count == 2 && grouping == UInt8(ascii: ","))
        })
      else { return nil }
    }
    if parts.count == 2, parts[1].contains(grouping) { return nil }
    let text = wholeGroups.joined() + (parts.count == 2 ? [UInt8(ascii: ".")] + parts[1] : [])
    let written = String(decoding: Array(text), as: UTF8.self)
    guard let value = Double(exponent == 0 ? written : "\(written)e\(exponent)") else { return nil }
    let scaled = value * scale
    return isNegative ? -scaled : scaled
  }

  /// Digits behind the decimal mark.
  public func decimals(_ decimal: DecimalMark) -> Int {
    let point = decimal == .comma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    return digits.lastIndex(of: point).map { digits.count - 1 - $0 } ?? 0
  }

  /// Are its digits as they are its value?
  public var isPlain: Bool { scale == 1 && exponent == 0 }

  /// A name in digits, such as `007`.
  public var isName: Bool {
    digits.count > 1 && digits.first == UInt8(ascii: "0") && digits.allSatisfy(Self.isDigit)
  }

  // MARK: Bytes

  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
  }
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

  private static func trim(_ rest: inout ArraySlice<UInt8>) {
    while let first = rest.first, isSpace(first) { rest.removeFirst() }
    while let last = rest.last, isSpace(last) { rest.removeLast() }
  }

  /// With ASCII spaces, minus signs and apostrophes for those of print.
  private static func plain(_ text: String) -> [UInt8] {
    guard text.utf8.contains(where: { $0 >= 128 }) else { return Array(text.utf8) }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{A0}", "\u{202F}", "\u{2009}", "\u{2007}": bytes.append(UInt8(ascii: " "))
      case "\u{2212}", "–": bytes.append(UInt8(ascii: "-"))
      case "’": bytes.append(UInt8(ascii: "'"))
      default: bytes.append(contentsOf: String(scalar).utf8)
      }
    }
    return bytes
  }

  private static func exponent(_ rest: inout ArraySlice<UInt8>) -> Int? {
    guard let first = rest.first, first | 0x20 == UInt8(ascii: "e") else { return nil }
    var behind = rest.dropFirst()
    let isNegative = behind.first == UInt8(ascii: "-")
    if isNegative || behind.first == UInt8(ascii: "+") { behind.removeFirst() }
    let digits = behind.prefix(while: isDigit)
    guard (1...2).contains(digits.count), behind.count == digits.count else { return nil }
    rest = behind.dropFirst(digits.count)
    let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    return isNegative ? -value : value
  }

  /// As `text.number` of the stdlib reads them.
  private static func scale(_ letters: String, isJoined: Bool) -> Double? {
    let name = letters.lowercased()
    guard let scale = scales[name], name.count > 1 || isJoined || name == "k" || name == "b" else {
      return nil
    }
    return scale
  }

  private static let scales: [String: Double] = [
    "k": 1e3, "tsd": 1e3, "thousand": 1e3, "m": 1e6, "mio": 1e6, "mn": 1e6, "million": 1e6,
    "millions": 1e6, "millionen": 1e6, "b": 1e9, "bn": 1e9, "mrd": 1e9, "billion": 1e9,
    "billions": 1e9, "milliarden": 1e9, "t": 1e12, "bio": 1e12, "tn": 1e12, "trillion": 1e12,
  ]

  /// One word that may stand behind a number: letters, `%`, `°C`, `km/h`, `m²`.
  private static func isUnit(_ word: String) -> Bool {
    guard word.unicodeScalars.count <= 12, !notUnits.contains(word.lowercased()) else {
      return false
    }
    return word.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || "%‰°²³€$£¥₹µ/·".unicodeScalars.contains($0)
    }
  }

  /// Ordinals, halves of the day, and what makes a moment of a number.
  private static let notUnits: Set<String> = [
    "st", "nd", "rd", "th", "am", "pm", "uhr", "ago", "of", "er", "e", "x",
    "and", "or", "und", "oder", "et", "ou", "y", "o", "en",
  ]
}
