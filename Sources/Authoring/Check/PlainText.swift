import Notation

/// A text without escapes and markup, of whatever kind they are: JSON's and Lua's `\\u00e9` and `\\n`,
/// HTML's `&eacute;` and `<b>`.
///
/// One pass over the bytes of what a source answered, which may be megabytes that it chose.
enum PlainText {
  static func of(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var index = 0
    // The next `>` is looked for once, not from every `<`.
    var tagEnd = 0
    while index < bytes.count {
      let (what, length): ([UInt8]?, Int) =
        switch bytes[index] {
        case UInt8(ascii: "\\"): escape(bytes, index)
        case UInt8(ascii: "&"): entity(bytes, index)
        case UInt8(ascii: "<"): tag(bytes, index, &tagEnd)
        default: (nil, 0)
        }
      if let what {
        plain += what
        index += length
      } else {
        plain.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  private static func escape(_ bytes: [UInt8], _ start: Int) -> ([UInt8]?, Int) {
    guard start + 1 < bytes.count else { return (nil, 0) }
    switch bytes[start + 1] {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return ([32], 2)
    case UInt8(ascii: "u"):
      guard start + 6 <= bytes.count, let code = number(bytes[(start + 2)..<(start + 6)], radix: 16)
      else { return (nil, 0) }
      return (scalar(code), 6)
    default: return (nil, 0)
    }
  }

  private static func entity(_ bytes: [UInt8], _ start: Int) -> ([UInt8]?, Int) {
    guard let (value, length) = HTMLEntities.reference(in: bytes[start...]) else { return (nil, 0) }
    return (Array(value.utf8), length)
  }

  /// Nothing for a whole tag; a `<` that none closes before the next is one of a text.
  private static func tag(
    _ bytes: [UInt8], _ start: Int, _ end: inout Int
  ) -> ([UInt8]?, Int) {
    if end <= start {
      end =
        bytes[(start + 1)...].firstIndex { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<") }
        ?? bytes.count
    }
    guard end < bytes.count, bytes[end] == UInt8(ascii: ">") else { return (nil, 0) }
    return ([], end - start + 1)
  }

  private static func number(_ digits: ArraySlice<UInt8>, radix: UInt32) -> UInt32? {
    guard !digits.isEmpty, digits.count <= 8 else { return nil }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: Int(radix))
  }

  private static func scalar(_ code: UInt32) -> [UInt8] {
    Unicode.Scalar(code).map { Array(String(Character($0)).utf8) } ?? [32]
  }
}
