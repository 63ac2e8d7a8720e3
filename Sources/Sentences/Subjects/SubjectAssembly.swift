import BlockModel

/// Puts the words of a sentence where they belong in one subject: first its name, then the values of its
/// parameters, then what may be passed over. What is left has no place.
struct SubjectAssembly {
  let subject: Subject
  let sentence: ReadSentence
  let pieces: [Piece]
  private(set) var words: [String]
  let today: (year: Int, month: Int, day: Int)
  /// The language of the sentence, and that of the name.
  let lexicons: [Lexicon]
  /// What its words are read with.
  let language: Lexicon
  /// Pieces that have their place.
  var used: [Bool]
  /// Pieces that the card answers anyway.
  private(set) var softPlaces: Set<Int> = []
  /// Pieces of the name.
  private(set) var name: Range<Int>
  private(set) var isWeak: Bool
  var reading = SubjectReading()

  /// - Parameter mayMistype: a name may be misspelt.
  /// - Returns: `nil` when nothing in the sentence names the subject.
  init?(
    _ subject: Subject, _ sentence: ReadSentence, today: (year: Int, month: Int, day: Int),
    _ stemmers: Stemmers, mayMistype: Bool
  ) {
    self.subject = subject
    self.sentence = sentence
    self.today = today
    pieces = Tokens.parted(sentence.pieces, subject)
    words = pieces.map(\.folded)
    used = Array(repeating: false, count: pieces.count)
    let names = SubjectNames(subject, sentence, pieces, stemmers)
    guard let found = names.first(mayMistype: mayMistype) else { return nil }
    name = found.range
    isWeak = found.isWeak
    reading.corrected = found.corrected
    let other = sentence.lexicons.all.first { $0.language == found.language }
    // A name that this language has another word for tells that the sentence is in the other one.
    let isOther = subject.names.contains {
      $0.language == sentence.lexicon.language && !$0.isWeak && !found.isWeak
    }
    let both = [sentence.lexicon] + (other.map { [$0] } ?? [])
    lexicons = isOther && found.language != sentence.lexicon.language ? both.reversed() : both
    language = lexicons[0]
    for range in names.all + [found.range] {
      for place in range { used[place] = true }
    }
    // A value that is the name itself is read by its parameter.
    if found.isValue {
      for place in name { used[place] = false }
      if let corrected = found.corrected { words[name.lowerBound] = corrected.word }
    }
    assemble()
  }

  private mutating func assemble() {
    takeSoft()
    for param in subject.params { read(param) }
    readCount()
    if let address = sentence.addresses.first, let param = subject.addressParam {
      reading.values[param] = .string(address)
    }
    reading.placed = Set(pieces.indices.filter { used[$0] && !softPlaces.contains($0) })
    readLeftovers()
    reading.isWeak = isWeak
    reading.named = name.count
    if reading.ask == nil { reading.ask = missing }
  }

  private mutating func read(_ param: SubjectParam) {
    switch param.kind {
    case .text, .place: readText(param)
    case .rest: readRest(param)
    case .date: readDate(param)
    case .number: readNumber(param)
    case .choice: readChoice(param)
    case .clocks: readClocks(param)
    case .country: readCountry(param)
    }
  }

  /// What a parameter needs and the sentence does not say.
  private var missing: String? {
    for param in subject.params {
      guard let ask = param.ask, reading.values[param.name] == nil, reading.clocks.isEmpty else {
        continue
      }
      if param.isNeeded || !reading.doubts.isEmpty { return ask }
    }
    return nil
  }

  // MARK: Words

  /// The meanings of the words at a place in either language; the longest first.
  func meanings(_ place: Int) -> [(length: Int, meaning: WordMeaning)] {
    guard pieces.indices.contains(place), pieces[place].quote == nil else { return [] }
    return lexicons.enumerated().flatMap { number, lexicon in
      let spelled = lexicon.spelled(pieces[place].text, folded: words[place])
      return lexicon.meanings(of: words, at: place).filter { found in
        (found.length > 1 || spelled.map { $0.contains(found.meaning) } ?? true)
          // Of the other language only what joins words is taken.
          && (number == 0 || Self.joins(found.meaning))
      }
    }.sorted { $0.length > $1.length }
  }

  private static func joins(_ meaning: WordMeaning) -> Bool {
    switch meaning {
    case .preposition, .article, .copula, .filler, .and, .question, .contains: true
    default: false
    }
  }

  func isFree(_ place: Int) -> Bool { pieces.indices.contains(place) && !used[place] }

  mutating func take(_ range: Range<Int>) { for place in range { used[place] = true } }

