/// An address in its parts, and how a relative one is read beside another (RFC 3986, 5.2).
struct URLReference {
  var scheme: String?
  var authority: String?
  var path = ""
  var query: String?
  var fragment: String?

  init(_ text: String) {
    var rest = text.drop { $0.isWhitespace }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    if let hash = rest.firstIndex(of: "#") {
      fragment = String(rest[rest.index(after: hash)...])
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: "?") {
      query = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let colon = rest.firstIndex(of: ":"), let first = rest.first, first.isASCII, first.isLetter,
      rest[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
      )
    {
      scheme = rest[..<colon].lowercased()
      rest = rest[rest.index(after: colon)...]
    }
    if rest.hasPrefix("//") {
      rest = rest.dropFirst(2)
      let end = rest.firstIndex(of: "/") ?? rest.endIndex
      authority = String(rest[..<end])
      rest = rest[end...]
    }
    path = String(rest)
  }

  func resolved(against base: URLReference) -> URLReference {
    var result = self
    if scheme != nil {
      if authority != nil { result.path = Self.withoutDots(path) }
      return result
    }
    result.scheme = base.scheme
    if authority != nil {
      result.path = Self.withoutDots(path)
      return result
    }
    result.authority = base.authority
    if path.isEmpty {
      result.path = base.path
      if query == nil { result.query = base.query }
    } else if path.hasPrefix("/") {
      result.path = Self.withoutDots(path)
    } else {
      let folder: Substring
      if base.authority != nil, base.path.isEmpty {
        folder = "/"
      } else {
        folder = base.path.lastIndex(of: "/").map { base.path[...$0] } ?? ""
      }
      result.path = Self.withoutDots(folder + path)
    }
    return result
  }

  /// `/a/./b/../c` → `/a/c`.
  private static func withoutDots(_ path: String) -> String {
    guard path.contains(".") else { return path }
    var out: [Substring] = []
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      if part == "." {
        if isLast { out.append("") }
      } else if part == ".." {
        if out.count > 1 || (out.count == 1 && out[0] != "") { out.removeLast() }
        if isLast { out.append("") }
      } else {
        out.append(part)
      }
    }
    let joined = out.joined(separator: "/")
    return path.hasPrefix("/") && !joined.hasPrefix("/") ? "/" + joined : joined
  }

  var text: String {
    (scheme.map { "\($0):" } ?? "") + (authority.map { "//\($0)" } ?? "") + path
      + (query.map { "?\($0)" } ?? "") + (fragment.map { "#\($0)" } ?? "")
  }

  /// `reference` as seen from `base`, without spaces around it, and with those in it as `%20`.
  static func join(_ base: String, _ reference: String) -> String {
    let own = URLReference(reference)
    let joined = base.isEmpty ? own : own.resolved(against: URLReference(base))
    return encoded(joined.text)
  }

  /// What pages write into addresses although no address may have it (URL Standard, 4.4 and 1.3):
  /// line ends and tabs are dropped, spaces and the like become `%XX`.
  private static func encoded(_ text: String) -> String {
    guard text.utf8.contains(where: { isForbidden($0) }) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 9, 10, 13: continue
      case _ where isForbidden(byte):
        let digits = String(byte, radix: 16, uppercase: true)
        bytes += "%\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isForbidden(_ byte: UInt8) -> Bool {
    byte <= 32 || byte == 127 || "\"<>\\^`{|}".utf8.contains(byte)
  }
}
