/// A Lua source as tokens, enough to see names; comments are left out.
public struct LuaTokens: Sendable {
  public enum Kind: Hashable, Sendable { case name, string, number, symbol }

  public struct Token: Sendable, Hashable {
    public var kind: Kind
    /// Strings without their quotes.
    public var text: String
    /// From 1.
    public var line: Int
    /// The bytes of the source, quotes of strings included.
    public var range: Range<Int>

    public func `is`(_ symbol: String) -> Bool { kind != .string && text == symbol }
  }

  public private(set) var tokens: [Token] = []

  public init(_ source: String) {
    let bytes = Array(source.utf8)
    var place = 0
    var line = 1
    func byte(_ offset: Int) -> UInt8 { place + offset < bytes.count ? bytes[place + offset] : 0 }
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    /// The end of a long bracket that begins here; `nil` when none does.
    func longBracket(at start: Int) -> (content: Range<Int>, end: Int)? {
      guard start < bytes.count, bytes[start] == UInt8(ascii: "[") else { return nil }
      var inner = start + 1
      while inner < bytes.count, bytes[inner] == UInt8(ascii: "=") { inner += 1 }
      guard inner < bytes.count, bytes[inner] == UInt8(ascii: "[") else { return nil }
      let level = inner - start - 1
      let close =
        [UInt8(ascii: "]")] + Array(repeating: UInt8(ascii: "="), count: level)
        + [UInt8(ascii: "]")]
      guard let found = bytes[(inner + 1)...].firstRange(of: close) else {
        return (inner + 1..<bytes.count, bytes.count)
      }
      return (inner + 1..<found.lowerBound, found.upperBound)
    }
    func countLines(_ range: Range<Int>) -> Int { bytes[range].count { $0 == 10 } }
    while place < bytes.count {
      let first = bytes[place]
      if first == 10 { line += 1 }
      if first <= 32 {
        place += 1
      } else if first == UInt8(ascii: "-"), byte(1) == UInt8(ascii: "-") {
        let end =
          longBracket(at: place + 2)?.end
          ?? bytes[place...].firstIndex(of: 10) ?? bytes.count
        line += countLines(place..<end)
        place = end
      } else if let long = longBracket(at: place) {
        tokens.append(
          Token(kind: .string, text: text(long.content), line: line, range: place..<long.end))
        line += countLines(place..<long.end)
        place = long.end
      } else if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
        var end = place + 1
        while end < bytes.count, bytes[end] != first, bytes[end] != 10 {
          end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        end = min(end, bytes.count)
        let next = end < bytes.count && bytes[end] == first ? end + 1 : end
        tokens.append(
          Token(kind: .string, text: text(place + 1..<end), line: line, range: place..<next))
        line += countLines(place..<end)
        place = next
      } else if Self.isWord(first) || first == 46 && (48...57).contains(byte(1)) {
        var end = place
        let isNumber = !Self.isWord(first) || (48...57).contains(first)
        while end < bytes.count,
          Self.isWord(bytes[end]) || isNumber && Self.goesOn(bytes, at: end, from: place)
        {
          end += 1
        }
        tokens.append(
          Token(
            kind: isNumber ? .number : .name, text: text(place..<end), line: line,
            range: place..<end))
        place = end
      } else {
        let symbols = ["...", "..", "::", "==", "~=", "<=", ">=", "//", "<<", ">>"]
        let symbol =
          symbols.first { bytes[place...].starts(with: $0.utf8) }
          ?? text(place..<place + 1)
        let end = min(place + max(symbol.utf8.count, 1), bytes.count)
        tokens.append(Token(kind: .symbol, text: symbol, line: line, range: place..<end))
        place = end
      }
    }
  }

  /// Signs inside of a number: its point, and the sign of an exponent (`1.5e-3`, `0x1p+4`).
  private static func goesOn(_ bytes: [UInt8], at place: Int, from start: Int) -> Bool {
    switch bytes[place] {
    case UInt8(ascii: "."):
      return !(place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "."))
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard place > start else { return false }
      let isHex =
        place > start + 1 && bytes[start] == UInt8(ascii: "0")
        && bytes[start + 1] | 32 == UInt8(ascii: "x")
      return bytes[place - 1] | 32 == UInt8(ascii: isHex ? "p" : "e")
    default: return false
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
  }
}
