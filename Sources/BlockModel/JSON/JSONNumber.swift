/// The number grammar of RFC 8259.
public enum JSONNumber {
  /// Whether the whole text is one number.
  public static func isNumber(_ text: String) -> Bool {
    guard let last = text.utf8.last, isDigit(last), Double(text) != nil else {
      return false
    }
    let digits = text.first == "-" ? text.dropFirst() : text[...]
    guard let first = digits.utf8.first, isDigit(first) else { return false }
    let second = digits.dropFirst().first
    return first != UInt8(ascii: "0") || second == nil || second == "." || second == "e"
      || second == "E"
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
