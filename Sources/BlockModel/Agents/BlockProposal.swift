public import Foundation

/// A block, or a change of one, that another agent made and a person has not decided yet.
public struct BlockProposal: Hashable, Sendable, Identifiable {
  public var id: UUID
  /// The block to be changed; `nil` for a new one.
  public var block: BlockID?
  /// The version it was made from.
  public var basedOn: VersionNumber?
  public var texts: BlockTexts
  /// Who made it: `claude`.
  public var agent: String
  /// One or two sentences of the agent's.
  public var explanation: String
  /// What was found when it was tried last, in words for the person; empty when it was not.
  public var report: String
  public var at: Date

  /// At most so many wait; the oldest give way.
  public static let maximumWaiting = 20

  public init(
    id: UUID = UUID(), block: BlockID?, basedOn: VersionNumber?, texts: BlockTexts, agent: String,
    explanation: String, report: String = "", at: Date
  ) {
    self.id = id
    self.block = block
    self.basedOn = basedOn
    self.texts = texts
    self.agent = agent
    self.explanation = explanation
    self.report = report
    self.at = at
  }
}
