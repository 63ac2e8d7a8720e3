import BlockModel

/// A sentence that ends in an alert: "prices of https://…, and tell me when one is under 20".
public struct AlertClause: Hashable, Sendable {
  /// What the block shows, with the address; the address alone where nothing else was said.
  public let rest: String
  /// What is watched: "one is under 20".
  public let condition: String
  /// "tell me when" may ask for a time as well.
  public let mayAsk: Bool

  /// - Returns: `nil` when the sentence asks for no alert, or does not say of what.
  public init?(_ sentence: String, _ lexicons: Lexicons) {
    let tokens = sentence.split(whereSeparator: \.isWhitespace).map(String.init)
    let lexicon = lexicons.language(of: Pieces(sentence).all)
    // The words of the sentence, with the token each stands in; addresses belong to the block.
    let isAddress = tokens.map { Address.read($0) != nil }
    let words = tokens.indices.filter { !isAddress[$0] }.flatMap { token in
      Piece.words(tokens[token]).map { (token: token, word: $0) }
    }
    let plain = words.map(\.word)
    let found = plain.indices.lazy.compactMap { place in
      lexicon.meanings(of: plain, at: place).first { $0.meaning == .alerting }.map {
        (place: place, length: $0.length)
      }
    }.first
    guard let found, found.place + found.length < words.count else { return nil }
    let (first, last) = (words[found.place].token, words[found.place + found.length].token)
    let said = tokens.indices.filter { $0 >= last && !isAddress[$0] }.map { tokens[$0] }
    condition = Self.withoutPronouns(said, lexicon).joined(separator: " ")
      .trimming { $0.isWhitespace || ",;.!".contains($0) }
    var kept = tokens.indices.filter { $0 < first || isAddress[$0] }.map { tokens[$0] }
    while let last = kept.indices.last(where: { Address.read(kept[$0]) == nil }),
      Self.joins(kept[last], lexicon)
    {
      kept.remove(at: last)
    }
    rest = kept.joined(separator: " ").trimming { $0.isWhitespace || ",;".contains($0) }
    mayAsk = lexicon.meanings(of: plain, at: found.place).contains { $0.meaning == .filler }
  }

  /// "when one has …", "if the price of one drops": any of the rows, no number of them.
  private static func withoutPronouns(_ tokens: [String], _ lexicon: Lexicon) -> [String] {
    tokens.enumerated().filter { place, token in
      let words = Piece.words(token)
      guard words.count == 1, lexicon.contains(words[0], .one),
        lexicon.meanings(of: words, at: 0).contains(where: {
          if case .number = $0.meaning { true } else { false }
        })
      else { return true }
      guard place + 1 < tokens.count else { return false }
      return !lexicon.meanings(of: Piece.words(tokens[place + 1]), at: 0).contains { found in
        switch found.meaning {
        case .verb, .copula, .filler, .comparison, .implied, .preposition: true
        default: false
        }
      }
    }.map(\.element)
  }

  /// "and", and words that say nothing, before the alert.
  private static func joins(_ word: String, _ lexicon: Lexicon) -> Bool {
    let words = Piece.words(word)
    guard let first = words.first, words.count == 1 else { return words.isEmpty }
    return lexicon.meanings(of: [first], at: 0).contains {
      $0.meaning == .and || $0.meaning == .several
    }
  }
}
