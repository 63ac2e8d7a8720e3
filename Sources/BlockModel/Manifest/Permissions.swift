/// What a version of a block may reach. The broker checks every message against it.
public struct Permissions: Hashable, Sendable {
  /// Hosts that may be asked, exact (`api.github.com`) or one level of wildcard (`*.example.org`),
  /// in the form of ``HostName``, without a port.
  public var hosts: Set<String> {
    didSet { hosts = Set(hosts.map(HostName.comparable)) }
  }
  /// HTTP methods that may be used, upper case.
  public var methods: Set<String>
  /// May pages be rendered by the headless browser?
  public var browser: Bool
  /// Addresses that are not public and were granted by the person all the same.
  public var privateHosts: Set<HostPort>
  /// Hosts that pictures on the card may come from, written like ``hosts``.
  public var pictures: Set<String> {
    didSet { pictures = Set(pictures.map(HostName.comparable)) }
  }
  /// Secrets the host may fill in, and only towards the origins each is bound to.
  public var secrets: [SecretBinding]
  /// Certificates nobody else vouches for that the person trusts, on their own network. Never part
  /// of a manifest: a block cannot ask for one before it has seen it.
  public var certificates: Set<TrustedCertificate> = []

  public init(
    hosts: Set<String> = [], methods: Set<String> = ["GET", "HEAD"], browser: Bool = false,
    privateHosts: Set<HostPort> = [], pictures: Set<String> = [],
    secrets: [SecretBinding] = []
  ) {
    self.hosts = Set(hosts.map(HostName.comparable))
    self.methods = methods
    self.browser = browser
    self.privateHosts = privateHosts
    self.pictures = Set(pictures.map(HostName.comparable))
    self.secrets = secrets
  }

  /// Is this host one of ``hosts``, or granted in ``privateHosts``?
  public func allows(host: String, port: Int) -> Bool {
    let host = HostName.comparable(host)
    if hosts.contains(host) || grants(host: host, port: port) { return true }
    guard let dot = host.firstIndex(of: ".") else { return false }
    return hosts.contains("*" + host[dot...])
  }

  /// Was this non-public place granted? A grant without a port is for every port.
  public func grants(host: String, port: Int) -> Bool {
    return privateHosts.contains(HostPort(host: host, port: port))
      || privateHosts.contains(HostPort(host: host, port: nil))
  }
}

/// A secret by name and the only origins it may be sent to.
public struct SecretBinding: Hashable, Sendable {
  public var name: String
  public var origins: Set<Origin>

  public init(name: String, origins: Set<Origin>) {
    self.name = name
    self.origins = origins
  }
}
