public import Foundation

/// Who made a version.
public enum VersionAuthor: String, Hashable, Sendable, CaseIterable {
  /// A person, in an editor.
  case hand
  /// A model.
  case model
  /// The drafter, without a model.
  case drafter
  /// A recipe or starter block.
  case recipe
  /// The repair of a failing block.
  case heal
  /// It came from elsewhere, as a package.
  case `import`
  /// A person went back to an older version.
  case restore
}

/// One version of a block: who made it, when and why. Immutable once written.
public struct BlockVersion: Hashable, Sendable {
  public var block: BlockID
  public var number: VersionNumber
  public var author: VersionAuthor
  /// One or two sentences for the person.
  public var explanation: String
  public var createdAt: Date
  /// The version it was made from; `nil` for the first.
  public var basedOn: VersionNumber?
  /// What was found when it was tried, in words; empty when it was not.
  public var report: String

  public init(
    block: BlockID, number: VersionNumber, author: VersionAuthor, explanation: String,
    createdAt: Date, basedOn: VersionNumber?, report: String = ""
  ) {
    self.block = block
    self.number = number
    self.author = author
    self.explanation = explanation
    self.createdAt = createdAt
    self.basedOn = basedOn
    self.report = report
  }
}
