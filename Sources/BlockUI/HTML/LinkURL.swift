import Foundation

extension PageURL {
  /// An address from a spec or from data that a link may lead to: `https`, `http` or `mailto`,
  /// without user information, control characters or backslashes (ui-spec 4.12).
  init?(link text: String) {
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
