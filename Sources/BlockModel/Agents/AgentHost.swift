public import Foundation

/// What an agent wants to look at, or may: a public host, or a place of one's own network.
public struct AgentHost: Hashable, Sendable {
  /// `api.example.org`; with its port a place that is not public, `nas.local:8080`.
  public var host: String
  /// A person allowed it.
  public var isAllowed: Bool
  /// Who asked for it first.
  public var agent: String
  public var at: Date

  /// At most so many are asked for at a time.
  public static let maximumAsked = 50

  public init(host: String, isAllowed: Bool, agent: String, at: Date) {
    self.host = host
    self.isAllowed = isAllowed
    self.agent = agent
    self.at = at
  }
}

extension AgentHost {
  /// What is allowed with it: to read from a public host, or to ask a place that is not public.
  public var subject: Grant.Subject { Self.place(host) ?? .host(host, method: "GET") }

  /// Is it a place that is not public?
  public var isOfHome: Bool { Self.place(host) != nil }

  /// What ``host`` is for something to be allowed; `nil` for what is no place to look at.
  public static func name(of subject: Grant.Subject) -> String? {
    switch subject {
    case .host(let host, _): host
    case .privateHost(let place): place.port == nil ? nil : place.description
    case .picture, .secret, .browser, .certificate: nil
    }
  }

  /// What ``host`` is for what a person typed: `api.example.org`, `*.example.org`, `nas.local:8080`.
  public static func name(typed text: String) -> String? {
    (place(text) ?? Grant.Subject("host \(text)")).flatMap(name)
  }

  private static func place(_ text: String) -> Grant.Subject? {
    HostPort(text).flatMap { $0.port == nil ? nil : .privateHost($0) }
  }
}
