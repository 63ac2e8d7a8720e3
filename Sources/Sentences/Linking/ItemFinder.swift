import BlockModel

/// Finds every meaning that words of a sentence can have over one offer.
struct ItemFinder {
  let pieces: [Piece]
  let words: [String]
  let index: OfferIndex
  let lexicon: Lexicon
  let today: (year: Int, month: Int, day: Int)
  private let stems: [Set<String>]
  private let fieldStems: [[[Set<String>]]]
  private let nameStems: Set<String>
  private let ownStems: Set<String>
  private let stemmers: [Stemmer]
  /// Values of fields with few of them, by the stems of their words.
  private var stemmed: [String: [OfferIndex.Place]] = [:]
  /// "is web-3 online?": the flag is asked for.
  private let isYesNo: Bool

  init(
    _ pieces: [Piece], index: OfferIndex, lexicon: Lexicon,
    today: (year: Int, month: Int, day: Int)
  ) {
    self.pieces = pieces
    self.index = index
    self.lexicon = lexicon
    self.today = today
    words = pieces.map(\.folded)
    let stemmers =
      [Stemmer(lexicon.stemmer)] + (lexicon.stemmer == "english" ? [] : [Stemmer("english")])
    self.stemmers = stemmers
    func stems(_ word: String) -> Set<String> {
      Set([word] + stemmers.map { $0.stem(word) })
    }
    self.stems = words.map(stems)
    fieldStems = index.fieldWords.map { names in names.map { $0.words.map(stems) } }
    isYesNo =
      pieces.first.map { first in
        lexicon.contains(first.folded, .asks)
          && lexicon.spelled(first.text, folded: first.folded)?.contains(.copula) ?? true
      } ?? false
    for (number, field) in index.offer.fields.enumerated()
    where field.kind == .text && field.values.count <= Self.fewValues {
      for (place, value) in field.values.enumerated() where value.utf8.count <= 60 {
        let words = Piece.words(value)
        guard (1...4).contains(words.count), words.contains(where: { !$0.allSatisfy(\.isNumber) })
        else { continue }
        let key = words.map { stemmers[0].stem($0) }.joined(separator: " ")
        stemmed[key, default: []].append(OfferIndex.Place(field: number, value: place))
      }
    }
    ownStems = Set(index.offer.name.flatMap { Piece.words($0).flatMap(stems) })
    var names: Set<String> = []
    for name in index.offer.name {
      for word in Piece.words(name) {
        names.formUnion(stems(word))
        for stem in stems(word) {
          for other in lexicon.rows[stem] ?? [] { names.formUnion(stems(other)) }
        }
      }
    }
    nameStems = names
    fieldPieces = Set(pieces.indices.filter { !fields(at: $0).isEmpty })
    knownPieces = Set(pieces.indices.filter { !held(at: $0).isEmpty })
  }

  /// Pieces that some field may be meant by.
  private(set) var fieldPieces: Set<Int> = []
  /// Pieces that stand in values of the source.
  private(set) var knownPieces: Set<Int> = []

  /// Fields with at most so many values are compared by stems, and for near names.
  private static let fewValues = 100

  /// The items that begin at a piece; words without any meaning are ``Item/Kind/unknown``.
  func items(at place: Int) -> [Item] {
    var items = values(at: place) + fields(at: place) + numbers(at: place)
    if pieces[place].quote == nil { items += inflected(at: place) }
    if pieces[place].quote == nil {
      items += functions(at: place)
      if let time = TimeReading(pieces, at: place, lexicon, today: today) {
        items.append(Item(range: place..<(place + time.length), kind: .span(time.span), cost: 0))
      }
      if !stems[place].isDisjoint(with: nameStems) {
        // What the source calls its rows is surer than what else they are called.
        let isOwn = !stems[place].isDisjoint(with: ownStems)
        // "población" is a town, and the people of one.
        let isField = !isOwn && fieldPieces.contains(place)
        items.append(
          Item(
            range: place..<(place + 1), kind: .subject,
            cost: isOwn ? 0.02 : isField ? 0.14 : 0.04))
      }
    }
    if pieces[place].quote == nil, !stems[place].isDisjoint(with: index.contextStems) {
      items.append(Item(range: place..<(place + 1), kind: .word(.filler), cost: 0.2))
    }
    if pieces[place].quote == nil, isCompound(words[place]) {
      items.append(Item(range: place..<(place + 1), kind: .subject, cost: 0.1))
    }
    items += held(at: place)
    let isKnown = items.contains { $0.range.lowerBound == place && $0.cost < 0.5 }
    if !isKnown, pieces[place].quote == nil { items += near(at: place) }
    items.append(Item(range: place..<(place + 1), kind: .unknown, cost: 0.5))
    return items
  }

