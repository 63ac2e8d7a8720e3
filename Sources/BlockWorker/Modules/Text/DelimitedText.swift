/// Text in rows and columns: RFC 4180 with any delimiter, and what programs make of it.
struct DelimitedText {
  private let bytes: UnsafeRawBufferPointer
  private let delimiter: UInt8
  private var at = 0
  /// Where the quote stands that nothing closes: all that follows became one field.
  private(set) var openQuote: Int?

  init(_ bytes: UnsafeRawBufferPointer, delimiter: UInt8) {
    self.bytes = bytes
    self.delimiter = delimiter
  }

  /// The fields of the next row, `nil` at the end. Empty lines are no rows.
  mutating func next() -> [ArraySlice<UInt8>]? {
    while at < bytes.count, bytes[at] == 10 || bytes[at] == 13 { at += 1 }
    guard at < bytes.count else { return nil }
    var fields: [ArraySlice<UInt8>] = []
    while true {
      fields.append(field())
      guard at < bytes.count, bytes[at] == delimiter else { break }
      at += 1
    }
    return fields
  }

  private mutating func field() -> ArraySlice<UInt8> {
    // Spaces before a quote are no part of it, unless they delimit.
    var start = at
    while start < bytes.count, bytes[start] == 32, delimiter != 32 { start += 1 }
    if start < bytes.count, bytes[start] == UInt8(ascii: "\"") {
      at = start + 1
      return quoted()
    }
    let first = at
    while at < bytes.count, bytes[at] != delimiter, bytes[at] != 10, bytes[at] != 13 { at += 1 }
    // Spaces around a value without quotes are how people align it.
    var end = at
    while end > start, bytes[end - 1] == 32 { end -= 1 }
    return Array(bytes[(delimiter == 32 ? first : start)..<end])[...]
  }

  private mutating func quoted() -> ArraySlice<UInt8> {
    var value: [UInt8] = []
    let start = at - 1
    var isClosed = false
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if byte == UInt8(ascii: "\"") {
        isClosed = at >= bytes.count || bytes[at] != UInt8(ascii: "\"")
        if isClosed { break }
        at += 1
      }
      value.append(byte)
    }
    if !isClosed { openQuote = start }
    // What follows a closing quote is kept: `"a" b`.
    while at < bytes.count, bytes[at] != delimiter, bytes[at] != 10, bytes[at] != 13 {
      value.append(bytes[at])
      at += 1
    }
    return value[...]
  }

  // MARK: Sniffing

  /// The delimiter that splits the first rows most evenly.
  static func delimiter(of bytes: UnsafeRawBufferPointer) -> UInt8 {
    let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(16_384))
    var best = (score: 0.0, delimiter: UInt8(ascii: ","))
    for candidate in [UInt8(ascii: ","), 9, UInt8(ascii: ";"), UInt8(ascii: "|")] {
      var text = DelimitedText(head, delimiter: candidate)
      var counts: [Int] = []
      while counts.count < 20, let row = text.next() { counts.append(row.count) }
      // The last row may be cut.
      if bytes.count > head.count, counts.count > 1 { counts.removeLast() }
      guard let usual = mode(counts), usual > 1 else { continue }
      let even = Double(counts.filter { $0 == usual }.count) / Double(counts.count)
      let score = even * 10 + Double(min(usual, 20)) / 10
      if score > best.score { best = (score, candidate) }
    }
    return best.delimiter
  }

  static func mode(_ counts: [Int]) -> Int? {
    var tally: [Int: Int] = [:]
    for count in counts { tally[count, default: 0] += 1 }
    return tally.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
  }

  /// The decimal mark of a file: the comma in one that is delimited by something else and has
  /// numbers with a comma, and points at most before groups of three digits.
  static func decimalMark(
    of rows: some Sequence<[ArraySlice<UInt8>]>, delimiter: UInt8
  ) -> UInt8 {
    guard delimiter != comma else { return point }
    var hasComma = false
    for field in rows.joined() {
      if field.contains(point), number(field, decimal: point) != nil,
        ungrouped(field) == nil || field.first == UInt8(ascii: "0")
      {
        return point
      }
      if !hasComma, field.contains(comma) { hasComma = number(field, decimal: comma) != nil }
    }
    return hasComma ? comma : point
  }

  /// The digits of a number whose points stand before groups of three: `-1.378,5` → `-1378,5`.
  /// - Returns: `nil` where they stand elsewhere.
  private static func ungrouped(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let whole = field.prefix { $0 != comma }
    let groups = whole.split(separator: point, omittingEmptySubsequences: false)
    guard let first = groups.first, groups.dropFirst().allSatisfy({ $0.count == 3 }),
      (1...3).contains(first.drop { $0 == 45 }.count), !field.dropFirst(whole.count).contains(point)
    else { return nil }
    return ArraySlice(groups.joined() + field.dropFirst(whole.count))
  }

  static let comma = UInt8(ascii: ",")
  static let point = UInt8(ascii: ".")

  /// A number as CSV files write it: no leading zeros but `0` and `0.5`, no thousands but before a
  /// decimal comma. What begins
  /// with `+` is rather a telephone number, and what no integer holds an identifier.
  static func number(_ written: ArraySlice<UInt8>, decimal: UInt8 = point) -> Number? {
    guard let first = written.first, written.count <= 24 else { return nil }
    guard (48...57).contains(first) || first == 45 || first == decimal else { return nil }
    var field = written
    if decimal != point {
      guard let digits = written.contains(point) ? ungrouped(written) : written else { return nil }
      field = ArraySlice(digits.map { $0 == decimal ? point : $0 })
    }
    var digits = 0
    var isWhole = true
    for (place, byte) in field.enumerated() {
      switch byte {
      case 48...57: digits += 1
      case 45, 43:
        let before = place > 0 ? field[field.startIndex + place - 1] | 0x20 : 0
        guard place == 0 || before == UInt8(ascii: "e") else { return nil }
      case 46, UInt8(ascii: "e"), UInt8(ascii: "E"): isWhole = false
      default: return nil
      }
    }
    guard digits > 0 else { return nil }
    let unsigned = first == 45 ? field.dropFirst() : field
    // `007` and `01234` are names, not numbers.
    if unsigned.count > 1, unsigned.first == 48, unsigned.dropFirst().first != 46, isWhole {
      return nil
    }
    let text = String(decoding: field, as: UTF8.self)
    if isWhole { return Int64(text).map { .integer($0) } }
    guard let value = Double(text), value.isFinite else { return nil }
    return .real(value)
  }

  enum Number {
    case integer(Int64)
    case real(Double)
  }
}
