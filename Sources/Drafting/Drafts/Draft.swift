public import BlockModel

/// Three files that were written but did not run yet.
public struct Draft: Sendable {
  public var files: BlockFiles
  public var explanation: String
  /// Some rows of the source are left out.
  public var isFiltered = false
  /// Says that the wished view could not be drawn.
  public var undrawn: String?
  /// Seconds between runs when the sentence names none.
  public var pace: Int64 = 1800

  /// "I did not use: “in Berlin”."; `nil` when all words were used.
  static func unused(_ words: [String]) -> String? {
    words.isEmpty
      ? nil : "I did not use: \(words.map { "“\($0)”" }.joined(separator: ", "))."
  }
}

extension String {
  /// "Net generation" inside of a sentence; "GDP" stays.
  var lowercasedFirst: String {
    dropFirst().first?.isUppercase ?? false ? self : prefix(1).lowercased() + dropFirst()
  }
}
