public import BlockModel

/// One way to understand a sentence over an offer.
public struct Reading: Hashable, Sendable {
  public var query: RowQuery
  /// Words that were left aside, as they were typed; the person is told.
  public var unused: [String] = []
  /// Words that were taken to name the rows.
  public var subject: String?
  /// What was chosen where the sentence leaves it open, one sentence each.
  public var choices: [Choice] = []
  /// Why it may not be answered.
  public var doubts: [Doubt] = []
  /// How much had to be guessed.
  var cost = 0.0
  /// A question word stands in the sentence.
  var isQuestion = false

  public init(query: RowQuery, unused: [String] = [], doubts: [Doubt] = []) {
    self.query = query
    self.unused = unused
    self.doubts = doubts
  }

  /// Something the sentence leaves open.
  public enum Choice: Hashable, Sendable {
    /// An adjective was read as a field: "biggest", `population`.
    case field(words: String, field: String)
  }

  /// Why a reading is not sure enough to be made into a block.
  public enum Doubt: Hashable, Sendable {
    /// A condition, an order, a count or a thing that is asked for has no place in the source.
    case unknown(String)
    /// A judgement that the source does not make: "near", "major".
    case vague(String)
    /// Two parts of the sentence exclude each other.
    case contradiction(String)
    /// A field is needed and none is named: "over 5".
    case noField(String)
    /// A number of groups, which may be its sum or its average.
    case unaggregated(String)
    /// A field of single rows, where numbers of many are shown.
    case grouped(String)
    /// What is asked for is what is given.
    case repetition(String)
  }
}
