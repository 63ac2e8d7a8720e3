public import Foundation

/// Who did what to a block, and why.
public struct ActionRecord: Hashable, Sendable, Identifiable {
  public var id: Int64
  public var block: BlockID?
  public var at: Date
  /// `person`, `dash`, `heal`, or `agent` and its name.
  public var actor: String
  /// What was done, in one sentence.
  public var what: String

  public init(id: Int64, block: BlockID?, at: Date, actor: String, what: String) {
    self.id = id
    self.block = block
    self.at = at
    self.actor = actor
    self.what = what
  }
}
