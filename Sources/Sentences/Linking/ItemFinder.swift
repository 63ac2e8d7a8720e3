import BlockModel

/// Finds every meaning that words of a sentence can have over one offer.
struct ItemFinder {
  let pieces: [Piece]
  let words: [String]
  let index: OfferIndex
  let lexicon: Lexicon
  let today: (year: Int, month: Int, day: Int)
  let stems: [Set<String>]
  let fieldStems: [[[Set<String>]]]
  let nameStems: Set<String>
  let ownStems: Set<String>
  let stemmers: [Stemmer]
  /// Values of fields with few of them, by the stems of their words.
  var stemmed: [String: [OfferIndex.Place]] = [:]
  /// "is web-3 online?": the flag is asked for.
  let isYesNo: Bool

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
      var stems = Set([word] + stemmers.map { $0.stem(word) })
      // Snowball leaves "jeux" as it is.
      if lexicon.language == "fr", word.count > 3, word.hasSuffix("x") {
        stems.insert(String(word.dropLast()))
      }
      return stems
    }
    self.stems = words.map(stems)
    fieldStems = index.fieldWords.map { names in names.map { $0.words.map(stems) } }
    // Of one thing nothing is selected: "è aperta?" asks whether it is.
    isYesNo =
      index.offer.rowCount == 1
      || pieces.first.map { first in
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
    // "de" of "Campings de España" names nothing.
    func isTie(_ word: String) -> Bool {
      lexicon.meanings(of: [word], at: 0).contains { found in
        switch found.meaning {
        case .article, .preposition, .and, .or: true
        default: false
        }
      }
    }
    ownStems = Set(
      index.offer.name.flatMap { Piece.words($0).filter { !isTie($0) }.flatMap(stems) })
    var names: Set<String> = []
    for name in index.offer.name {
      for word in Piece.words(name) where !isTie(word) {
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
  static let fewValues = 100

  /// The items that begin at a piece; words without any meaning are ``Item/Kind/unknown``.
  func items(at place: Int) -> [Item] {
    var items = values(at: place) + fields(at: place) + numbers(at: place)
    if pieces[place].quote == nil { items += inflected(at: place) }
    if pieces[place].quote == nil {
      items += functions(at: place)
      if let bucket = bucket(at: place) { items.append(bucket) }
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
    // "bus times" of a page that is called so names no field.
    if isOwnName(at: place) {
      items.append(Item(range: place..<(place + 2), kind: .subject, cost: 0))
    }
    // A word of the address may be repeated; what names the rows does more.
    if pieces[place].quote == nil, !stems[place].isDisjoint(with: index.contextStems),
      stems[place].isDisjoint(with: nameStems)
    {
      items.append(Item(range: place..<(place + 1), kind: .word(.filler), cost: 0.2))
    }
    if pieces[place].quote == nil, isCompound(words[place]) {
      items.append(Item(range: place..<(place + 1), kind: .subject, cost: 0.1))
    }
    if pieces[place].quote == nil, isCommon(words[place]) {
      items.append(Item(range: place..<(place + 1), kind: .subject, cost: 0.1))
    }
    items += held(at: place)
    if pieces[place].quote == nil, !index.isWhole([words[place]]),
      let nationality = nationality(at: place)
    {
      items.append(nationality)
    }
    let isKnown = items.contains { $0.range.lowerBound == place && $0.cost < 0.5 }
    if !isKnown, pieces[place].quote == nil { items += near(at: place) }
    items.append(Item(range: place..<(place + 1), kind: .unknown, cost: 0.5))
    return items
  }

  /// "the next repair café": a word that stands in the names of most rows tells none apart.
  private func isCommon(_ word: String) -> Bool {
    guard let identity = index.offer.identity, word.count > 3, index.offer.rowCount > 3,
      index.isPart(word)
    else { return false }
    return 10 * index.count(of: word, in: identity)
      >= 6 * index.offer.fields[identity].values.count
  }

  /// "Ruderclubs", "schoolagenda": words of the name of the rows written as one with what rows are called.
  func isCompound(_ word: String) -> Bool {
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

  /// Two pieces that the source calls its rows together.
  private func isOwnName(at place: Int) -> Bool {
    place + 1 < pieces.count && !pieces[place].isLast && pieces[place].quote == nil
      && !fieldPieces.contains(place) && fieldPieces.contains(place + 1)
      && !stems[place].isDisjoint(with: ownStems) && !stems[place + 1].isDisjoint(with: ownStems)
  }

  /// Does a piece name a field of which several rows have the same value, whatever the rows are called?
  private func isRepeated(_ place: Int) -> Bool {
    fields(at: place).contains { item in
      guard case .field(let field) = item.kind else { return false }
      return index.offer.isRepeated(field)
    }
  }

  /// Does a piece name the field that tells the rows apart?
  private func isIdentity(_ place: Int) -> Bool {
    index.offer.identity.map { identity in
      fieldStems[identity].contains { $0.count == 1 && !$0[0].isDisjoint(with: stems[place]) }
    } ?? false
  }

  /// "how many a month", "quante al mese": an article or a preposition that says "per" behind a count.
  private func isRate(_ place: Int, _ length: Int) -> Bool {
    length == 1 && lexicon.contains(words[place], .rates)
      && (0..<place).contains { at in
        lexicon.meanings(of: words, at: at).contains { $0.meaning == .question(.count) }
      }
  }

  /// "per day", "by month", where the rows have times and no field of that name.
  private func bucket(at place: Int) -> Item? {
    guard index.offer.fields.contains(where: { $0.kind == .time }) else { return nil }
    for (length, meaning) in lexicon.meanings(of: words, at: place)
    where meaning == .per || meaning == .every || isRate(place, length) {
      let next = place + length
      guard next < pieces.count, !pieces[next - 1].isLast, !fieldPieces.contains(next) else {
        continue
      }
      if let found = lexicon.unit(of: words, at: next), let bucket = RowQuery.Bucket(found.unit) {
        return Item(range: place..<(next + found.length), kind: .bucket(bucket), cost: 0)
      }
    }
    return nil
  }

  func functions(at place: Int) -> [Item] {
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
    // "with the word new" is one phrase, whatever "word" says alone.
    let least =
      meanings.filter { $0.meaning == .contains && $0.length > 2 }.map(\.length).max() ?? 1
    return meanings.compactMap { length, meaning -> Item? in
      if length < least { return nil }
      if length == 1, let spelled, !spelled.contains(meaning) { return nil }
      // "most pitches first, name and price" says nothing of a first name.
      if (place..<(place + length - 1)).contains(where: { isEnd($0) }) { return nil }
      // "m" of "200 m" belongs to its number.
      switch meaning {
      case .scale, .measure, .month, .feast, .number, .unit, .pace, .times, .other, .half, .at,
        .clock, .stretch,
        .weekday, .partOfDay:
        return nil
      case .every:
        // "the oldest dog in every kennel": one for each; "every story": all of them.
        let next = place + length
        let isGroup =
          next < pieces.count && fieldPieces.contains(next) && !isIdentity(next)
          && (stems[next].isDisjoint(with: nameStems) || isRepeated(next))
        return Item(
          range: place..<next, kind: .word(isGroup ? .per : .filler), cost: isGroup ? 0 : 0.05)
      case .clause where place == 0 && length == 1:
        return Item(range: place..<(place + length), kind: .word(meaning), cost: 0.3)
      // "when does it end": where the source says so, a field is meant.
      case .verb:
        // "voitures vendues", where cars are sold or not: the value is meant.
        let isValue =
          length == 1
          && (index.isWhole([words[place]])
            || lexicon.language != "en" && stemmed[stemmers[0].stem(words[place])] != nil)
        return Item(
          range: place..<(place + length), kind: .word(meaning),
          cost: isValue ? 0.45 : length == 1 && fieldPieces.contains(place) ? 0.2 : 0.06)
      case .vague, .soft:
        // "Valente elections": somebody is called so.
        let isName = length == 1 && (index.isPart(words[place]) || index.isWhole([words[place]]))
        return Item(
          range: place..<(place + length), kind: .word(meaning), cost: isName ? 0.5 : 0.05)
      // What begins another wish is nothing less.
      case .and where isSeveral: return nil
      case .clause where isSeveral: return nil
      case .behind where isSeveral: return nil
      // "from highest to lowest" orders what is there.
      case .superlative(_, let fields, _)
      where fields.isEmpty
        && meanings.contains {
          guard $0.length == length, case .direction = $0.meaning else { return false }
          return true
        }:
        return nil
      case .title:
        return Item(
          range: place..<(place + length), kind: .word(meaning),
          cost: fieldPieces.contains(place) ? 0.2 : 0.1)
      case .several: return Item(range: place..<(place + length), kind: .word(meaning), cost: -0.1)
      // "rooms that last an hour"
      case .newest where length == 1 && place > 0 && Assembly.relative.contains(words[place - 1]):
        return nil
      // "ended in a draw"
      case .view where length == 1 && index.isWhole([words[place]]):
        return Item(range: place..<(place + length), kind: .word(meaning), cost: 0.1)
      // "how old" names a field; see ``fields(at:)``.
      case .asked(let names):
        return isNamed(names)
          ? nil
          : Item(
            range: place..<(place + length), kind: .word(meaning), cost: 0)
      // "how much does it cost" asks for its price and counts nothing.
      case .question(.count), .question(.amount):
        let isPart = meanings.contains { found in
          if case .asked = found.meaning { found.length > length } else { false }
        }
        return isPart ? nil : Item(range: place..<(place + length), kind: .word(meaning), cost: 0)
      // Of a date that the source has; see ``elapsed(at:)``.
      case .elapsed: return nil
      // Where it begins an alert, it is read before; see ``AlertClause``.
      case .alerting: return nil
      // "league table" names the rows.
      case .view
      where length == 1 && place > 0 && !stems[place].isDisjoint(with: nameStems)
        && !stems[place - 1].isDisjoint(with: nameStems):
        return nil
      // "just name and form" names nothing to be named.
      case .question(.thing)
      where length == 1 && place > 0 && meanings.contains { $0.meaning == .title && $0.length == 1 }:
        return nil
      // "where" and its like ask at the head of a phrase, and tie clauses elsewhere.
      case .question(let kind)
      where kind != .thing && kind != .count && place > 0 && !pieces[place - 1].isLast:
        return Item(range: place..<(place + length), kind: .word(meaning), cost: 0.15)
      case .article
      where length == 1 && place > 0 && words[place].count == 1
        && pieces[place].text != words[place] && index.isWhole([words[place]]):
        return nil
      // "by breed and site", where a site is a field.
      case .filler
      where length == 1 && place > 0 && isWholeName(words[place])
        && lexicon.meanings(of: words, at: place - 1).contains {
          $0.meaning == .and || $0.meaning == .article
        }:
        return nil
      // "per type of milk", where no field is a type.
      case .filler where length > 1 && fieldPieces.contains(place):
        return Item(range: place..<(place + length), kind: .word(meaning), cost: 0.2)
      // "paid by card"
      case .filler where length == 1 && lexicon.contains(words[place], .block) && isMeans(place):
        return nil
      case .filler, .article, .preposition, .copula, .clause, .and, .or, .generic:
        // "by" orders and groups, where it can.
        let isTime = meanings.contains {
          $0.length == length && ($0.meaning == .since || $0.meaning == .until)
        }
        // "from now on" is one phrase.
        let isPart = meanings.contains { found in
          if case .stretch = found.meaning { found.length > length } else { false }
        }
        // "total plays", where plays are counted, asks nobody to play.
        let isField = meaning == .filler && length == 1 && isWholeName(words[place])
        return Item(
          range: place..<(place + length), kind: .word(meaning),
          cost: isPart
            ? 0.3
            : isField || strong.contains(length)
              ? 0.15 : isTime && meaning == .preposition ? 0.06 : 0.01
        )
      default:
        return Item(range: place..<(place + length), kind: .word(meaning), cost: 0)
      }
    }
  }

  /// Does a sign that is no part of a phrase stand behind a piece?
  private func isEnd(_ place: Int) -> Bool {
    pieces[place].isLast && !(place + 1 < pieces.count && pieces[place + 1].isJoined)
  }

  /// Has the source a field of one of these names?
  private func isNamed(_ names: [String]) -> Bool {
    index.fieldWords.contains { field in
      field.contains { name in names.contains { name.words.contains($0) } }
    }
  }

  /// Is a field of the source called just so?
  private func isWholeName(_ word: String) -> Bool {
    index.fieldWords.contains { field in
      field.contains { zip($0.words, $0.isOptional).filter { !$0.1 }.map(\.0) == [word] }
    }
  }

  /// "older than a week", "more than an hour ago", "an hour or less": one of them.
  private func oneUnit(at place: Int) -> Item? {
    guard place > 0, place + 1 < pieces.count, lexicon.contains(words[place], .one) else {
      return nil
    }
    let isCompared = (max(0, place - 4)..<place).contains { at in
      lexicon.meanings(of: words, at: at).contains { found in
        guard at + found.length == place else { return false }
        switch found.meaning {
        // "depuis un an"
        case .comparison, .implied, .since: return true
        default: return false
        }
      }
    }
    for found in lexicon.meanings(of: words, at: place + 1) {
      guard case .measure(let name) = found.meaning, Assembly.ages[name] != nil else { continue }
      let end = place + 1 + found.length
      let isBound =
        !isEnd(end - 1)
        && lexicon.meanings(of: words, at: end).contains { behind in
          if case .behind = behind.meaning { true } else { false }
        }
      guard isCompared || isBound else { continue }
      let number = NumberReading(one: name, length: 1 + found.length)
      return Item(range: place..<(place + number.length), kind: .number(number), cost: 0)
    }
    return nil
  }

  func numbers(at place: Int) -> [Item] {
    if let one = oneUnit(at: place) { return [one] }
    guard let number = NumberReading(pieces, at: place, lexicon) else { return [] }
    // "15 November" is one day.
    let date = TimeReading(pieces, at: place, lexicon, today: today)?.length ?? 0
    return [
      Item(
        range: place..<(place + number.length), kind: .number(number),
        cost: date > number.length ? 0.12 : 0.02)
    ]
  }
}
