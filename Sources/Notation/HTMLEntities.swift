/// Character references as texts of the web have them: `&amp;`, `&eacute;`, `&#233;`, `&#xE9;`.
///
/// For texts that are not parsed as HTML; of an HTML document its parser reads them. A reference must end
/// with its semicolon: `?a=1&copy=2` is an address.
public enum HTMLEntities {
  /// Bytes of the longest reference, with `&` and `;`.
  public static let longest = 33

  /// The text with each reference replaced by what it stands for; what is not a reference stays.
  public static func decoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    return String(decoding: decoded(Array(text.utf8)[...]), as: UTF8.self)
  }

  /// The same for UTF-8.
  public static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      if let (value, length) = reference(in: text[index...]) {
        decoded += value.utf8
        index += length
      } else {
        decoded.append(text[index])
        index += 1
      }
    }
    return decoded
  }

  /// The reference that a text begins with: what it stands for, and its bytes.
  public static func reference(in text: ArraySlice<UInt8>) -> (value: String, length: Int)? {
    guard text.first == UInt8(ascii: "&"),
      let end = text.prefix(longest).firstIndex(of: UInt8(ascii: ";")),
      let value = value(of: text[(text.startIndex + 1)..<end])
    else { return nil }
    return (value, end - text.startIndex + 1)
  }

  /// - Parameter reference: without its marks: `eacute`, `#233`, `#xE9`.
  private static func value(of reference: ArraySlice<UInt8>) -> String? {
    guard reference.first == UInt8(ascii: "#") else {
      return names[String(decoding: reference, as: UTF8.self)]
    }
    var digits = reference.dropFirst()
    let isHex = digits.first == UInt8(ascii: "x") || digits.first == UInt8(ascii: "X")
    if isHex { digits.removeFirst() }
    guard !digits.isEmpty else { return nil }
    var code: UInt32 = 0
    for digit in digits {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue, isHex || value < 10 else {
        return nil
      }
      // Beyond Unicode one is like the other.
      code = min(code * (isHex ? 16 : 10) + UInt32(value), 0x110000)
    }
    return String(Character(scalar(code)))
  }

  /// Numbers that no character has are U+FFFD, and those of C1 controls are what Windows shows for them
  /// (HTML standard, section 13.2.5.80).
  private static func scalar(_ code: UInt32) -> Unicode.Scalar {
    if let windows = windows1252[code] { return windows }
    guard code != 0, let scalar = Unicode.Scalar(code) else { return "\u{FFFD}" }
    return scalar
  }

  private static let windows1252: [UInt32: Unicode.Scalar] = [
    0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ",
    0x89: "‰", 0x8A: "Š", 0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“",
    0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—", 0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›",
    0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
  ]

  private static let names: [String: String] = {
    var names: [String: String] = [:]
    names.reserveCapacity(2_200)
    var words = table.split { $0 == " " || $0 == "\n" }.makeIterator()
    while let name = words.next(), let codes = words.next() {
      let scalars = codes.split(separator: "+").compactMap { UInt32($0, radix: 16) }
        .compactMap(Unicode.Scalar.init)
      names[String(name)] = String(String.UnicodeScalarView(scalars))
    }
    return names
  }()
}
