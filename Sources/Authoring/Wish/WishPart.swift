/// Some words of a sentence that mean one thing together.
struct WishPart: Hashable, Sendable {
  enum Meaning: Hashable, Sendable {
    /// What is wanted: "earthquakes".
    case thing
    /// "sorted by price", "heaviest", "newest first".
    case order(WishOrder)
    /// "above magnitude 2", "cheaper than 20": the words that may name the field, best first.
    case compare(op: String, number: Double, fields: [String])
    /// "in Texas", "about Apple".
    case match(String)
    /// "by Roman Loyola", "by source".
    case by(String)
    /// "with points": fields to be shown.
    case with([String])
    case columns([String])
    case without([String])
    /// "as a table", "pie chart of".
    case view
    /// A key or a header, which belongs into the block's secrets and is never shown.
    case secret
    /// Understood by ``Wish`` itself, or without a meaning: "show me", "top 10", "every hour".
    case plain
  }

  /// As it was typed.
  var text: String
  var meaning: Meaning
}

/// An order of rows.
struct WishOrder: Hashable, Sendable {
  /// Words that may name the field, best first; empty for the main number.
  var fields: [String]
  /// `nil`: what is usual for the field.
  var isDescending: Bool?
  /// By the moment of the row.
  var isByTime = false
}

/// A word of the sentence.
struct WishToken: Hashable, Sendable {
  /// As it was typed, without punctuation at its ends.
  var text: String
  /// Lower case, without anything but letters and digits at its ends.
  var word: String
  /// The address it is, as `https://…`.
  var address: String?
  /// A comma or another sign ends the phrase behind it.
  var isLast: Bool

  init(_ typed: String, address: String?) {
    self.address = address
    text = typed.trimming { ",;:!?\"'“”‘’()".contains($0) }.trimmingEnd { $0 == "." }
    word =
      address == nil
      ? typed.lowercased().trimming { !$0.isLetter && !$0.isNumber && !"%<>=€$£".contains($0) } : ""
    isLast = typed.last.map { ",;.!?".contains($0) } ?? false
  }
}
