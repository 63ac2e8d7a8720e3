import BlockModel

/// Some words of a sentence that mean one thing together.
public struct WishPart: Hashable, Sendable {
  public enum Meaning: Hashable, Sendable {
    /// What is wanted: "earthquakes".
    case thing
    /// Shapes the rows: "sorted by price", "above magnitude 2", "in Texas", "by source", "with points".
    case request
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
