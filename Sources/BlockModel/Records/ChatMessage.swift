public import Foundation

/// One line of the conversation about a block.
public struct ChatMessage: Sendable, Hashable {
  public enum Author: String, Sendable { case person, dash }

  public var author: Author
  public var text: String
  public var at: Date

  public init(_ author: Author, _ text: String, at: Date) {
    self.author = author
    self.text = text
    self.at = at
  }
}
