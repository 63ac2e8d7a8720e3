public import Foundation

/// Why a person is told something.
public enum NoticeKind: String, Hashable, Sendable, CaseIterable {
  /// What an alert waited for came true.
  case alert
  /// A block does not work any more.
  case broken
  /// A block works again, or was repaired.
  case healed
  /// A block waits for a key or a permission.
  case needsKey = "needs_key"
}

/// Something that a person is to be told.
public struct NewNotice: Hashable, Sendable {
  public var kind: NoticeKind
  /// What it is about, the same whoever tells it: of one incident only the first is kept.
  public var incident: String
  /// The name of the alert, or what happened in a few words.
  public var title: String
  /// One line or a few.
  public var text: String
  public var at: Date

  public init(_ kind: NoticeKind, incident: String, title: String, text: String, at: Date) {
    self.kind = kind
    self.incident = incident
    self.title = title
    self.text = text
    self.at = at
  }
}

/// Something that a person was told.
public struct Notice: Hashable, Sendable, Identifiable {
  public var id: Int64
  public var block: BlockID
  public var kind: NoticeKind
  public var title: String
  public var text: String
  public var at: Date

  public init(
    id: Int64, block: BlockID, kind: NoticeKind, title: String, text: String, at: Date
  ) {
    self.id = id
    self.block = block
    self.kind = kind
    self.title = title
    self.text = text
    self.at = at
  }
}
