import BlockModel

/// A sentence that wants several things, as a sentence for each.
public enum SentenceParts {
  /// A part for each address, with the words before it: "top stories of URL and prices of URL".
  /// - Returns: `nil` when there is one address, or none.
  public static func byAddress(_ sentence: String, _ lexicons: Lexicons) -> [String]? {
    var parts: [[String]] = [[]]
    var addresses: Set<String> = []
    for word in sentence.split(whereSeparator: \.isWhitespace).map(String.init) {
      parts[parts.count - 1].append(word)
      guard let address = Address.read(word), addresses.insert(address).inserted else { continue }
      parts[parts.count - 1][parts[parts.count - 1].count - 1] = address
      parts.append([])
    }
    guard addresses.count > 1, let rest = parts.popLast() else { return nil }
    // What follows the last address belongs to its part.
    parts[parts.count - 1] += rest
    let lexicon = lexicons.language(of: Pieces(sentence).all)
    return parts.map { text($0, lexicon) }
  }

  /// The ways to cut a sentence in two at an "and" or a comma.
  public static func halves(
    _ sentence: String, _ lexicons: Lexicons
  ) -> [(first: String, second: String)] {
    let words = sentence.split(whereSeparator: \.isWhitespace).map(String.init)
    let lexicon = lexicons.language(of: Pieces(sentence).all)
    return words.indices.dropFirst().compactMap { at in
      guard isJoint(words[at], lexicon) || words[at - 1].hasSuffix(",") else { return nil }
      let halves = (text(Array(words[..<at]), lexicon), text(Array(words[at...]), lexicon))
      return halves.0.isEmpty || halves.1.isEmpty ? nil : halves
    }
  }

  /// Without the words that join it to what stands before.
  private static func text(_ words: [String], _ lexicon: Lexicon) -> String {
    words.drop { isJoint($0, lexicon) || $0.allSatisfy(\.isPunctuation) }
      .joined(separator: " ").trimming { $0.isWhitespace || ",;.".contains($0) }
  }

  private static func isJoint(_ word: String, _ lexicon: Lexicon) -> Bool {
    let words = Piece.words(word)
    guard words.count == 1 else { return word == "&" }
    return lexicon.meanings(of: words, at: 0).contains {
      $0.length == 1 && ($0.meaning == .and || $0.meaning == .several)
    }
  }
}
