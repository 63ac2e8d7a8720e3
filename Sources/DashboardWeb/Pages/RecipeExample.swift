/// A block that comes with Dash, as the page offers it.
public struct RecipeExample: Hashable, Sendable {
  public var title: String
  /// What it shows, as half a sentence.
  public var summary: String
  /// What a person would say to get it.
  public var sentence: String

  public init(title: String, summary: String, sentence: String) {
    self.title = title
    self.summary = summary
    self.sentence = sentence
  }
}
