public import Foundation

/// Something a person allowed a block to reach. It is bound to exactly what was allowed: something
/// wider or other is asked anew.
public struct Grant: Hashable, Sendable {
  public var subject: Subject
  /// Who allowed it: `person`, `upgrade` for what an older version kept elsewhere.
  public var by: String
  public var at: Date

  public init(_ subject: Subject, by: String, at: Date) {
    self.subject = subject
    self.by = by
    self.at = at
  }

  /// What is allowed.
  public enum Subject: Hashable, Sendable {
    /// A public host, exact or with one level of wildcard, by one HTTP method.
    case host(String, method: String)
    /// A place that is not public.
    case privateHost(HostPort)
    /// A host whose pictures may be shown.
    case picture(String)
    /// A secret towards one origin.
    case secret(name: String, origin: Origin)
    /// Pages rendered by the headless browser.
    case browser
    /// A certificate that is not publicly trusted, by its SHA-256 fingerprint.
    case certificate(HostPort, fingerprint: String)
  }
}

extension Grant.Subject {
  /// The word for the kind in the database and in messages of programs.
  public var kind: String {
    switch self {
    case .host: "host"
    case .privateHost: "private"
    case .picture: "picture"
    case .secret: "secret"
    case .browser: "browser"
    case .certificate: "certificate"
    }
  }

  /// What of this kind is allowed, as one text: the first word has no space, the rest may.
  public var what: String {
    switch self {
    case .host(let host, let method): "\(method) \(host)"
    case .privateHost(let place): place.description
    case .picture(let host): host
    case .secret(let name, let origin): "\(origin) \(name)"
    case .browser: ""
    case .certificate(let place, let fingerprint): "\(place) \(fingerprint)"
    }
  }

  /// Reads what ``kind`` and ``what`` wrote; `nil` when it is of a kind that this version lacks.
  public init?(kind: String, what: String) {
    let first = String(what.prefix { $0 != " " })
    let rest = String(what.dropFirst(first.count + 1))
    switch kind {
    case "host" where !rest.isEmpty: self = .host(rest, method: first)
    case "private":
      guard let place = HostPort(what) else { return nil }
      self = .privateHost(place)
    case "picture" where !what.isEmpty: self = .picture(what)
    case "secret":
      guard let origin = Origin(first), !rest.isEmpty else { return nil }
      self = .secret(name: rest, origin: origin)
    case "browser" where what.isEmpty: self = .browser
    case "certificate":
      guard let place = HostPort(first), !rest.isEmpty else { return nil }
      self = .certificate(place, fingerprint: rest)
    default: return nil
    }
  }
}

extension Grant.Subject: CustomStringConvertible {
  /// One line that ``init(_:)`` reads, as `dash permissions` prints it and `dash allow` takes it:
  /// `host GET api.example.org`, `private nas.local:8080`, `browser`.
  public var description: String { what.isEmpty ? kind : "\(kind) \(what)" }

  /// Reads what ``description`` wrote, and what a person would type: `nas.local:8080` alone is a place
  /// that is not public, a host without a method is one to read from, and a secret may come before its
  /// origin.
  /// - Returns: `nil` when it is none of these.
  public init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let kind = words.first else { return nil }
    let rest = words.dropFirst().joined(separator: " ")
    if words.count == 1, !Self.kinds.contains(kind) {
      self.init(kind: "private", what: kind)
    } else if kind == "host", words.count == 2 {
      self = .host(HostName.comparable(rest), method: "GET")
    } else if kind == "secret", words.count > 2, let last = words.last, last.contains("://"),
      let origin = Origin(last)
    {
      self = .secret(name: words[1..<(words.count - 1)].joined(separator: " "), origin: origin)
    } else {
      self.init(kind: kind, what: rest)
    }
    guard isWellFormed else { return nil }
    if case .certificate(let place, let shown) = self,
      let certificate = TrustedCertificate(place: place, fingerprint: shown)
    {
      self = .certificate(place, fingerprint: certificate.fingerprint)
    }
  }

  private static let kinds: Set = [
    "host", "private", "picture", "secret", "browser", "certificate",
  ]

  /// Nothing wider than one thing: no host of which every other is a part, no fingerprint that is none.
  private var isWellFormed: Bool {
    switch self {
    case .host(let host, let method):
      HostName.problem(host) == nil && !method.isEmpty
        && method.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    case .picture(let host): HostName.problem(host) == nil
    case .privateHost, .secret, .browser: true
    case .certificate(let place, let fingerprint):
      TrustedCertificate(place: place, fingerprint: fingerprint) != nil
    }
  }

  /// What is allowed, in words that follow "may" or "Allow it to".
  public var sentence: String {
    switch self {
    case .host(let host, let method): "ask \(host) (\(method))"
    case .privateHost(let place): "ask \(place), which is not public"
    case .picture(let host): "show pictures from \(host)"
    case .secret(let name, let origin): "send the key '\(name)' to \(origin)"
    case .browser: "have pages rendered by a browser"
    case .certificate(let place, let fingerprint):
      "trust the certificate of \(place), SHA-256 \(TrustedCertificate(place: place, fingerprint: fingerprint)?.shown ?? fingerprint)"
    }
  }

  /// The words on the button that allows it.
  public var label: String {
    switch self {
    case .host(let host, _): "Allow \(host)"
    case .privateHost(let place): "Allow \(place)"
    case .picture(let host): "Show pictures from \(host)"
    case .secret(let name, _): "Allow the key '\(name)'"
    case .browser: "Allow a browser"
    case .certificate: "Trust this certificate"
    }
  }
}
