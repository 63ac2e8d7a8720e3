/// The order that a sentence says in so many words, read without a source: "cheapest first",
/// "sortiert nach Preis absteigend", "les 3 plus chers".
public struct SaidOrder: Hashable, Sendable {
  /// Words of which one may name the field, folded; the best guess first. Empty for an order by time.
  public var fields: [Set<String>]
  /// Words behind "by", which may name the field, too.
  public var others: Set<String> = []
  public var isDescending: Bool
  /// By the moment of the row.
  public var isByTime = false
  /// A measure is meant, "lightest", and not only a field that the sentence names.
  public var isOfMeasure = false
  /// It says so in words for an order, "first" or "sorted", and does not only choose.
  public var isPlain = false
}

extension ReadSentence {
  /// `nil` when the sentence says no order, or several.
  public var saidOrder: SaidOrder? { OrderWords(pieces, lexicon).order }

  /// How many of the first are asked for: "the 2 most expensive", "die 3 neuesten".
  public var rankedCount: Int? {
    pieces.indices.lazy.compactMap { place -> Int? in
      guard let number = NumberReading(pieces, at: place, lexicon), number.measure == nil,
        !pieces[place + number.length - 1].isLast,
        OrderWords.ranking(pieces, at: place + number.length, lexicon) != nil
      else { return nil }
      return Int(exactly: number.value)
    }.first
  }
}

/// The words for orders of a sentence.
private struct OrderWords {
  /// "cheapest", "newest".
  struct Ranking {
    var length: Int
    /// `nil` where the same word is said of either end: "fastest" of speeds and of minutes.
    var isDescending: Bool?
    /// Names of what is measured.
    var measures: [String]
    var isTime: Bool
    var place = 0
    /// The noun beside it.
    var noun: [String] = []
  }

  private let pieces: [Piece]
  private let words: [String]
  private let lexicon: Lexicon
  private var rankings: [Ranking] = []
  private var sort: (place: Int, field: [String])?
  private var direction: Bool?
  private var others: [String] = []
  private var isPlain = false

  init(_ pieces: [Piece], _ lexicon: Lexicon) {
    self.pieces = pieces
    self.lexicon = lexicon
    words = pieces.map(\.folded)
    var place = 0
    while place < pieces.count { place += read(place) }
  }

  var order: SaidOrder? {
    var named: [[String]] = []
    var isDescending = direction
    var ranking = rankings.first
    if let sort {
      // "sorted by price, highest first": what ranks behind says the direction.
      guard rankings.allSatisfy({ $0.place > sort.place }),
        rankings.count <= (direction == nil ? 1 : 0)
      else { return nil }
      // "nach Preis sortiert": the field stands before.
      named = [sort.field.isEmpty ? others : sort.field]
      isDescending = direction ?? ranking?.isDescending
    } else {
      guard rankings.count == 1 else { return nil }
      ranking = rankings[0]
      isDescending = rankings[0].isDescending
    }
    named += [ranking?.noun ?? []] + (ranking?.measures ?? []).map { [$0] }
    let isByTime = ranking?.isTime ?? false
    let fields = named.filter { !$0.isEmpty }.map(forms)
    guard let isDescending, isByTime || !fields.isEmpty else { return nil }
    return SaidOrder(
      fields: fields, others: Set(others.filter { $0.count > 2 }), isDescending: isDescending,
      isByTime: isByTime, isOfMeasure: ranking?.measures.isEmpty == false,
      isPlain: isPlain || sort != nil)
  }

