import Foundation

extension PageURL {
  /// An address from a spec or from data that a link may lead to: `https`, `http` or `mailto`,
  /// without user information, control characters or backslashes.
  init?(link text: String) {
    if Self.isPlain(text) {
      self.init(checked: text)
      return
    }
    guard text.utf8.count <= 4096,
      text.unicodeScalars.allSatisfy({
        $0.value > 0x20 && $0.value != 0x7F && $0 != "\\"
          && ($0.isASCII || !$0.properties.isDefaultIgnorableCodePoint)
      }),
      let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased()
    else { return nil }
    switch scheme {
    case "http", "https":
      guard let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil,
        text.dropFirst(scheme.count).hasPrefix("://")
      else { return nil }
    case "mailto": guard !parts.path.isEmpty else { return nil }
    default: return nil
    }
    self.init(checked: text)
  }

  /// Is this what nearly every address is: `https://`, a name, perhaps a path of plain characters?
  private static func isPlain(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.count <= 4096, text.hasPrefix("https://") else { return false }
    let rest = bytes.dropFirst(8)
    let host = rest.prefix {
      isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
    }
    let path = rest[host.endIndex...]
    guard let start = host.first, isAlphanumeric(start) else { return false }
    return (path.first ?? UInt8(ascii: "/")) == UInt8(ascii: "/")
      && path.allSatisfy { isAlphanumeric($0) || plainMarks.contains($0) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }

  private static let plainMarks = Array("/?#=&+,;:.-_~".utf8)

  /// A small raster image inside the spec or the data: `data:image/png;base64,…`, at most 64 KiB.
  init?(inlineImage text: String) {
    let types = ["png", "jpeg", "gif", "webp"]
    guard text.utf8.count <= 64 << 10,
      let type = types.first(where: { text.hasPrefix("data:image/\($0);base64,") })
    else { return nil }
    let base64 = text.dropFirst("data:image/\(type);base64,".count)
    guard !base64.isEmpty, Data(base64Encoded: String(base64)) != nil else { return nil }
    self.init(checked: text)
  }
}
