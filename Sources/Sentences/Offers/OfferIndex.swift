import Sketches

/// The values of an offer by their words, and its fields by theirs. Built once for a source.
public struct OfferIndex: Sendable {
  public let offer: Offer
  /// Whole values by their words, joined with spaces.
  private var whole: [String: [Place]] = [:]
  /// How many words values have at most, by their first word.
  private var longest: [String: Int] = [:]
  /// Values of several words by each of them.
  private var parts: [String: [Place]] = [:]
  let fieldWords: [[FieldWords]]
  /// Fields whose values are names rather than texts.
  private let short: Set<Int>
  /// The same, and headlines.
  private let titles: Set<Int>
  /// Stems of words of the source's address; they say what a sentence may repeat.
  let contextStems: Set<String>
  /// Fields that are called as the rows are.
  private let named: Set<Int>

  /// A value of a field.
  struct Place: Hashable, Sendable {
    var field: Int
    var value: Int
  }

  /// A name of a field as words; what stands in brackets need not be said.
  struct FieldWords: Hashable, Sendable {
    var words: [String]
    var isOptional: [Bool]

    /// The words before "by", which begins what a name adds to tell it from others.
    var main: Range<Int> { 0..<(words.dropFirst().firstIndex(of: "by") ?? words.count) }
    /// Without what the number is for: "Prix" of "Prix au kilo".
    var measured: ArraySlice<String> {
      words[..<(words.dropFirst().firstIndex { Self.per.contains($0) } ?? words.count)]
    }

    private static let per: Set<String> = ["per", "pro", "je", "par", "au", "por", "al", "a"]
  }

  /// Values that are indexed at most, in all fields.
  static let maximumValues = 200_000
  /// Words of a value that are looked at.
  private static let maximumWords = 24

  public init(_ offer: Offer) {
    self.offer = offer
    fieldWords = offer.fields.map { field in field.names.map(Self.fieldWords) }
    short = Set(
      offer.fields.indices.filter { field in
        let values = offer.fields[field].values.prefix(200)
        return values.reduce(0) { $0 + $1.utf8.count } <= 48 * max(1, values.count)
      })
    titles = Set(
      offer.fields.indices.filter { field in
        let values = offer.fields[field].values.prefix(200)
        return values.reduce(0) { $0 + $1.utf8.count } <= 120 * max(1, values.count)
      })
    let english = Stemmer("english")
    contextStems = Set(offer.context.flatMap { Piece.words($0).map(english.stem) })
    let names = Set(offer.name.flatMap { Piece.words($0).map(english.stem) })
    let words = fieldWords
    named = Set(
      words.indices.filter { field in
        offer.fields[field].kind == .text
          && words[field].contains {
            $0.words.count == 1 && names.contains(english.stem($0.words[0]))
          }
      })
    var left = Self.maximumValues
    for (number, field) in offer.fields.enumerated() {
      // "club-calendar-7" is said as a whole or not at all.
      let isIdentifier = FieldName(field.id).isIdentifier
      for (place, value) in field.values.prefix(left).enumerated() {
        add(value, Place(field: number, value: place), inParts: !isIdentifier)
      }
      left -= min(left, field.values.count)
      for (name, value) in field.aliases {
        guard let place = field.values.firstIndex(of: value) else { continue }
        add(name, Place(field: number, value: place))
      }
    }
  }

  private mutating func add(_ value: String, _ place: Place, inParts: Bool = true) {
    let words = Piece.words(value.prefix(300)).prefix(Self.maximumWords)
    guard let first = words.first else { return }
    whole[words.joined(separator: " "), default: []].append(place)
    longest[first] = max(longest[first] ?? 0, words.count)
    guard inParts, words.count > 1 else { return }
    for word in Set(words) where word.count > 1 { parts[word, default: []].append(place) }
  }

  private static func fieldWords(_ name: String) -> FieldWords {
    var words: [String] = []
    var isOptional: [Bool] = []
    var depth = 0
    var run = ""
    func flush() {
      for word in Piece.words(run) {
        words.append(word)
        isOptional.append(depth > 0 || Self.small.contains(word))
      }
      run = ""
    }
    var last: Character = " "
    for character in name {
      if character == "(" || character == "[" {
        flush()
        depth += 1
      } else if character == ")" || character == "]" {
        flush()
        depth = max(0, depth - 1)
      } else {
        if character.isUppercase, last.isLowercase { run += " " }
        run.append(character == "_" ? " " : character)
      }
      last = character
    }
    flush()
    if isOptional.allSatisfy({ $0 }) { isOptional = isOptional.map { _ in false } }
    return FieldWords(words: words, isOptional: isOptional)
  }

  /// Words of names that need not be said.
  private static let small: Set<String> = [
    "of", "the", "in", "a", "per", "de", "la", "der", "die", "du", "no", "nr", "at", "on",
  ]

  // MARK: Looking up

  /// Values that are exactly the words from `place` on, the longest first.
  func values(_ words: [String], at place: Int) -> [(length: Int, places: [Place])] {
    guard let most = longest[words[place]] else { return [] }
    var found: [(length: Int, places: [Place])] = []
    for length in stride(from: min(most, words.count - place), to: 0, by: -1) {
      if let places = whole[words[place..<(place + length)].joined(separator: " ")] {
        found.append((length, places))
      }
    }
    return found
  }

  /// Are the values of a field names rather than texts?
  func isShort(_ field: Int) -> Bool { short.contains(field) }

  /// Are the values of a field at most as long as headlines?
  func isTitle(_ field: Int) -> Bool { titles.contains(field) }

  func isWhole(_ words: [String]) -> Bool { whole[words.joined(separator: " ")] != nil }

  /// Values that hold a run of words, at most a few hundred.
  func holding(_ words: ArraySlice<String>) -> [Place] {
    guard let rarest = words.min(by: { (parts[$0]?.count ?? 0) < (parts[$1]?.count ?? 0) }),
      let places = parts[rarest]
    else { return [] }
    let wanted = " " + words.joined(separator: " ") + " "
    return places.prefix(300).filter { place in
      let value = offer.fields[place.field].values[place.value]
      return (" " + Piece.words(value.prefix(300)).joined(separator: " ") + " ").contains(wanted)
    }
  }

  /// Is a field called as the rows are: `city` in a list of cities?
  func isNamed(_ field: Int) -> Bool { named.contains(field) }

  func value(_ place: Place) -> String { offer.fields[place.field].values[place.value] }

  func isPart(_ word: String) -> Bool { parts[word] != nil }

  /// Values of a field, of several words, that one word stands in.
  func count(of word: String, in field: Int) -> Int {
    parts[word]?.count { $0.field == field } ?? 0
  }

  /// The unit of a field, as it says itself or by its name: `weight_kg`.
  func measure(of field: Int) -> Measure? {
    if let unit = offer.fields[field].unit.flatMap({ Measure($0) }) { return unit }
    for name in fieldWords[field] {
      // "Preis (€/kg)" are euros, "weight_kg" are kilograms.
      let bracketed = zip(name.words, name.isOptional).filter(\.1).map(\.0)
      let isOne = name.words.count == 1
      let words = bracketed + name.measured.reversed().filter { !isOne || $0.count > 3 }
      if let measure = words.lazy.compactMap({ Measure($0) }).first { return measure }
    }
    return nil
  }
}