  /// - Returns: how many pieces were read.
  private mutating func read(_ place: Int) -> Int {
    guard pieces[place].quote == nil else { return 1 }
    let found = lexicon.meanings(of: words, at: place)
    if var ranking = Self.ranking(pieces, at: place, lexicon) {
      // "los más | baratos" is "los | más baratos".
      let reachesOn = (1..<max(ranking.length, 1)).contains { offset in
        (Self.ranking(pieces, at: place + offset, lexicon)?.length ?? 0) + offset > ranking.length
      }
      if reachesOn { return 1 }
      ranking.place = place
      ranking.noun = noun(beside: place, ranking.length)
      rankings.append(ranking)
      // "newest first" is one phrase.
      let last = words[place + ranking.length - 1]
      if ranking.length > 1, means([last], 0, .firstly) { isPlain = true }
      return ranking.length
    }
    guard let length = found.first?.length else {
      if lexicon.contains(words[place], .by) { others += phrase(place + 1, maximum: 3) }
      return 1
    }
    for meaning in found.filter({ $0.length == length }).map(\.meaning) {
      switch meaning {
      case .firstly where !rankings.isEmpty: isPlain = true
      case .direction(let isDescending): direction = direction ?? isDescending
      case .sort where !lexicon.contains(words[place], .by) || length > 1:
        sort = sort ?? (place, phrase(place + length, maximum: 3))
      default: continue
      }
    }
    if length == 1, lexicon.contains(words[place], .by) {
      others += phrase(place + 1, maximum: 3)
    }
    return length
  }

  /// What ranks rows at a place; "top" alone only counts them.
  static func ranking(_ pieces: [Piece], at place: Int, _ lexicon: Lexicon) -> Ranking? {
    guard place < pieces.count, pieces[place].quote == nil else { return nil }
    let found = lexicon.meanings(of: pieces.map(\.folded), at: place)
    guard let length = found.first?.length else { return nil }
    var ranking = Ranking(length: length, isDescending: nil, measures: [], isTime: false)
    var directions: Set<Bool> = []
    for meaning in found.filter({ $0.length == length }).map(\.meaning) {
      switch meaning {
      case .top: return nil
      case .newest:
        directions.insert(true)
        ranking.isTime = true
      case .superlative(let isDescending, let fields, let isTime):
        directions.insert(isDescending)
        ranking.isTime = ranking.isTime || isTime
        if ranking.measures.isEmpty, !isTime {
          ranking.measures = fields.filter { !$0.hasPrefix("-") }
        }
      default: continue
      }
    }
    guard let first = directions.first else { return nil }
    ranking.isDescending = directions.count == 1 ? first : nil
    return ranking
  }

  // MARK: Nouns

  /// "highest income", "el precio más alto".
  private func noun(beside place: Int, _ length: Int) -> [String] {
    let end = place + length
    let behind = pieces[end - 1].isLast ? [] : phrase(end, maximum: 2)
    guard behind.isEmpty, lexicon.decimal == "," else { return behind }
    var before = place - 1
    while before > 0, !pieces[before].isLast, means(words, before, .article) { before -= 1 }
    guard before >= 0, !pieces[before].isLast, isNoun(before) else { return [] }
    return [words[before]]
  }

  /// The nouns from a place on, without articles.
  private func phrase(_ start: Int, maximum: Int) -> [String] {
    var nouns: [String] = []
    var place = start
    while place < pieces.count, nouns.count < maximum {
      if isNoun(place) {
        nouns.append(words[place])
      } else if !nouns.isEmpty || !means(words, place, .article) {
        break
      }
      if pieces[place].isLast { break }
      place += 1
    }
    return nouns
  }

  private func means(_ words: [String], _ place: Int, _ meaning: WordMeaning) -> Bool {
    lexicon.meanings(of: words, at: place).contains { $0.meaning == meaning }
  }

  /// It may name a field: it ties nothing together and says no order itself.
  private func isNoun(_ place: Int) -> Bool {
    guard !pieces[place].isNumber, words[place].first?.isLetter == true else { return false }
    return lexicon.meanings(of: words, at: place).allSatisfy { found in
      switch found.meaning {
      case .unit, .measure, .aggregate, .generic, .base, .title, .at, .named: true
      default: false
      }
    }
  }

  /// The words as they may stand in the name of a field, in the singular and the plural.
  private func forms(_ nouns: [String]) -> Set<String> {
    nouns.reduce(into: []) { forms, noun in
      forms.formUnion([noun, noun + "s", noun.count > 3 ? String(noun.dropLast()) : noun])
      forms.formUnion(lexicon.synonyms[noun] ?? [])
    }
  }
}
