import Hummingbird

/// The names under which this dashboard answers, and so those from which its own pages come.
struct OwnNames: Sendable {
  static let loopback: Set<String> = ["localhost", "127.0.0.1", "::1"]

  /// In the form of ``ServedName``; those of loopback belong to them always.
  let names: Set<String>
  /// Rebinding needs a name, so plain addresses are safe when the dashboard is meant for a network.
  let allowsAddresses: Bool

  init(_ names: Set<String>, allowsAddresses: Bool) {
    self.names = Self.loopback.union(names)
    self.allowsAddresses = allowsAddresses
  }

  func contains(_ host: String) -> Bool {
    names.contains(host) || host.hasSuffix(".localhost")
      || (allowsAddresses && Self.isAddress(host))
  }

  /// The host of `localhost:8080`, `127.0.0.1` or `[::1]:8080`; `nil` when it is none of these.
  static func host(ofAuthority authority: String) -> String? {
    let text = authority.lowercased()
    guard !text.isEmpty, text.utf8.count <= 255 else { return nil }
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { return nil }
      let rest = text[text.index(after: end)...]
      guard rest.isEmpty || isPort(rest) else { return nil }
      return String(text[text.index(after: text.startIndex)..<end])
    }
    let end = text.firstIndex(of: ":") ?? text.endIndex
    guard end == text.endIndex || isPort(text[end...]) else { return nil }
    // A full name in DNS ends with a dot.
    let name = text[..<end]
    return String(name.count > 1 && name.last == "." ? name.dropLast() : name)
  }

  /// The host of `https://dash.example:8443`.
  static func host(ofOrigin origin: String) -> String? {
    guard let start = origin.firstRange(of: "://")?.upperBound,
      ["http", "https"].contains(origin[..<start].dropLast(3))
    else { return nil }
    return host(ofAuthority: String(origin[start...]))
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.first == ":" && text.count <= 6
      && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }

  private static func isAddress(_ host: String) -> Bool {
    if host.contains(":") {
      return host.utf8.allSatisfy { "0123456789abcdef:.".utf8.contains($0) }
    }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }
}
