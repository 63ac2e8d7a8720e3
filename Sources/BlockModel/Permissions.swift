/// What a version of a block may reach. The broker checks every message against it.
public struct Permissions: Hashable, Sendable {
  /// Hosts that may be asked, exact (`api.github.com`) or one level of wildcard (`*.example.org`),
  /// lower case, without a port.
  public var hosts: Set<String>
  /// HTTP methods that may be used, upper case.
  public var methods: Set<String>
  /// May pages be rendered by the headless browser?
  public var browser: Bool
  /// Addresses that are not public and were granted by the person all the same.
  public var privateHosts: Set<HostPort>
  /// Secrets the host may fill in, and only towards the hosts each is bound to.
  public var secrets: [SecretBinding]

  public init(
    hosts: Set<String> = [], methods: Set<String> = ["GET", "HEAD"], browser: Bool = false,
    privateHosts: Set<HostPort> = [], secrets: [SecretBinding] = []
  ) {
    self.hosts = hosts
    self.methods = methods
    self.browser = browser
    self.privateHosts = privateHosts
    self.secrets = secrets
  }

  /// Is this host one of ``hosts``, or granted in ``privateHosts``? Compared without case.
  public func allows(host: String, port: Int) -> Bool {
    let host = host.lowercased()
    if hosts.contains(host) || grants(host: host, port: port) { return true }
    guard let dot = host.firstIndex(of: ".") else { return false }
    return hosts.contains("*" + host[dot...])
  }

  /// Was this non-public place granted? A grant without a port is for every port.
  public func grants(host: String, port: Int) -> Bool {
    let host = host.lowercased()
    return privateHosts.contains(HostPort(host: host, port: port))
      || privateHosts.contains(HostPort(host: host, port: nil))
  }

  /// What these permissions allow that `other` does not; empty when they are no wider.
  public func widening(_ other: Permissions) -> Permissions {
    Permissions(
      hosts: hosts.subtracting(other.hosts), methods: methods.subtracting(other.methods),
      browser: browser && !other.browser,
      privateHosts: privateHosts.subtracting(other.privateHosts),
      secrets: secrets.filter { !other.secrets.contains($0) })
  }
}

/// A host and, unless every port is meant, a port: `127.0.0.1:8123`, `[::1]:80`, `nas.local`.
public struct HostPort: Hashable, Sendable, CustomStringConvertible {
  /// Lower case; IPv6 addresses without brackets.
  public let host: String
  public let port: Int?

  public init(host: String, port: Int?) {
    self.host = host.lowercased()
    self.port = port
  }

  /// Reads `host`, `host:port`, `[v6]` or `[v6]:port`.
  public init?(_ text: String) {
    var rest = Substring(text)
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      host = rest[rest.index(after: rest.startIndex)..<end].lowercased()
      rest = rest[rest.index(after: end)...]
    } else if rest.filter({ $0 == ":" }).count > 1 {
      host = rest.lowercased()
      rest = ""
    } else {
      let end = rest.firstIndex(of: ":") ?? rest.endIndex
      host = rest[..<end].lowercased()
      rest = rest[end...]
    }
    let allowed = host.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-.:_%".unicodeScalars.contains($0)
    }
    guard !host.isEmpty, allowed else { return nil }
    if rest.isEmpty {
      port = nil
    } else {
      guard rest.first == ":", let number = Int(rest.dropFirst()), (1...65535).contains(number)
      else { return nil }
      port = number
    }
  }

  public var description: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port.map { "\(name):\($0)" } ?? name
  }
}

/// A secret by name and the only hosts it may be sent to.
public struct SecretBinding: Hashable, Sendable {
  public var name: String
  public var hosts: Set<String>

  public init(name: String, hosts: Set<String>) {
    self.name = name
    self.hosts = hosts
  }
}
