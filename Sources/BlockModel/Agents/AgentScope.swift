/// How far a program may go that is not this dashboard's own page; each includes those before it.
public enum AgentScope: String, CaseIterable, Hashable, Comparable, Sendable {
  /// Looks at blocks, their data and their files.
  case read
  /// Has blocks run.
  case run
  /// Proposes blocks and changes, which a person accepts.
  case author

  /// For people: what a token of this scope may.
  public var sentence: String {
    switch self {
    case .read: "may look at blocks and their data"
    case .run: "may look at blocks and have them run"
    case .author: "may look at blocks, have them run, and propose blocks and changes"
    }
  }

  public static func < (a: Self, b: Self) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}
