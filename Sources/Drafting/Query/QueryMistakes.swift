/// What a query names that the source does not have, a sentence each; never empty.
public struct QueryMistakes: Error, Hashable, Sendable, CustomStringConvertible {
  public let sentences: [String]

  public var description: String { sentences.joined(separator: " ") }
}
