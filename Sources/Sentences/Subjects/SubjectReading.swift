public import BlockModel

/// What a sentence says about a subject.
public struct SubjectReading: Sendable {
  /// Values by parameter.
  public var values: JSONObject = [:]
  /// Cities and their time zones, for clocks.
  public var clocks: [(city: String, zone: String)] = []
  /// Words that the card has no place for and that ask for little, as they were typed; they are told.
  public var unused: [String] = []
  /// Words without a place that may mean something else, as they were typed: the block is not made.
  public var doubts: [String] = []
  /// What has to be known first, as a sentence.
  public var ask: String?
  /// What was typed, and the word it was taken for.
  public var corrected: (typed: String, word: String)?
  /// Several values of what takes one: "weather in Porto and Lisbon", as a sentence for each.
  public var several: [String] = []
  /// The sentence without its doubts.
  public var rest = ""

  /// Pieces that name the subject or one of its values.
  var named = 0
  /// Pieces that are its name or a value.
  var placed: Set<Int> = []
  /// Nothing but a weak name stands for the subject.
  var isWeak = false

  public init() {}

  /// Is the sentence understood wholly?
  public var isSure: Bool { doubts.isEmpty && ask == nil && several.isEmpty }
}
