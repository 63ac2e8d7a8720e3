public import BlockHealth
public import BlockModel
public import Egress
public import Foundation

/// A block that does not work any more, and what is known of the time when it did.
public struct HealRequest: Sendable {
  public var block: BlockID
  /// The files that serve, with the permissions that hold.
  public var files: BlockFiles
  public var params: JSONObject
  /// The answers of the last good run that was recorded, as a cassette.
  public var goodAnswers: URL
  /// What it returned.
  public var goodData: JSONValue
  /// The answers of now, as a cassette.
  public var freshAnswers: URL
  /// What other addresses of the block's own hosts are asked by, when a source is gone from its own: what they
  /// answer belongs to ``freshAnswers`` then. By default only what was recorded is known.
  public var further: Cassette
  /// What is wrong, as the run of now told it.
  public var failure: RunFailure
  /// Older scripts that once were good, the newest first.
  public var ledger: [(version: VersionNumber, files: BlockFiles)] = []
  /// Rules that were found in good runs.
  public var inferred: [ContractRule] = []
  public var now: Date
  /// May a model be asked where nothing else helps? The limits of its use hold besides.
  public var mayAskModel = false

  public init(
    block: BlockID, files: BlockFiles, params: JSONObject, goodAnswers: URL, goodData: JSONValue,
    freshAnswers: URL, failure: RunFailure, now: Date
  ) {
    self.block = block
    self.files = files
    self.params = params
    self.goodAnswers = goodAnswers
    self.goodData = goodData
    self.freshAnswers = freshAnswers
    further = .replay(freshAnswers)
    self.failure = failure
    self.now = now
  }
}

/// What came of an attempt to repair a block.
public struct HealReport: Sendable {
  /// A repair that passed the gate.
  public struct Repair: Sendable {
    public var files: BlockFiles
    /// How it was found: `older version 3`, `renaming`, `reading`, `moved address`.
    public var method: String
    /// In one sentence: `The source renamed 'points' to 'score'; the script reads the new name.`
    public var sentence: String
    /// What the repaired block returns of the answers of now.
    public var outcome: RunOutcome
    /// How that differs from the data before.
    public var diff: DataDiff
    /// What the gate found, in words.
    public var report: String
  }

  public init(log: [String] = []) { self.log = log }

  public var repair: Repair?
  /// What was seen, tried and found, in this order, one line each.
  public var log: [String]

  /// Something was tried.
  public var isAttempt = false
  /// An attempt that came to nothing counts against further ones: not so where nothing but a doubt, or an address
  /// that is gone, was looked at.
  public var countsAsFailure = true
  /// Scripts that ran to be tried.
  public var trials = 0
  /// Questions to a model.
  public var questions = 0
  /// The model that was asked: `anthropic/claude-…`.
  public var asked: String?

  /// `No model was asked.`
  public var cost: String {
    guard let asked else { return "No model was asked." }
    return "It took \(questions) question\(questions == 1 ? "" : "s") to \(asked)."
  }

  private var noted: (line: String, count: Int) = ("", 0)

  /// Adds a sentence to the log; one that says what the last one said is counted instead.
  mutating func note(_ line: String) {
    if noted.line == line, log.last?.hasPrefix(line.dropLast()) == true {
      noted.count += 1
      log[log.count - 1] = "\(line.dropLast()) (\(noted.count) times)."
    } else {
      noted = (line, 1)
      log.append(line)
    }
  }

  /// All of it as one text, for the log of the block.
  public var text: String { log.joined(separator: "\n") }
}
