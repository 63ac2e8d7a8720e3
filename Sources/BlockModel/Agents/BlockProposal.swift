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
  public var at: Date

  /// At most so many wait; the oldest give way.
  public static let maximumWaiting = 20

  public init(
    id: UUID = UUID(), block: BlockID?, basedOn: VersionNumber?, texts: BlockTexts, agent: String,
    explanation: String, at: Date
  ) {
    self.id = id
    self.block = block
    self.basedOn = basedOn
    self.texts = texts
    self.agent = agent
    self.explanation = explanation
    self.at = at
  }
}

/// A public host that an agent wants to look at, or may.
public struct AgentHost: Hashable, Sendable {
  public var host: String
  /// A person allowed it.
  public var isAllowed: Bool
  /// Who asked for it first.
  public var agent: String
  public var at: Date

  /// At most so many are asked for at a time.
  public static let maximumAsked = 50

  public init(host: String, isAllowed: Bool, agent: String, at: Date) {
    self.host = host
    self.isAllowed = isAllowed
    self.agent = agent
    self.at = at
  }
}
