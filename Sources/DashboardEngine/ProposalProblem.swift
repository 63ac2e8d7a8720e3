public import BlockModel

/// Why a proposal of an agent cannot be decided.
public enum ProposalProblem: Hashable, Sendable, CustomStringConvertible {
  /// Somebody said yes or no to it already.
  case decided
  /// The block it changes was deleted, and can come back.
  case inTrash(BlockID)
  /// Another version serves than the one it was made on.
  case stale(serving: VersionNumber, basedOn: VersionNumber, agent: String)

  public var description: String {
    switch self {
    case .decided: "This proposal is no longer waiting: it was accepted or declined already."
    case .inTrash(let id):
      "The block '\(id)' that this changes is in the trash. Put it back first, with *Trash* or `dash rm --undo \(id)`, and accept again."
    case .stale(let serving, let basedOn, let agent):
      "This was made on version \(basedOn); version \(serving) serves now. Decline it, or ask \(agent) to propose it again."
    }
  }
}
