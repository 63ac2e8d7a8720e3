public import Foundation

/// What a program shows instead of a login. The token itself is told once and never kept.
public struct AgentToken: Hashable, Sendable {
  /// Given by the person, its own: `claude`.
  public var name: String
  public var scope: AgentScope
  public var createdAt: Date
  public var lastUsedAt: Date?

  public init(name: String, scope: AgentScope, createdAt: Date, lastUsedAt: Date? = nil) {
    self.name = name
    self.scope = scope
    self.createdAt = createdAt
    self.lastUsedAt = lastUsedAt
  }

  /// What is wrong with a name; `nil` when it is right.
  public static func problem(withName name: String) -> String? {
    name.wholeMatch(of: #/[A-Za-z0-9][A-Za-z0-9 ._\-]{0,39}/#) == nil
      ? "'\(name.prefix(60))' is not a valid name: use letters, digits, spaces and . _ -, at most 40"
      : nil
  }
}
