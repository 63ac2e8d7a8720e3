import BlockModel

/// Some pieces of a sentence that mean one thing together.
struct Item: Hashable, Sendable {
  var range: Range<Int>
  var kind: Kind
  /// How much is left to guess: 0 for what is said in the words of the source.
  var cost: Double

  enum Kind: Hashable, Sendable {
    case word(WordMeaning)
    /// Has no meaning here.
    case unknown
    /// Names the record set.
    case subject
    case field(Int)
    /// A flag that is set, or not.
    case flag(Int, Bool)
    /// A bound that the words themselves say: "sold out" of the number that is left, "expired" of a date.
    case state(Int, RowQuery.Comparison, RowQuery.Value)
    /// A value of one of these fields, as the source writes it.
    case value([OfferIndex.Place])
    /// Words that stand in texts of these fields.
    case holds([Int], String)
    case number(NumberReading)
    case span(TimeSpan)
    /// "per day": the times of the rows are cut into days.
    case bucket(RowQuery.Bucket)
  }
}

/// A stretch of time: from a moment up to, not including, another.
struct TimeSpan: Hashable, Sendable {
  var from: RowQuery.Moment?
  var to: RowQuery.Moment?
  /// Said with both its ends: "1 to 20 November".
  var isRange = false
  /// No year was said: "in January", "before 20 March". It is of the year that was read on; the rows decide.
  var isOfAnyYear = false
  /// Some read it as this week's, some as the next one's: asked.
  var isOpen = false
  /// Of the days to come, though it is not said: "on Friday".
  var isAhead = false
}
