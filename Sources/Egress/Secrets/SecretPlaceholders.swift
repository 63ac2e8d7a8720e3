import Foundation

/// A text as parts: what stands as it is, and the names of secrets in `{{secret:NAME}}`.
struct SecretPlaceholders {
  enum Part: Hashable {
    case text(String)
    case secret(String)
  }

  /// How a placeholder may be written.
  enum Spelling {
    case plain
    /// As in URLs, where `{`, `:` and `}` and the letters of the name may be percent-encoded.
    case url
  }

  /// Bytes of a name as it is written; what is longer is no placeholder. It bounds the search for an
  /// end, so that a text full of beginnings costs no more than its length.
  private static let longestName = 256

  private(set) var parts: [Part] = []

  var names: [String] {
    parts.compactMap { if case .secret(let name) = $0 { name } else { nil } }
  }

  init(_ text: String, _ spelling: Spelling = .plain) {
    let bytes = Array(text.utf8)
    // Most texts hold no brace, and every request asks several.
    guard bytes.contains(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "%") }) else {
      parts = [.text(text)]
      return
    }
    var begun = 0
    var index = 0
    while index < bytes.count {
      guard let (name, end) = Self.placeholder(in: bytes, at: index, spelling) else {
        index += 1
        continue
      }
      append(bytes[begun..<index])
      parts.append(.secret(name))
      (index, begun) = (end, end)
    }
    append(bytes[begun...])
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) {
    if !bytes.isEmpty { parts.append(.text(String(decoding: bytes, as: UTF8.self))) }
  }

  /// The text with something in place of each placeholder.
  func text(_ value: (String) -> String) -> String {
    var whole = ""
    for part in parts {
      switch part {
      case .text(let text): whole += text
      case .secret(let name): whole += value(name)
      }
    }
    return whole
  }

  // MARK: Reading

  private static func placeholder(
    in bytes: [UInt8], at start: Int, _ spelling: Spelling
  ) -> (name: String, end: Int)? {
    guard let nameStart = end(of: opening, in: bytes, at: start, spelling) else { return nil }
    for nameEnd in nameStart..<min(bytes.count, nameStart + longestName) {
      if let last = end(of: closing, in: bytes, at: nameEnd, spelling) {
        let written = String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self)
        return (spelling == .url ? written.removingPercentEncoding ?? written : written, last)
      }
      // The next one begins before this one ends.
      if end(of: [UInt8(ascii: "{")], in: bytes, at: nameEnd, spelling) != nil { return nil }
    }
    return nil
  }

  private static let opening = Array("{{secret:".utf8)
  private static let closing = Array("}}".utf8)

  /// Where signs end that stand at `start`; in URLs in any case, and as they are or as `%7B`.
  private static func end(
    of signs: [UInt8], in bytes: [UInt8], at start: Int, _ spelling: Spelling
  ) -> Int? {
    var index = start
    for sign in signs {
      guard index < bytes.count else { return nil }
      if bytes[index] == sign || (spelling == .url && lowercased(bytes[index]) == sign) {
        index += 1
      } else if spelling == .url, bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let code = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16),
        lowercased(code) == sign
      {
        index += 3
      } else {
        return nil
      }
    }
    return index
  }

  private static func lowercased(_ sign: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(sign) ? sign | 0x20 : sign
  }
}
