import BlockModel

/// Where a sentence names a subject.
struct SubjectNames {
  private let subject: Subject
  private let sentence: ReadSentence
  private let pieces: [Piece]
  private let words: [String]
  private let stemmers: Stemmers

  struct Found {
    var range: Range<Int>
    var language: String
    var isWeak: Bool
    /// The name is a value of a parameter: "bitcoin".
    var isValue = false
    var corrected: (typed: String, word: String)?
  }

  init(_ subject: Subject, _ sentence: ReadSentence, _ pieces: [Piece], _ stemmers: Stemmers) {
    self.subject = subject
    self.sentence = sentence
    self.stemmers = stemmers
    self.pieces = pieces
    words = pieces.map(\.folded)
  }

  /// The name that counts: a strong one before a weak one, the longest of these.
  func first(mayMistype: Bool) -> Found? {
    let found = found(near: false) + values(near: false)
    let named =
      found.isEmpty && mayMistype ? self.found(near: true) + values(near: true) : found
    func rank(_ found: Found) -> (Int, Int, Int, Int, Int) {
      (
        found.isWeak ? 1 : 0, found.isValue ? 1 : 0, -found.range.count,
        found.language == sentence.lexicon.language ? 0 : 1, found.range.lowerBound
      )
    }
    return named.min { rank($0) < rank($1) }
  }

  /// All strong names, so that "weather forecast" leaves nothing over.
  var all: [Range<Int>] { found(near: false).filter { !$0.isWeak }.map(\.range) }

  private func found(near: Bool) -> [Found] {
    subject.names.flatMap { name -> [Found] in
      let stemmer = stemmers.of(name.language)
      // Stems of one language are words of another.
      let isKin = name.language == "en" || name.language == sentence.lexicon.language
      return pieces.indices.compactMap { start in
        let end = start + name.words.count
        guard end <= words.count, (start..<end).allSatisfy({ pieces[$0].quote == nil }) else {
          return nil
        }
        var corrected: (String, String)?
        for (place, word) in zip(start..<end, name.words) {
          let typed = words[place]
          if typed == word || isKin && stemmer.stem(typed) == stemmer.stem(word) { continue }
          guard near || name.words.count > 1 && isStrange(place), corrected == nil,
            Self.isNear(typed, word)
          else { return nil }
          corrected = (pieces[place].text, word)
        }
        if near, corrected == nil { return nil }
        return Found(
          range: start..<end, language: name.language,
          isWeak: name.isWeak || near && isCommon(name),
          corrected: corrected)
      }
    }
  }

  /// A word that the language of the sentence does not know.
  private func isStrange(_ place: Int) -> Bool {
    sentence.lexicon.meanings(of: words, at: place).isEmpty
  }

  private static func isNear(_ typed: String, _ word: String) -> Bool {
    // Five letters are too few: Dutch "kopen" buys something, and is no "koppen".
    min(typed.count, word.count) >= 6 && abs(typed.count - word.count) <= 1
      && typed.first == word.first
      && NearName.distance(between: typed, and: word) <= (word.count >= 8 ? 2 : 1)
  }

  /// A short name is easily a misspelling of another word.
  private func isCommon(_ name: Subject.Name) -> Bool { name.words.joined().count < 6 }

  /// Values that mean the subject by themselves.
  private func values(near: Bool) -> [Found] {
    subject.params.filter(\.isName).flatMap { param -> [Found] in
      let tabled = param.table.flatMap { entry in
        pieces.indices.compactMap { start -> Found? in
          let end = start + entry.words.count
          guard end <= words.count else { return nil }
          var found = Found(
            range: start..<end, language: sentence.lexicon.language, isWeak: true, isValue: true)
          if words[start..<end].elementsEqual(entry.words) { return found }
          guard near, entry.words.count == 1, isStrange(start),
            Self.isNear(words[start], entry.words[0])
          else { return nil }
          found.corrected = (pieces[start].text, entry.words[0])
          return found
        }
      }
      // What fits a pattern is written for this subject alone: `r/swift`.
      let fitting = param.pattern.map { pattern in
        Tokens.all(pieces).filter { Tokens.fits(pieces[$0].typedWhole, pattern) }.map {
          Found(range: $0, language: sentence.lexicon.language, isWeak: false, isValue: true)
        }
      }
      return tabled + (fitting ?? [])
    }
  }
}