  /// "Ruderclubs", "schoolagenda": words of the name of the rows written as one with what rows are called.
  private func isCompound(_ word: String) -> Bool {
    guard !lexicon.prefixes.isEmpty, word.count >= 8 else { return false }
    return ownStems.contains { head in
      guard head.count >= 4, word.hasPrefix(head), word.count > head.count + 2 else { return false }
      var rest = word.dropFirst(head.count)
      if rest.hasPrefix("s") || rest.hasPrefix("n"), lexicon.rows[String(rest)] == nil {
        rest = rest.dropFirst()
      }
      let tail = String(rest)
      return lexicon.rows[tail] != nil || lexicon.rows[stemmers[0].stem(tail)] != nil
        || lexicon.meanings(of: [tail], at: 0).contains { $0.meaning == .generic }
    }
  }

  private func functions(at place: Int) -> [Item] {
    let meanings = lexicon.meanings(of: words, at: place)
    var strong: Set<Int> = []
    for (length, meaning) in meanings {
      switch meaning {
      case .filler, .article, .preposition, .copula, .clause, .generic, .verb, .soft, .vague,
        .range, .until, .since, .and, .or:
        continue
      default: strong.insert(length)
      }
    }
    let isSeveral = meanings.contains { $0.meaning == .several }
    // "e" is not "è".
    let spelled = lexicon.spelled(pieces[place].text, folded: words[place])
    return meanings.compactMap { length, meaning -> Item? in
      if length == 1, let spelled, !spelled.contains(meaning) { return nil }
      // "m" of "200 m" belongs to its number.
      switch meaning {
      case .scale, .measure, .month, .number, .unit, .pace, .times, .other, .half, .at, .clock,
        .weekday, .partOfDay:
        return nil
      case .every: return Item(range: place..<(place + length), kind: .word(.filler), cost: 0.05)
      case .clause where place == 0 && length == 1:
        return Item(range: place..<(place + length), kind: .word(meaning), cost: 0.3)
      // "when does it end": where the source says so, a field is meant.
      case .verb:
        return Item(
          range: place..<(place + length), kind: .word(meaning),
          cost: length == 1 && fieldPieces.contains(place) ? 0.2 : 0.06)
      case .vague, .soft:
        // "Valente elections": somebody is called so.
        let isName = length == 1 && (index.isPart(words[place]) || index.isWhole([words[place]]))
        return Item(
          range: place..<(place + length), kind: .word(meaning), cost: isName ? 0.5 : 0.05)
      // What begins another wish is nothing less.
      case .and where isSeveral: return nil
      case .clause where isSeveral: return nil
      case .behind where isSeveral: return nil
      case .title:
        return Item(
          range: place..<(place + length), kind: .word(meaning),
          cost: fieldPieces.contains(place) ? 0.2 : 0.1)
      case .several: return Item(range: place..<(place + length), kind: .word(meaning), cost: -0.1)
      // "ended in a draw"
      case .view where length == 1 && index.isWhole([words[place]]):
        return Item(range: place..<(place + length), kind: .word(meaning), cost: 0.1)
      // "how old" names a field; see ``fields(at:)``.
      case .asked: return nil
      // "league table" names the rows.
      case .view
      where length == 1 && place > 0 && !stems[place].isDisjoint(with: nameStems)
        && !stems[place - 1].isDisjoint(with: nameStems):
        return nil
      // "where" and its like ask at the head of a phrase, and tie clauses elsewhere.
      case .question(let kind)
      where kind != .thing && kind != .count && place > 0 && !pieces[place - 1].isLast:
        return Item(range: place..<(place + length), kind: .word(meaning), cost: 0.15)
      // "paid by card"
      case .filler where length == 1 && lexicon.contains(words[place], .block) && isMeans(place):
        return nil
      case .filler, .article, .preposition, .copula, .clause, .and, .or, .generic:
        // "by" orders and groups, where it can.
        let isTime = meanings.contains {
          $0.length == length && ($0.meaning == .since || $0.meaning == .until)
        }
        return Item(
          range: place..<(place + length), kind: .word(meaning),
          cost: strong.contains(length) ? 0.15 : isTime && meaning == .preposition ? 0.06 : 0.01)
      default:
        return Item(range: place..<(place + length), kind: .word(meaning), cost: 0)
      }
    }
  }

