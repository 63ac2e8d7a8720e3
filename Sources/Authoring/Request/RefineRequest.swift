public import BlockModel
public import LanguageModels
public import OrderedCollections

/// A sentence about a block that is there.
public struct RefineRequest: Sendable {
  /// Whose stored data a trial begins with; `nil` for files that are not a block of this store.
  public var block: BlockID?
  /// The files as they serve now.
  public var files: BlockFiles
  /// The values the person gave to parameters.
  public var params: JSONObject
  public var sentence: String
  /// What was picked by hand, instead of the sentence.
  public var pick: PickedQuery?
  /// What was said before, oldest first.
  public var history: [ModelMessage]
  /// What the last good run returned.
  public var lastData: JSONValue?
  /// What the person allowed with the sentence.
  public var grants: [Grant.Subject]
  /// The secrets that a person gave to this block: what its trials may use, whatever the manifest
  /// names.
  public var secrets: [SecretBinding]

  public init(
    block: BlockID? = nil, files: BlockFiles, params: JSONObject = [:], sentence: String,
    pick: PickedQuery? = nil, history: [ModelMessage] = [], lastData: JSONValue? = nil,
    grants: [Grant.Subject] = [],
    secrets: [SecretBinding] = []
  ) {
    self.block = block
    self.files = files
    self.params = params
    self.sentence = sentence
    self.pick = pick
    self.history = history
    self.lastData = lastData
    self.grants = grants
    self.secrets = secrets
  }
}

/// What a sentence about a block came to. Nothing is changed yet: the engine does that.
public enum RefineResult: Sendable {
  /// New files that ran and passed.
  case proposal(RefineProposal)
  /// Only these parameters get other values; the version stays. The block ran with them.
  case settings(JSONObject)
  /// The person wants the block gone.
  case delete
  /// Back to this version; `nil`: the last change is undone.
  case restore(version: Int?)
  /// The person wants a run now.
  case refresh
  /// The person wants the card one step bigger or smaller.
  case resize(isBigger: Bool)
  case answer(AuthoringAnswer)
}

/// Changed files, with everything a person needs to say yes or no.
public struct RefineProposal: Sendable {
  public var files: BlockFiles
  /// Parameters that get other values together with the files; `nil` when none do.
  public var params: JSONObject?
  /// The successful trial run.
  public var outcome: RunOutcome
  public var codeDiff: Diff
  public var specDiff: Diff
  /// The last data against the data of the trial run, as indented JSON.
  public var dataDiff: Diff
  /// One line for each permission that is new (`+`) or gone (`-`).
  public var permissionDiff: Diff
  /// One or two sentences: what changes.
  public var explanation: String
  /// `command` without a model, else `anthropic/…` and so on.
  public var method: String

  public init(
    files: BlockFiles, params: JSONObject? = nil, outcome: RunOutcome, codeDiff: Diff,
    specDiff: Diff, dataDiff: Diff, permissionDiff: Diff, explanation: String, method: String
  ) {
    self.files = files
    self.params = params
    self.outcome = outcome
    self.codeDiff = codeDiff
    self.specDiff = specDiff
    self.dataDiff = dataDiff
    self.permissionDiff = permissionDiff
    self.explanation = explanation
    self.method = method
  }
}
