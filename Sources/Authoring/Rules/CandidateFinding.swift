public import BlockModel

/// Something that a check found in a candidate, told three times: for whoever edits the files, for a
/// model that may repair them, and for a person who only wrote a sentence.
public struct CandidateFinding: Error, Sendable, Hashable {
  /// What is wrong. ``CandidateRules`` says for whom it matters.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A model's answer holds no files, or edits that do not fit.
    case answer
    /// A change reaches farther than the sentence.
    case change
    /// The manifest cannot be used.
    case manifest
    /// The script does not compile.
    case syntax
    /// The script names modules, functions or globals that do not exist.
    case unknownName
    /// The script reads settings that the manifest does not declare.
    case unknownParam
    /// Something in the files looks like a slip: a local that nobody reads, a field that nobody shows.
    case slip
    /// The spec does not compile.
    case spec
    /// The run failed, and not because of its source.
    case run
    /// The run failed where a source gave no answer at all, or was not asked.
    case sourceAway
    /// The run failed because a source answered with a refusal: an error status, too many requests, a login, a
    /// page that keeps programs out.
    case sourceRefuses
    /// The run wanted a place that nobody allowed yet.
    case needsGrant
    /// The run wanted a secret that the manifest asks for and that nobody gave to the block yet.
    case needsSecret
    /// Its requests were refused for want of a permission, or no source answered them, and the script returned
    /// data all the same: the run shows nothing.
    case unreached
    /// The spec names data that the run did not return.
    case missingData
    /// The run returned no table, or an empty one.
    case noData
    /// Most values of a list are missing.
    case missingValues
    /// What names the rows on the card is missing in many of them.
    case unnamedRows
    /// A column, a title or a number of the card is empty in every row.
    case emptyField
    /// The card is not what somebody who asked would expect to see.
    case oddLook
    /// The card shows next to nothing.
    case hollowCard
    /// The card reads `now`, which the script returned and which is the clock.
    case shadowedClock
    /// The data break a hard rule of the manifest's contract.
    case contract
    /// More rows than the sentence asks for.
    case wrongCount
    /// The rows are not in the order that the sentence asks for.
    case wrongOrder
    /// The sentence names a source, and the script asks none.
    case noSource
    /// The source answered with an error message, and the card shows it.
    case errorText
    /// When the sources are down, the card looks well.
    case swallowedError
    /// The script reads a key that no record of the answer has.
    case absentKey
    /// The rows do not come from the source.
    case invention
    /// The card has an action that the script does not answer.
    case unansweredAction
    /// A trial call of an action failed.
    case failedAction
    /// An alert cannot be read.
    case alert
    /// An alert names what is not in the data.
    case silentAlert
  }

  public var kind: Kind
  /// `block.lua:12`, `block.ui.json:3`, or only the file.
  public var place: String
  /// What is wrong at the place, for whoever edits the file.
  public var detail: String
  /// One sentence over all, for the model.
  var summary: String
  /// Evidence and what to do about it, for the model.
  var issues: [String]
  /// What happened, for the person: a clause without full stop.
  var person: String
  /// How the run log and exit codes call it.
  public var failure: FailureKind
  /// What would have to be allowed for the candidate to be tried.
  public var neededGrant: Grant.Subject?

  init(
    _ kind: Kind, place: String = BlockFiles.scriptName, detail: String? = nil, summary: String,
    issues: [String] = [], person: String, failure: FailureKind = .scriptError,
    neededGrant: Grant.Subject? = nil
  ) {
    self.kind = kind
    self.place = place
    self.detail = detail ?? person
    self.summary = summary
    self.issues = issues
    self.person = person
    self.failure = failure
    self.neededGrant = neededGrant
  }

  /// A model can do something about it.
  var isRepairable: Bool { failure.isHealable }

  /// Its data are not what they should be: nobody says beside it that the block works.
  var isFlaw: Bool {
    switch kind {
    case .contract, .noData, .missingData, .missingValues, .hollowCard, .failedAction: true
    default: false
    }
  }

  /// It may be as it should: who looked at the card and says so ends it.
  var isDoubt: Bool { kind == .oddLook }

  /// Equal for the same mistake: numbers do not count.
  var signature: String {
    (kind.rawValue + summary + issues.joined()).filter { !$0.isNumber }
  }

  /// At most three issues, numbered.
  var list: String {
    issues.prefix(3).enumerated().map { "\($0.offset + 1). \($0.element)" }
      .joined(separator: "\n")
  }

  /// The sentence for the person.
  var answer: AuthoringAnswer {
    let line = person.replacing("\n", with: " ").trimming { $0.isWhitespace || $0 == "." }
    return AuthoringAnswer(
      line.asSentence + ".", kind: failure, neededGrant: neededGrant)
  }
}