  private func numbers(at place: Int) -> [Item] {
    NumberReading(pieces, at: place, lexicon).map {
      [Item(range: place..<(place + $0.length), kind: .number($0), cost: 0.02)]
    } ?? []
  }

  // MARK: Values

  private func values(at place: Int) -> [Item] {
    index.values(words, at: place).compactMap { length, places in
      let range = place..<(place + length)
      guard isWhole(range) else { return nil }
      let isSmall =
        length == 1
        && lexicon.meanings(of: words, at: place).contains { found in
          switch found.meaning {
          case .filler, .article, .preposition, .and, .or, .copula, .clause, .negation: true
          default: false
          }
        }
      let isBareNumber = length == 1 && pieces[place].isNumber
      // "the 3 biggest", "last 5 orders" count.
      let isCount = isBareNumber && (isOrdering(place - 1) || isOrdering(place + 1))
      return Item(
        range: range, kind: .value(places),
        cost: pieces[place].quote != nil
          ? 0 : isSmall ? 0.4 : isCount ? 0.2 : isBareNumber ? 0.06 : 0)
    }
  }

  /// Does "by" or "with" stand right before?
  private func isMeans(_ place: Int) -> Bool {
    place > 1
      && (lexicon.contains(words[place - 1], .by)
        || lexicon.meanings(of: words, at: place - 1).contains {
          $0.length == 1 && $0.meaning == .clause
        })
  }

  /// Does a word say which rows come first?
  private func isOrdering(_ place: Int) -> Bool {
    guard pieces.indices.contains(place) else { return false }
    return lexicon.meanings(of: words, at: place).contains { found in
      switch found.meaning {
      case .superlative, .newest, .top, .only, .firstly: true
      default: false
      }
    }
  }

  /// Values in another form: "goalkeepers" for `goalkeeper`.
  private func inflected(at place: Int) -> [Item] {
    var items: [Item] = []
    var key = ""
    for end in (place + 1)...min(place + 4, pieces.count) {
      key += (key.isEmpty ? "" : " ") + stemmers[0].stem(words[end - 1])
      // Snowball knows no plurals of words from elsewhere: "lofts" in Portuguese.
      let isLoan = end == place + 1 && words[place].count > 3 && words[place].hasSuffix("s")
      let loan = isLoan ? stemmed[stemmers[0].stem(String(words[place].dropLast()))] : nil
      if let places = stemmed[key] ?? loan, words[place].count > 2 {
        // Where the rows are not called so, the value is meant.
        let isRows = end == place + 1 && !stems[place].isDisjoint(with: ownStems)
        let isOther = end == place + 1 && !isRows && !stems[place].isDisjoint(with: nameStems)
        items.append(Item(range: place..<end, kind: .value(places), cost: isOther ? -0.05 : 0.16))
      }
      if pieces[end - 1].isLast { break }
    }
    return items
  }

  /// Names of fields and of values that a word may be a misspelling of.
  private func near(at place: Int) -> [Item] {
    let word = words[place]
    guard word.count >= 5, word.allSatisfy(\.isLetter) else { return [] }
    var items: [Item] = []
    func isNear(_ other: String) -> Bool {
      other.count >= 5 && other != word && abs(other.count - word.count) <= 1
        && NearName.distance(between: word, and: other) <= (word.count >= 8 ? 2 : 1)
    }
    for (number, names) in index.fieldWords.enumerated()
    where names.contains(where: { $0.words.count == 1 && isNear($0.words[0]) }) {
      items.append(Item(range: place..<(place + 1), kind: .field(number), cost: 0.2))
    }
    if nameStems.contains(where: isNear) {
      items.append(Item(range: place..<(place + 1), kind: .subject, cost: 0.2))
    }
    for (number, field) in index.offer.fields.enumerated()
    where field.kind == .text && field.values.count <= Self.fewValues {
      for (at, value) in field.values.enumerated() where isNear(Folding.fold(value)) {
        items.append(
          Item(
            range: place..<(place + 1),
            kind: .value([OfferIndex.Place(field: number, value: at)]), cost: 0.25))
      }
    }
    return items
  }

  /// A value does not begin or end inside of a number or a quotation.
  private func isWhole(_ range: Range<Int>) -> Bool {
    let first = pieces[range.lowerBound]
    if first.isNumber, first.isJoined, [".", ","].contains(first.before) { return false }
    guard range.upperBound < pieces.count else { return true }
    let next = pieces[range.upperBound]
    return
      !(next.isJoined && next.isNumber && [".", ","].contains(next.before)
      && pieces[range.upperBound - 1].isNumber)
  }

