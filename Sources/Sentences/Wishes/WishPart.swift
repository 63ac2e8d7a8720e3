import BlockModel

/// Some words of a sentence that mean one thing together.
public struct WishPart: Hashable, Sendable {
  public enum Meaning: Hashable, Sendable {
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
  public var text: String
  public var meaning: Meaning
}

/// An order of rows.
public struct WishOrder: Hashable, Sendable {
  /// Words that may name the field, best first; empty for the main number.
  public var fields: [String]
  /// `nil`: what is usual for the field.
  public var isDescending: Bool?
  /// By the moment of the row.
  public var isByTime = false

  public init(fields: [String], isDescending: Bool? = nil, isByTime: Bool = false) {
    self.fields = fields
    self.isDescending = isDescending
    self.isByTime = isByTime
  }
}

/// A word of the sentence.
public struct WishToken: Hashable, Sendable {
  /// As it was typed, without punctuation at its ends.
  public var text: String
  /// Lower case, without anything but letters and digits at its ends.
  public var word: String
  /// The address it is, as `https://…`.
  public var address: String?
  /// A comma or another sign ends the phrase behind it.
  public var isLast: Bool

  /// A colon stands behind it: "X-Api-Key: …".
  var isLabel: Bool

  public init(_ typed: String, address: String?) {
    isLabel = typed.hasSuffix(":")
    self.address = address
    text = typed.trimming { ",;:!?\"'“”‘’()".contains($0) }.trimmingEnd { $0 == "." }
    word =
      address == nil
      ? typed.lowercased().trimming { !$0.isLetter && !$0.isNumber && !"%<>=€$£".contains($0) } : ""
    isLast = typed.last.map { ",;.!?".contains($0) } ?? false
  }
}
