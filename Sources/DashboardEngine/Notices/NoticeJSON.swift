public import BlockModel
import Foundation

extension Notice {
  /// As programs read it.
  public var json: JSONValue {
    [
      "id": .integer(id), "block": .string(block.text), "kind": .string(kind.rawValue),
      "title": .string(title), "text": .string(text), "at": .string(at.formatted(.iso8601)),
    ]
  }
}

extension NoticeKind {
  /// As a person reads it.
  public var words: String {
    switch self {
    case .alert: "an alert"
    case .broken: "a block stopped working"
    case .healed: "a block works again"
    case .needsKey: "a block needs you"
    }
  }
}