  /// Words that stand inside of texts: a part of a value that stands for it, or a mention.
  private func held(at place: Int) -> [Item] {
    let isQuoted = pieces[place].quote != nil
    if !isQuoted, words[place].count > 3, words[place].hasSuffix("s"), !index.isPart(words[place]),
      stems[place].isDisjoint(with: nameStems)
    {
      // "trainings": texts that hold "training".
      let singular = String(words[place].dropLast())
      let fields = Set(
        index.holding([singular]).map(\.field).filter {
          index.offer.fields[$0].kind == .text && ($0 == index.offer.identity || index.isShort($0))
        })
      return fields.isEmpty
        ? []
        : [Item(range: place..<(place + 1), kind: .holds(fields.sorted(), singular), cost: 0.25)]
    }
    guard isQuoted || (words[place].count > 2 && index.isPart(words[place])) else { return [] }
    if isQuoted, place > 0, pieces[place - 1].quote == pieces[place].quote { return [] }
    var items: [Item] = []
    var end = place + 1
    if isQuoted { while end < pieces.count, pieces[end].quote == pieces[place].quote { end += 1 } }
    var longest: Item?
    for end in isQuoted ? end...end : end...min(place + 8, pieces.count) {
      guard isQuoted || (place..<(end - 1)).allSatisfy({ !pieces[$0].isLast }) else { break }
      let places = index.holding(words[place..<end])
      guard !places.isEmpty else { break }
      let texts = places.filter { index.offer.fields[$0.field].kind == .text }
      guard !texts.isEmpty else { continue }
      var fields = Set(texts.map(\.field)).sorted()
      if !isQuoted, !isAsked(place) {
        // A word in a long text is a mention only where it is said so.
        fields = fields.filter {
          index.isShort($0) || $0 == index.offer.identity && index.isTitle($0)
        }
        if fields.isEmpty { continue }
      }
      let isFunction =
        end == place + 1 && !isQuoted
        && !lexicon.meanings(of: words, at: place).isEmpty
      // A part that only one value has, and most of it, stands for the value.
      let values = Set(texts.map { index.value($0) })
      if values.count == 1, let value = values.first,
        2 * (end - place) >= Piece.words(value).count
      {
        // One small word is more often a description than a name.
        let isSmall =
          end == place + 1 && !isQuoted && pieces[place].text.first?.isLowercase ?? false
        longest = Item(
          range: place..<end, kind: .value(texts), cost: isFunction ? 0.6 : isSmall ? 0.42 : 0.22)
      } else {
        longest = Item(
          range: place..<end, kind: .holds(fields, text(place..<end)),
          cost: isQuoted ? 0.05 : isFunction ? 0.7 : 0.35)
      }
    }
    if let longest { items.append(longest) }
    if isQuoted, longest == nil {
      let fields = index.offer.fields.indices.filter { index.offer.fields[$0].kind == .text }
      items.append(Item(range: place..<end, kind: .holds(fields, text(place..<end)), cost: 0.3))
    }
    return items
  }

  /// Is a mention asked for: "about", "containing", or a field in front?
  private func isAsked(_ place: Int) -> Bool {
    (max(0, place - 4)..<max(0, place)).contains { near in
      fieldPieces.contains(near)
        || lexicon.meanings(of: words, at: near).contains { $0.meaning == .contains }
    }
  }

  /// As it was typed.
  private func text(_ range: Range<Int>) -> String {
    var text = ""
    for piece in pieces[range] {
      if !text.isEmpty { text += piece.isJoined ? piece.before : " " }
      text += piece.text
    }
    return text
  }

  // MARK: Fields

