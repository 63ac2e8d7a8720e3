public import BlockModel
public import Foundation

/// One change that can be undone.
public struct UndoStep: Hashable, Sendable, Identifiable {
  public var id: Int64
  /// `nil` when it is the page that was changed.
  public var block: BlockID?
  public var at: Date
  /// What was changed, in a few words.
  public var what: String
  public var before: JSONValue
  /// `nil` while the change is under way, and when it failed.
  public var after: JSONValue?

  public init(
    id: Int64, block: BlockID?, at: Date, what: String, before: JSONValue, after: JSONValue?
  ) {
    self.id = id
    self.block = block
    self.at = at
    self.what = what
    self.before = before
    self.after = after
  }
}
