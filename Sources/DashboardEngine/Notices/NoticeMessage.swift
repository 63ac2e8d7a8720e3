public import BlockModel
public import Foundation

/// A notice as it leaves the house.
public struct NoticeMessage: Hashable, Sendable {
  public var kind: NoticeKind
  public var title: String
  public var text: String
  public var block: BlockID
  public var at: Date
  /// The same for every attempt, for receivers that know what they have got already.
  public var key: String

  init(_ notice: Notice) {
    self.init(
      kind: notice.kind, title: notice.title, text: notice.text, block: notice.block,
      at: notice.at, key: "dash-\(notice.block)-\(notice.id)")
  }

  public init(
    kind: NoticeKind, title: String, text: String, block: BlockID, at: Date, key: String
  ) {
    self.kind = kind
    self.title = title
    self.text = text
    self.block = block
    self.at = at
    self.key = key
  }

  /// What a webhook gets.
  var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "title": .string(title), "text": .string(text),
      "block": .string(block.text), "at": .string(at.formatted(.iso8601)),
    ]
  }

  /// What a server of ntfy gets (https://docs.ntfy.sh/publish/#publish-as-json).
  func ntfy(topic: String) -> JSONValue {
    let (tag, priority): (String, Int64) =
      switch kind {
      case .alert: ("bell", 4)
      case .broken: ("warning", 3)
      case .healed: ("white_check_mark", 2)
      case .needsKey: ("key", 3)
      }
    return [
      "topic": .string(topic), "title": .string(title), "message": .string(text),
      "tags": [.string(tag)], "priority": .integer(priority),
    ]
  }
}

/// What became of sending a notice.
public enum DeliveryOutcome: Hashable, Sendable {
  case sent
  /// It did not arrive, and may the next time.
  /// - Parameter after: seconds that the receiver asks to wait.
  case retry(String, after: Int?)
  /// It did not arrive, or nobody knows; another attempt would not help, or could tell it twice.
  case failed(String)
}

/// When a notice that did not arrive is sent again.
enum DeliveryBackoff {
  /// Minutes after the attempts; after the last of them it is given up.
  private static let minutes = [1, 5, 15, 60, 240]

  /// - Parameter attempt: the one that failed, from 1.
  static func next(after attempt: Int, asked: Int?, now: Date) -> Date? {
    guard (1...minutes.count).contains(attempt) else { return nil }
    return now + max(Double(minutes[attempt - 1]) * 60, Double(asked ?? 0))
  }
}
