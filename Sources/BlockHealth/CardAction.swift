public import BlockModel

/// The one thing a card offers to do.
public enum CardAction: Hashable, Sendable {
  case refresh
  case retry
  /// Allow the block what it asks for.
  case allow(Grant.Subject)
  /// Give the secret of this name a value.
  case addSecret(String)
  case edit
  case seeLog
  case resume

  /// The words on the button.
  public var label: String {
    switch self {
    case .refresh: "Refresh"
    case .retry: "Retry"
    case .allow(let subject): subject.label
    case .addSecret(let name): "Add the key '\(name)'"
    case .edit: "Edit"
    case .seeLog: "See log"
    case .resume: "Resume"
    }
  }
}