  /// Words the card answers anyway.
  private mutating func takeSoft() {
    for phrase in subject.soft {
      for place in pieces.indices where isThere(phrase, at: place) {
        take(place..<(place + phrase.count))
        softPlaces.formUnion(place..<(place + phrase.count))
      }
    }
    // What a card of today says is today's, however that is spelt: "todays", "heutige".
    guard subject.soft.contains(["today"]) else { return }
    for place in pieces.indices where isFree(place) {
      for (length, meaning) in meanings(place)
      where meaning == .base(.today, 0, .days)
        && (place..<(place + length)).allSatisfy({ !used[$0] })
      {
        take(place..<(place + length))
        softPlaces.formUnion(place..<(place + length))
        break
      }
    }
  }

  /// Do free pieces from a place on read like this?
  func isThere(_ phrase: [String], at place: Int) -> Bool {
    place + phrase.count <= words.count
      && words[place..<(place + phrase.count)].elementsEqual(phrase)
      && (place..<(place + phrase.count)).allSatisfy { !used[$0] }
  }

  /// Words that say nothing of their own at a place: how many of them, 0 when there are none.
  func passed(_ place: Int) -> Int {
    for (length, meaning) in meanings(place)
    where (place..<(place + length)).allSatisfy({ !used[$0] }) {
      switch meaning {
      case .filler, .article, .generic, .preposition, .clause, .and, .copula, .soft, .verb, .only,
        .columns, .named, .present, .at, .contains:
        return length
      case .question(let kind) where kind != .count && kind != .amount && kind != .person:
        return length
      case .asked: return length
      case .view(.list): return length
      case .newest where subject.isNewest: return length
      case .top where !subject.rows.isEmpty: return length
      default: continue
      }
    }
    return 0
  }

  /// A word for what the subject's rows are.
  func isRow(_ place: Int) -> Bool {
    guard !subject.rows.isEmpty else { return false }
    let word = words[place]
    if subject.rows.contains(word) { return true }
    return sentence.lexicons.all.contains { lexicon in
      lexicon.rows[word]?.contains { subject.rows.contains($0) } ?? false
    }
  }

  /// "as a table": another view than the card has. "history" alone asks for something.
  private func isView(_ place: Int) -> Bool {
    var before = place - 1
    while before >= 0, meanings(before).contains(where: { $0.meaning == .article }) { before -= 1 }
    guard before >= 0, meanings(before).contains(where: { $0.meaning == .preposition }) else {
      return false
    }
    return meanings(place).contains { if case .view = $0.meaning { true } else { false } }
  }

  // MARK: Leftovers

  /// Pieces without a place, in runs: words that say nothing may stand between them.
  private var leftovers: [(places: [Int], isAddition: Bool)] {
    var runs: [(places: [Int], isAddition: Bool)] = []
    var isOpen = false
    var isAddition = false
    var place = 0
    while place < pieces.count {
      if used[place] || isRow(place) {
        (isOpen, isAddition) = (false, false)
        place += 1
        continue
      }
      let length = passed(place)
      if length > 0 {
        let isClause = meanings(place).contains { $0.meaning == .clause && $0.length == length }
        if isClause { (isOpen, isAddition) = (false, true) }
        place += length
        continue
      }
      if isOpen {
        runs[runs.count - 1].places.append(place)
      } else {
        runs.append(([place], isAddition))
      }
      isOpen = !pieces[place].isLast
      place += 1
    }
    return runs
  }

  /// What has no place: told when it only adds to the card, else a doubt.
  private mutating func readLeftovers() {
    let runs = leftovers
    for (places, isAddition) in runs {
      let text = pieces[places[0]...places[places.count - 1]].typed
      let isView = places.count == 1 && isView(places[0])
      let isPlain = places.allSatisfy { place in
        !pieces[place].isNumber && meanings(place).isEmpty && pieces[place].quote == nil
      }
      // With an address, what is left over is more likely about what stands there.
      let isExtra = isAddition && isPlain && places.count <= 3 && subject.addressParam == nil
      if isView || isExtra {
        reading.unused.append(text)
      } else {
        reading.doubts.append(text)
      }
    }
    let left = Set(runs.flatMap(\.places))
    var rest = pieces.indices.filter { !left.contains($0) }
    // "weather in Oslo on": what joined the words that are gone goes with them.
    while let last = rest.last, !used[last] || softPlaces.contains(last), isJoint(last) {
      rest.removeLast()
    }
    while let first = rest.first, !used[first], isJoint(first) { rest.removeFirst() }
    reading.rest = rest.map { pieces[$0] }.typed
  }

  /// A word that only joins what stands beside it.
  private func isJoint(_ place: Int) -> Bool {
    let all = lexicons.flatMap { $0.meanings(of: words, at: place) }.filter { $0.length == 1 }
    return !all.isEmpty
      && all.contains { found in
        switch found.meaning {
        case .preposition, .article, .and, .or, .clause, .copula, .since, .until, .without: true
        default: false
        }
      }
  }
}
