/// What is asked of a card that is composed: the query of a block as far as it says how rows look.
struct CardWish {
  enum View { case chart, bars, table, list, number }

  /// The sentence that the manifest keeps.
  var prompt: String
  /// Rows that are shown.
  var count: Int?
  /// `nil` leaves it to the form of the data.
  var view: View?
  /// Words of fields that are named, lower case: they are shown first.
  var words: [String] = []
}
