import Foundation

/// A host and, unless every port is meant, a port: `127.0.0.1:8123`, `[::1]:80`, `nas.local`.
public struct HostPort: Hashable, Sendable, CustomStringConvertible {
  /// In the form of ``HostName``; IPv6 addresses without brackets.
  public let host: String
  public let port: Int?

  public init(host: String, port: Int?) {
    self.host = HostName.comparable(host)
    self.port = port
  }

  /// Reads `host`, `host:port`, `[v6]` or `[v6]:port`.
  public init?(_ text: String) {
    let name: Substring
    var rest = Substring(text)
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      name = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
    } else if rest.filter({ $0 == ":" }).count > 1 {
      name = rest
      rest = ""
    } else {
      let end = rest.firstIndex(of: ":") ?? rest.endIndex
      name = rest[..<end]
      rest = rest[end...]
    }
    let allowed = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-.:_%".unicodeScalars.contains($0)
    }
    guard !name.isEmpty, allowed, !name.contains(":") || Self.isIPv6(name),
      let host = HostName.ascii(String(name))
    else { return nil }
    self.host = host
    if rest.isEmpty {
      port = nil
    } else {
      guard rest.first == ":", let number = Int(rest.dropFirst()), (1...65535).contains(number)
      else { return nil }
      port = number
    }
  }

  /// Colons stand in no name, only in these addresses; a zone may follow, as in `fe80::1%eth0`.
  private static func isIPv6(_ text: Substring) -> Bool {
    var address = in6_addr()
    return inet_pton(AF_INET6, String(text.prefix { $0 != "%" }), &address) == 1
  }

  public var description: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port.map { "\(name):\($0)" } ?? name
  }
}
