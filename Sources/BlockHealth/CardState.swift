/// The states a card can show. Each says what happened in plain words and offers one next action.
public enum CardState: String, Hashable, Sendable, CaseIterable {
  case new, running, ok, empty, partial, stale, waiting, failing, blocked, healing
  case needsSecret = "needs_secret"
  case needsPermission = "needs_permission"
  case broken, paused

  /// `needs a key`, as a person reads it.
  public var words: String {
    switch self {
    case .needsSecret: "needs a key"
    case .needsPermission: "needs permission"
    case .new, .running, .ok, .empty, .partial, .stale, .waiting, .failing, .blocked, .healing,
      .broken, .paused:
      rawValue
    }
  }
}
