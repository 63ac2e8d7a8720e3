import BlockModel
public import Foundation

/// The words of one language, read from `Prompts/words/<language>.json`.
public struct Lexicon: Sendable {
  /// ISO 639-1: `en`.
  public let language: String
  /// Snowball's name: `english`.
  let stemmer: String
  /// Words and phrases, folded, by their first word; the longest first.
  private let phrases: [String: [Phrase]]
  /// A phrase with its words as the table spells them, and folded.
  struct Phrase: Sendable {
    var spelling: String
    var words: [String]
    var meaning: WordMeaning
  }
  /// Words that mean the same to people and sources, by each of them.
  let synonyms: [String: [String]]
  /// The words of flags that are not set, by those of flags that are: `up`: `down`.
  let opposites: [String: [String]]
  /// The words of flags that are set, by their English names.
  let flags: [String: [String]]
  /// Other words for rows, by what sources call them: `match`: "game".
  let rows: [String: [String]]
  /// Words of fields that a preposition speaks of: "to", `destination`.
  let hints: [String: Set<String>]
  /// Words of fields that answer a question word.
  let kinds: [QuestionKind: Set<String>]
  /// Aggregates that begin a compound: "Gesamt" of "Gesamtpreis".
  let prefixes: [String: RowQuery.Aggregate.Kind]
  /// How words for what comes from a country begin, by the code of the country: `IT`: "italian".
  private let nationalities: [String: [String]]
  /// Words that change a query, by their first; the longest first.
  private let changes: [String: [(words: [String], word: ChangeWord)]]
  private let sets: [WordSet: Set<String>]
  /// What a decimal number is written with.
  let decimal: Character

  /// Knows no words.
  static let empty = Lexicon(
    language: "en", stemmer: "english", phrases: [], synonyms: [:], opposites: [:], flags: [:],
    hints: [:], rows: [:], kinds: [:], prefixes: [:], nationalities: [:], changes: [], sets: [:],
    decimal: ".")

  /// - Parameter word: folded.
  func contains(_ word: String, _ set: WordSet) -> Bool { sets[set]?.contains(word) ?? false }

  /// How much the word at a place speaks for this language: its meaning more than its other names.
  func weight(of words: [String], at place: Int) -> Double {
    // Several words that belong together are hardly of another language: "as a calendar".
    if let longest = meanings(of: words, at: place).first?.length {
      return 0.6 + 0.3 * Double(longest - 1)
    }
    let word = words[place]
    return synonyms[word] != nil || rows[word] != nil || opposites[word] != nil ? 0.3 : 0
  }

  /// The meanings of the words from `place` on; the longest first.
  func meanings(of words: [String], at place: Int) -> [(length: Int, meaning: WordMeaning)] {
    (phrases[words[place]] ?? []).compactMap { phrase in
      let end = place + phrase.words.count
      guard end <= words.count, words[place..<end].elementsEqual(phrase.words) else { return nil }
      return (phrase.words.count, phrase.meaning)
    }
  }

  /// The unit of time that the words from `place` on name, the longest first.
  func unit(of words: [String], at place: Int) -> (unit: RowQuery.Moment.Unit, length: Int)? {
    guard place < words.count else { return nil }
    return meanings(of: words, at: place).lazy.compactMap { found in
      if case .unit(let unit) = found.meaning { (unit, found.length) } else { nil }
    }.first
  }

  /// What the words from `place` on say about changing a query; the longest phrase counts.
  func change(of words: [String], at place: Int) -> (length: Int, word: ChangeWord)? {
    let found = changes[words[place]]?.first { phrase in
      let end = place + phrase.words.count
      return end <= words.count && words[place..<end].elementsEqual(phrase.words)
    }
    return found.map { ($0.words.count, $0.word) }
  }

  /// The code of the country that something comes from which is called so: "Italian", "italienischen".
  func country(_ word: String) -> String? {
    // What may stand behind: other languages inflect such words.
    let ending = language == "en" ? 0 : 3
    return nationalities.lazy.filter { _, stems in
      stems.contains { stem in
        word == stem || word == stem + "s"
          || ending > 0 && word.hasPrefix(stem) && word.count - stem.count <= ending
      }
    }.map(\.key).min()
  }

  /// What a misspelt word means where all words that are near it mean the same: "averge".
  func near(_ word: String) -> WordMeaning? {
    guard word.count >= 5, word.allSatisfy(\.isLetter), phrases[word] == nil else { return nil }
    var meanings: Set<WordMeaning> = []
    for (first, list) in phrases
    where first.first == word.first && first.count >= 5 && abs(first.count - word.count) <= 1 {
      let own = list.filter { $0.words.count == 1 }.map(\.meaning)
      guard !own.isEmpty, NearName.distance(between: word, and: first) <= 1 else { continue }
      meanings.formUnion(own)
    }
    return meanings.count == 1 ? meanings.first : nil
  }

  /// The meanings of a single word that is spelt with, or without, accents just so, where another
  /// spelling means something else: "e" and "è".
  func spelled(_ word: String, folded: String) -> Set<WordMeaning>? {
    let own = (phrases[folded] ?? []).filter { $0.words.count == 1 }
    let typed = word.lowercased()
    let exact = own.filter { $0.spelling == typed }
    // Who leaves out accents may mean any; who writes them means this one.
    if exact.isEmpty, typed == folded { return nil }
    return exact.count == own.count ? nil : Set(exact.map(\.meaning))
  }

  /// - Throws: ``LexiconError`` when the file is not a table of words.
  public init(file: URL) throws {
    let json = try JSONValue(parsing: try Data(contentsOf: file))
    self = try LexiconReader(json, name: file.lastPathComponent).lexicon
  }

  init(
    language: String, stemmer: String, phrases: [Phrase],
    synonyms: [String: [String]], opposites: [String: [String]],
    flags: [String: [String]], hints: [String: Set<String>],
    rows: [String: [String]], kinds: [QuestionKind: Set<String>],
    prefixes: [String: RowQuery.Aggregate.Kind], nationalities: [String: [String]],
    changes: [(words: [String], word: ChangeWord)], sets: [WordSet: Set<String>], decimal: Character
  ) {
    self.language = language
    self.stemmer = stemmer
    var byFirst: [String: [Phrase]] = [:]
    for phrase in phrases where !phrase.words.isEmpty {
      byFirst[phrase.words[0], default: []].append(phrase)
    }
    self.phrases = byFirst.mapValues { list in
      list.sorted { $0.words.count > $1.words.count }
    }
    self.synonyms = synonyms
    self.opposites = opposites
    self.flags = flags
    self.hints = hints
    self.rows = rows
    self.kinds = kinds
    self.prefixes = prefixes
    self.nationalities = nationalities
    self.changes = Dictionary(
      grouping: changes.filter { !$0.words.isEmpty }, by: { $0.words[0] }
    ).mapValues { list in list.sorted { $0.words.count > $1.words.count } }
    self.sets = sets
    self.decimal = decimal
  }
}

/// A table of words that cannot be used, and where.
public struct LexiconError: Error, CustomStringConvertible {
  public var description: String
}
