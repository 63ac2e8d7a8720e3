public import BlockModel
public import BlockRuntime
public import Foundation
public import OrderedCollections

/// Three files that may become a version, and what is known of them.
public struct Candidate: Sendable {
  public var files: BlockFiles
  /// Values of parameters; defaults stand in for the rest.
  public var params: JSONObject
  public var author: CandidateAuthor
  /// The block that the version would belong to; `nil` when it is the first. Trials begin with its
  /// stored data and write nothing to it.
  public var block: BlockID?
  public var reason: RunRequest.Reason
  public var now: Date
  public var lastSuccess: Date?
  /// The secrets that trials may use; `nil`: those the manifest names, which the caller has filtered.
  public var secrets: [SecretBinding]?
  /// The last data of the block, when its script is known to work: it is not run again.
  public var knownData: JSONValue?
  /// What is not its own doing, such as a source that is away, does not keep it from becoming a version: its
  /// script is known to work, or what it asks cannot be asked yet. See ``CandidateRules/Verdict/waits``.
  public var mayWait = false
  /// It is run, and what can be clicked is called. Otherwise only what can be said without that is found; the
  /// run after it shows the rest.
  public var isTried = true
  /// The sentence that it was made for; empty when there is none.
  var sentence = ""
  /// What the sentence asks of the data, where a sentence made the candidate.
  var expectation: Expectation?

  /// What the data of a block are held against.
  struct Expectation: Sendable {
    /// The order of rows that the wish asks for plainly.
    var order: WishedOrder?
    /// The number of rows it asks for.
    var count: Int?
    /// The data must come from somewhere: sources were probed, or the block had one before.
    var needsSource = false
    /// The addresses of the sentence: a card that shows them all needs no other source.
    var addresses: [String] = []
    /// Keys that the sources have in some rows only.
    var optionalKeys: Set<String> = []
    /// What the person wants to be told about, and the alerts there were before.
    var alert: WishedAlert?
  }

  public init(
    _ files: BlockFiles, by author: CandidateAuthor, of block: BlockID? = nil,
    params: JSONObject = [:], reason: RunRequest.Reason, now: Date = Date(),
    lastSuccess: Date? = nil
  ) {
    self.files = files
    self.author = author
    self.block = block
    self.params = params
    self.reason = reason
    self.now = now
    self.lastSuccess = lastSuccess
  }
}

/// What a check found.
public struct CandidateReport: Sendable {
  public var author: CandidateAuthor
  /// What is not its own doing is told, and blocks nothing.
  var mayWait = false
  /// The files, with small mistakes of the spec put right where the author lets that be done.
  public var files: BlockFiles
  /// In the order they were found.
  public var findings: [CandidateFinding] = []
  /// The trial run; `nil` when it did not come to that.
  public var outcome: RunOutcome?
  /// The card as text; empty when it did not come to that.
  public var card = ""

  /// The finding that keeps the candidate from becoming a version.
  public var blocking: CandidateFinding? { findings.first(where: blocks) }

  /// Does a finding keep the candidate from becoming a version?
  public func blocks(_ finding: CandidateFinding) -> Bool {
    switch CandidateRules.verdict(finding.kind, for: author) {
    case .blocks: true
    case .waits: !mayWait
    case .warns, .ignored: false
    }
  }

  /// What is told, and does not keep it from becoming one.
  public var warnings: [CandidateFinding] {
    told.filter { !blocks($0) }
  }

  /// What is told of it: what keeps it from becoming a version, and what does not.
  public var told: [CandidateFinding] {
    findings.filter { CandidateRules.asks($0.kind, of: author) }
  }

  /// A source was away, so the run showed nothing; see ``Candidate/mayWait``.
  public var isWaiting: Bool {
    outcome?.data == nil
      && findings.contains {
        !blocks($0) && CandidateRules.verdict($0.kind, for: author) == .waits
      }
  }
}
