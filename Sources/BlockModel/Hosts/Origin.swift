/// Scheme, host and port (RFC 6454): where a secret may be sent. `https://api.example.org`,
/// `http://192.168.1.5:8123`.
public struct Origin: Hashable, Sendable, CustomStringConvertible {
  public enum Scheme: String, Hashable, Sendable, CaseIterable {
    case http, https

    /// The port when none is written.
    public var port: Int {
      switch self {
      case .http: 80
      case .https: 443
      }
    }
  }

  public let scheme: Scheme
  /// In the form of ``HostName``; IPv6 addresses without brackets.
  public let host: String
  public let port: Int

  public init(scheme: Scheme = .https, host: String, port: Int? = nil) {
    self.scheme = scheme
    self.host = HostName.comparable(host)
    self.port = port ?? scheme.port
  }

  /// The origin of an address with its path and query.
  public init?(of address: String) {
    guard let start = address.firstRange(of: "://") else { return nil }
    let end = address[start.upperBound...].firstIndex { "/?#".contains($0) } ?? address.endIndex
    self.init(String(address[..<end]))
  }

  /// Reads `https://host`, `http://host:port`, and without a scheme, which means https, `host` or
  /// `host:port`. A path, a query or a user makes it none.
  public init?(_ text: String) {
    var rest = text[...]
    var scheme = Scheme.https
    if let mark = text.firstRange(of: "://") {
      guard let known = Scheme(rawValue: text[..<mark.lowerBound].lowercased()) else { return nil }
      scheme = known
      rest = text[mark.upperBound...]
      if rest.hasSuffix("/") { rest.removeLast() }
    }
    guard let place = HostPort(String(rest)) else { return nil }
    self.init(scheme: scheme, host: place.host, port: place.port)
  }

  public var place: HostPort { HostPort(host: host, port: port) }

  public var description: String {
    "\(scheme.rawValue)://\(HostPort(host: host, port: port == scheme.port ? nil : port))"
  }
}