  private func fields(at place: Int) -> [Item] {
    guard pieces[place].quote == nil else { return [] }
    var items: [Item] = []
    for (length, meaning) in lexicon.meanings(of: words, at: place) {
      guard case .asked(let wanted) = meaning,
        let field = wanted.lazy.compactMap({ name in
          index.fieldWords.indices.first { number in
            index.fieldWords[number].contains { $0.words.contains(name) }
          }
        }).first
      else { continue }
      items.append(Item(range: place..<(place + length), kind: .field(field), cost: 0.02))
    }
    for (number, names) in fieldStems.enumerated() {
      var best: [Int: Double] = [:]
      for (name, words) in zip(index.fieldWords[number], names) {
        for (end, found) in match(words, name, at: place) {
          // A flag that is named is a condition, unless it is asked for.
          let cost = found + (index.offer.fields[number].kind == .flag && !isYesNo ? 0.2 : 0)
          best[end] = min(best[end] ?? .infinity, cost)
        }
      }
      for (end, cost) in best {
        items.append(Item(range: place..<end, kind: .field(number), cost: cost))
        // "due date"
        if index.offer.fields[number].kind == .time, end < pieces.count, !pieces[end - 1].isLast,
          lexicon.contains(words[end], .dateWords), best[end + 1] == nil
        {
          items.append(Item(range: place..<(end + 1), kind: .field(number), cost: cost + 0.01))
        }
      }
      // "film names": what tells the rows apart.
      if number == index.offer.identity, best[place + 1] == nil,
        lexicon.meanings(of: words, at: place).contains(where: {
          $0.meaning == .title && $0.length == 1
        })
      {
        items.append(Item(range: place..<(place + 1), kind: .field(number), cost: 0.06))
      }
      items += flags(number, at: place)
    }
    return items
  }

  /// How far and how well the words from `place` on name a field.
  private func match(
    _ wanted: [Set<String>], _ name: OfferIndex.FieldWords, at place: Int
  ) -> [(end: Int, cost: Double)] {
    guard !wanted.isEmpty else { return [] }
    if wanted.count > 1,
      lexicon.synonyms[words[place]]?.contains(name.words.joined(separator: " ")) ?? false
    {
      return [(place + 1, 0.08)]
    }
    var left = Set(wanted.indices)
    var found: [(end: Int, cost: Double)] = []
    var position = place
    var synonyms = 0.0
    while position < pieces.count, position - place < 10 {
      if position > place, pieces[position - 1].isLast, !pieces[position].isJoined { break }
      if let hit = left.filter({ !wanted[$0].isDisjoint(with: stems[position]) }).min() {
        left.remove(hit)
      } else if let (hit, rank) = synonym(position, name.words, left) {
        left.remove(hit)
        synonyms += 0.08 + 0.02 * Double(min(rank, 3))
      } else if position > place, isGap(position) {
        position += 1
        continue
      } else {
        break
      }
      position += 1
      let needed = name.isOptional.count { !$0 }
      let missing = left.count { !name.isOptional[$0] }
      guard missing < needed || needed == 0 else { continue }
      let optional = left.count - missing
      let share = Double(missing) / Double(max(needed, 1))
      let cost =
        missing == 0 ? 0.01 * Double(optional) : 0.12 + 0.3 * share
      found.append((position, cost + synonyms))
      if left.isEmpty { break }
    }
    return found
  }

  /// May stand between two words of a name: "date of birth".
  private func isGap(_ place: Int) -> Bool {
    lexicon.contains(words[place], .gaps)
  }

  /// The word of a name that a piece stands for, and how far back it is among those it may stand for.
  private func synonym(
    _ place: Int, _ names: [String], _ left: Set<Int>
  ) -> (hit: Int, rank: Int)? {
    for word in [words[place]] + stems[place].sorted() {
      guard let known = lexicon.synonyms[word] else { continue }
      let found = left.compactMap { at in known.firstIndex(of: names[at]).map { (at, $0) } }
      if let best = found.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }) { return best }
    }
    return nil
  }

  /// A field of flags by its name or by the opposite of it.
  private func flags(_ number: Int, at place: Int) -> [Item] {
    guard index.offer.fields[number].kind == .flag else { return [] }
    var items: [Item] = []
    for name in index.fieldWords[number] {
      let words = name.words.filter { !["is", "has", "was"].contains($0) }
      guard !words.isEmpty else { continue }
      let end = place + words.count
      if end <= pieces.count,
        zip(place..<end, words).allSatisfy({ position, word in
          stems[position].contains(word)
            || stemmers.contains { stems[position].contains($0.stem(word)) }
        })
      {
        items.append(
          Item(range: place..<end, kind: .flag(number, true), cost: isYesNo ? 0.2 : 0.01))
      }
      let key = words.joined(separator: " ")
      for (others, isSet) in [(lexicon.flags[key], true), (lexicon.opposites[key], false)] {
        for other in (others ?? []).map({ Piece.words($0) }) {
          let end = place + other.count
          if end <= pieces.count, self.words[place..<end].elementsEqual(other) {
            if isYesNo { items.append(Item(range: place..<end, kind: .field(number), cost: 0.02)) }
            items.append(
              Item(range: place..<end, kind: .flag(number, isSet), cost: isYesNo ? 0.2 : 0.01))
          }
        }
      }
    }
    return items
  }
}
