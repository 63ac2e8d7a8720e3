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
    case "browser": self = .browser
    case "certificate":
      guard let place = HostPort(first), !rest.isEmpty else { return nil }
      self = .certificate(place, fingerprint: rest)
    default: return nil
    }
  }
}
