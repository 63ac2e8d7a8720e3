public import BlockHealth
public import BlockModel

/// Why the engine did not do what was asked.
public enum EngineError: Error, Hashable, Sendable, CustomStringConvertible {
  case noBlock(BlockID)
  case noVersion(BlockID, VersionNumber)
  /// Somebody else changed the block first.
  case conflict(serving: VersionNumber, basedOn: VersionNumber)
  /// The change the person saw is not the one that waits.
  case otherChange
  /// What an agent proposed cannot be decided.
  case proposal(ProposalProblem)
  /// The files do not make a working block.
  case edit(EditProblem)
  /// A parameter that is not declared, or a value it does not take.
  case param(name: String, problem: String)
  case noSection(SectionID)
  /// What was asked of a section: its problem, as the end of “This section …”.
  case section(String)
  /// What was entered as the value of a secret cannot be one.
  case secret(SecretValue.Problem)
  /// No good run with the present settings was recorded.
  case nothingRecorded(BlockID)
  /// The data folder or database failed.
  case storage(String)

  public var description: String {
    switch self {
    case .noBlock(let id): "There is no block '\(id)'. `dash list` lists the blocks."
    case .noVersion(let id, let number): "The block '\(id)' has no version \(number)."
    case .conflict(let serving, let basedOn):
      "The block has changed in the meantime: version \(serving) is live, and this edit was made on version \(basedOn). Look at the new version and save again."
    case .otherChange:
      "This change is no longer waiting: it was decided, or another one was proposed in the meantime. Look again at what is waiting."
    case .proposal(let problem): "\(problem)"
    case .edit(let problem): "\(problem)"
    case .param(let name, let problem): "The setting '\(name)' \(problem)."
    case .noSection: "There is no such section on the page. It may have been deleted."
    case .section(let problem): "This section \(problem)."
    case .secret(let problem): "\(problem)".asSentence + "."
    case .nothingRecorded(let id):
      "Nothing has been recorded for '\(id)' with its present settings. Run it once with `dash refresh \(id)` while its source answers."
    case .storage(let message): message
    }
  }
}
