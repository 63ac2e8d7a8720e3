public import BlockModel
public import Foundation

/// A block that comes with Dash, as the page offers it.
public struct RecipeExample: Hashable, Sendable {
  public var title: String
  /// What it shows, as half a sentence.
  public var summary: String
  /// What a person would say to get it.
  public var sentence: String
  /// What its preview is made of.
  public var files: BlockFiles?
  /// The folder with recorded answers of its sources; `nil` when it has none.
  public var answers: URL?
  /// Its place among the blocks of a new dashboard; `nil` when it is none of them.
  public var starterRank: Int?

  public init(
    title: String, summary: String, sentence: String, files: BlockFiles? = nil,
    answers: URL? = nil, starterRank: Int? = nil
  ) {
    self.title = title
    self.summary = summary
    self.sentence = sentence
    self.files = files
    self.answers = answers
    self.starterRank = starterRank
  }

  /// Does every word stand in what is said of it?
  func matches(_ words: [String]) -> Bool {
    let text = "\(title) \(summary) \(sentence)".lowercased()
    return words.allSatisfy { text.contains($0) }
  }
}
