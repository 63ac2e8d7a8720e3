import Sketches

/// The words that name a record set.
enum SetName {
  /// - Parameter texts: the nearest first: key or heading, caption, title of the source, file name.
  /// - Returns: each word once, lower case.
  static func words(_ texts: [String?]) -> [String] {
    var words: [String] = []
    for text in texts.compactMap({ $0 }) {
      for word in FieldName(String(text.prefix(200))).words
      where word.count > 1 && !word.allSatisfy(\.isNumber) && !words.contains(word) {
        words.append(word)
      }
    }
    return words
  }
}
