public import BlockModel

/// What a person asks for, and what they already allowed.
public struct AuthoringRequest: Sendable {
  /// The sentence as it was typed; empty when something was picked instead.
  public var sentence: String
  /// What was picked by hand, instead of a sentence.
  public var pick: PickedQuery?
  /// What the person allowed for it.
  public var grants: [Grant.Subject]
  /// The sentence says that a browser is to show the page.
  var isInBrowser = false

  public init(sentence: String, grants: [Grant.Subject] = []) {
    self.sentence = sentence
    self.grants = grants
  }

  public init(pick: PickedQuery, grants: [Grant.Subject] = []) {
    sentence = ""
    self.pick = pick
    self.grants = grants
  }
}

public enum AuthoringResult: Sendable {
  case draft(BlockDraft)
  case answer(AuthoringAnswer)
}

/// A block that ran once and whose card was checked against what it returned.
public struct BlockDraft: Sendable {
  public var files: BlockFiles
  /// One or two sentences: what the block shows and why it was made this way.
  public var explanation: String
  /// The trial run; a failed one only of a recipe whose source is away.
  public var outcome: RunOutcome
  /// What wrote it: `drafter`, `recipe:NAME`, or a model: `anthropic/…`.
  public var method: String
  /// What the gate found, in words.
  public var report: String

  public init(
    files: BlockFiles, explanation: String, outcome: RunOutcome, method: String,
    report: String = ""
  ) {
    self.files = files
    self.explanation = explanation
    self.outcome = outcome
    self.method = method
    self.report = report
  }
}

/// Where the making of a block has got to.
public enum AuthoringStage: Sendable, Hashable, CustomStringConvertible {
  case planning
  case probing(url: String)
  case writing
  /// What a model has said so far outside of the files, and how much it wrote in all.
  case answering(String, characters: Int)
  /// A model's server asks for patience; a clause.
  case waiting(String)
  case running
  case checking
  case repairing(number: Int, reason: String)

  public var description: String {
    switch self {
    case .planning: "Planning the block"
    case .probing(let url): "Reading \(url)"
    case .writing: "Writing the block"
    case .answering(_, let characters): "Writing the block: \(characters) characters"
    case .waiting(let reason): reason.asSentence
    case .running: "Running it once"
    case .checking: "Checking the card"
    case .repairing(let number, let reason): "Repair \(number): \(reason)"
    }
  }
}
