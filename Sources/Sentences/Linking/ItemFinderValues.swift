import BlockModel

/// Values of the source: whole, in another form, misspelt, and words inside of texts.
extension ItemFinder {
  func values(at place: Int) -> [Item] {
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
      // "a pier" is no pier A.
      let isLetter = isSmall && words[place].count == 1 && pieces[place].text == words[place]
      // "from A": a letter that is written large is that value.
      let isName =
        length == 1 && place > 0 && words[place].count == 1 && pieces[place].text != words[place]
      // "in the Site category": a value that is written as the source writes it.
      let isSpelt =
        length == 1 && place > 0 && lexicon.language != "de"
        && pieces[place].text.first?.isUppercase ?? false
        && places.contains { index.value($0) == pieces[place].text }
      let isBareNumber = length == 1 && pieces[place].isNumber
      // "the 3 biggest", "last 5 orders" count.
      let isCount =
        isBareNumber
        && (isOrdering(place - 1) || isOrdering(place + 1)
          || place + 1 < pieces.count && !stems[place + 1].isDisjoint(with: nameStems)
            && !fieldPieces.contains(place + 1))
      // "not a rehearsal": a kind of thing, where others are called so among other words.
      let isKind =
        place > 0 && pieces[place].quote == nil && pieces[place].text == words[place]
        && lexicon.contains(words[place - 1], .one)
      return Item(
        range: range, kind: (isKind ? wider(places, range, isSame: true) : nil) ?? .value(places),
        cost: pieces[place].quote != nil
          ? 0
          : isName || isSpelt && isSmall
            ? 0.02 : isLetter ? 0.8 : isSmall ? 0.4 : isCount ? 0.2 : isBareNumber ? 0.06 : 0
      )
    }
  }

  /// Does "by" or "with" stand right before?
  func isMeans(_ place: Int) -> Bool {
    place > 1
      && (lexicon.contains(words[place - 1], .by)
        || lexicon.meanings(of: words, at: place - 1).contains {
          $0.length == 1 && $0.meaning == .clause
        })
  }

  /// Does a word say which rows come first?
  func isOrdering(_ place: Int) -> Bool {
    guard pieces.indices.contains(place) else { return false }
    return lexicon.meanings(of: words, at: place).contains { found in
      switch found.meaning {
      case .superlative, .newest, .top, .only, .firstly: true
      default: false
      }
    }
  }

  /// Values in another form: "goalkeepers" for `goalkeeper`.
  func inflected(at place: Int) -> [Item] {
    // "älteste Brücke" is no form of "Alte Brücke".
    if isInfinitive(place) || isOrdering(place) { return [] }
    var items: [Item] = []
    var key = ""
    for end in (place + 1)...min(place + 4, pieces.count) {
      key += (key.isEmpty ? "" : " ") + stemmers[0].stem(words[end - 1])
      // Snowball knows no plurals of words from elsewhere: "lofts" in Portuguese.
      let loan =
        end == place + 1
        ? singulars(words[place]).lazy.compactMap { stemmed[stemmers[0].stem($0)] }.first : nil
      if let places = stemmed[key] ?? loan, words[place].count > 2 {
        // Where the rows are not called so, the value is meant.
        let isRows = end == place + 1 && !stems[place].isDisjoint(with: ownStems)
        let isOther = end == place + 1 && !isRows && !stems[place].isDisjoint(with: nameStems)
        let cost = isOther ? -0.05 : 0.16
        items.append(
          Item(
            range: place..<end, kind: wider(places, place..<end) ?? .value(places), cost: cost))
      }
      if pieces[end - 1].isLast { break }
    }
    return items
  }

  /// "cars to sell" are not sold: what is still to be done is no form of what was.
  private func isInfinitive(_ place: Int) -> Bool {
    guard place > 0, let forms = Self.infinitives[lexicon.language] else { return false }
    return forms.markers.contains(words[place - 1])
      && (forms.endings.isEmpty || forms.endings.contains { words[place].hasSuffix($0) })
  }

  /// What stands before an infinitive, and how it ends.
  private static let infinitives: [String: (markers: Set<String>, endings: [String])] = [
    "en": (["to"], []), "de": (["zu"], ["en"]), "nl": (["te"], ["en"]),
    "fr": (["a", "de", "pour"], ["er", "re", "ir"]),
    "es": (["por", "para", "sin", "de"], ["ar", "er", "ir"]),
    "pt": (["por", "para", "a", "sem", "de"], ["ar", "er", "ir"]),
    "it": (["da", "di", "per", "a"], ["are", "ere", "ire"]),
  ]

  /// "rehearsals" are the dress rehearsals, too: several of what is the name of one, and stands in others.
  private func wider(
    _ places: [OfferIndex.Place], _ range: Range<Int>, isSame: Bool = false
  ) -> Item.Kind? {
    guard let place = places.first, Set(places.map(\.field)).count == 1,
      place.field == index.offer.identity, !index.offer.fields[place.field].values.isEmpty
    else { return nil }
    let name = index.value(place)
    let words = Piece.words(name)
    guard isSame || words != Array(self.words[range]) else { return nil }
    let others = index.holding(words[...]).filter { $0.field == place.field }.map(index.value)
    return Set(others).subtracting([name]).isEmpty
      ? nil : .holds([place.field], Folding.fold(name))
  }

  /// Names of fields and of values that a word may be a misspelling of.
  func near(at place: Int) -> [Item] {
    let word = words[place]
    guard word.count >= 5, word.allSatisfy(\.isLetter), !isInfinitive(place) else { return [] }
    var items = related(at: place)
    if let meaning = lexicon.near(word) {
      switch meaning {
      case .aggregate, .superlative, .sort, .direction, .newest, .per, .question, .coming,
        .without, .between, .contains:
        items.append(Item(range: place..<(place + 1), kind: .word(meaning), cost: 0.2))
      default: break
      }
    }
    func isNear(_ other: String) -> Bool {
      other.count >= 5 && other != word && abs(other.count - word.count) <= 1
        && NearName.distance(between: word, and: other) <= (word.count >= 8 ? 2 : 1)
    }
    for (number, names) in index.fieldWords.enumerated()
    where names.contains(where: { $0.words.count == 1 && isNear($0.words[0]) }) {
      let isFlag = index.offer.fields[number].kind == .flag
      items.append(
        Item(
          range: place..<(place + 1), kind: isFlag ? .flag(number, true) : .field(number),
          cost: 0.2))
    }
    let stem = stemmers[0].stem(word)
    let isNearStem =
      stem.count >= 4
      && ownStems.contains { other in
        other.count >= 4 && other != stem && other.first == stem.first
          && NearName.distance(between: stem, and: other) == 1
      }
    if nameStems.contains(where: isNear) || isNearStem {
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

  /// Fields whose name is another form of a word that no stemmer brings together: "kontrolliert" of
  /// "Letzte Kontrolle", "affinés" of "Affinage".
  private func related(at place: Int) -> [Item] {
    // "gondole" are no "Gondoliere".
    guard stems[place].isDisjoint(with: nameStems) else { return [] }
    let forms = [words[place], withoutParticiple(words[place])].compactMap(\.self)
    // In English a short beginning that is shared says little: "counts" and "country".
    let least = lexicon.language == "en" ? 7 : 5
    let nouns = nouns(ofParticiple: words[place])
    return index.fieldWords.enumerated().compactMap { number, names in
      let isRelated = names.contains { name in
        name.words.contains { other in
          nouns.contains(other)
            || forms.contains { word in
              let common = zip(word, other).prefix { $0 == $1 }.count
              return other != word && common >= least
                && 5 * common >= 3 * max(word.count, other.count)
            }
        }
      }
      return isRelated
        ? Item(range: place..<(place + 1), kind: .field(number), cost: 0.24) : nil
    }
  }

  /// A value does not begin or end inside of a number or a quotation.
  func isWhole(_ range: Range<Int>) -> Bool {
    let first = pieces[range.lowerBound]
    if first.isNumber, first.isJoined, [".", ","].contains(first.before) { return false }
    guard range.upperBound < pieces.count else { return true }
    let next = pieces[range.upperBound]
    return
      !(next.isJoined && next.isNumber && [".", ","].contains(next.before)
      && pieces[range.upperBound - 1].isNumber)
  }

  /// Words that stand inside of texts: a part of a value that stands for it, or a mention.
  /// The word before a piece; empty at the start.
  private func before(_ place: Int) -> String { place > 0 ? words[place - 1] : "" }

  func held(at place: Int) -> [Item] {
    let isQuoted = pieces[place].quote != nil
    // In German a noun is written large; "schwere" is no plural.
    let mayBeNoun = lexicon.language != "de" || pieces[place].text.first?.isUppercase ?? false
    if !isQuoted, mayBeNoun, !index.isPart(words[place]), stems[place].isDisjoint(with: nameStems),
      let singular = singulars(words[place]).first(where: index.isPart)
    {
      // "trainings": texts that hold "training".
      let fields = Set(
        index.holding([singular]).map(\.field).filter {
          index.offer.fields[$0].kind == .text && ($0 == index.offer.identity || index.isShort($0))
        })
      guard !fields.isEmpty else { return [] }
      // "painéis", where the column of the names is called "painel": the rows.
      if isHead(place), let identity = index.offer.identity,
        index.fieldWords[identity].contains(where: { $0.words == [singular] })
      {
        return [Item(range: place..<(place + 1), kind: .subject, cost: 0.1)]
      }
      let mention = Item(
        range: place..<(place + 1), kind: .holds(fields.sorted(), spelled(singular)),
        cost: 0.25)
      // "vías", where one route is called "Vía del Nogal": several are wanted, so it names the rows.
      let texts = Set(index.holding([singular]).map(index.value))
      guard texts.count == 1, isHead(place), !isOfTitles else { return [mention] }
      return [Item(range: place..<(place + 1), kind: .subject, cost: 0.2)]
    }
    guard isQuoted || (words[place].count > 2 && index.isPart(words[place])) else { return [] }
    // "about bridges" asks for bridges, whatever texts say.
    if !isQuoted,
      lexicon.meanings(of: words, at: place).contains(where: { $0.meaning == .contains })
    {
      return []
    }
    if isQuoted, place > 0, pieces[place - 1].quote == pieces[place].quote { return [] }
    // "con terraza" is with a terrace; that titles say "con", too, is their own affair.
    if !isQuoted, pieces[place].text == words[place],
      lexicon.meanings(of: words, at: place).contains(where: {
        $0.length == 1 && ($0.meaning == .preposition || $0.meaning == .clause)
      })
    {
      return []
    }
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
      // "a school" is the field of that name, whatever schools are called.
      let isOwnName = end == place + 1 && !isQuoted && lexicon.contains(before(place), .one)
      var fields = Set(texts.map(\.field)).filter { field in
        !isOwnName || !index.fieldWords[field].contains { $0.words == [words[place]] }
      }.sorted()
      if fields.isEmpty { continue }
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
        // "free ferries" are hardly the one that is called "Gretel Free".
        let isAdjective = isSmall && end < pieces.count && !stems[end].isDisjoint(with: nameStems)
        longest = Item(
          range: place..<end, kind: .value(texts),
          cost: isFunction ? 0.6 : isAdjective ? 0.7 : isSmall ? 0.42 : 0.22)
      } else {
        longest = Item(
          range: place..<end, kind: .holds(fields, pieces[place..<end].typed),
          cost: isQuoted
            ? 0.05 : isMentioned(place) ? 0.12 : isFunction ? 0.7 : isNamed(place) ? 0.2 : 0.35)
      }
    }
    if let longest { items.append(longest) }
    if isQuoted, longest == nil {
      let fields = index.offer.fields.indices.filter { index.offer.fields[$0].kind == .text }
      items.append(
        Item(range: place..<end, kind: .holds(fields, pieces[place..<end].typed), cost: 0.3))
    }
    return items
  }

  /// "in Ede": written as a name is, behind a preposition.
  private func isNamed(_ place: Int) -> Bool {
    place > 0 && lexicon.language != "de" && pieces[place].text.first?.isUppercase ?? false
      && lexicon.meanings(of: words, at: place - 1).contains {
        $0.length == 1 && $0.meaning == .preposition
      }
  }

  /// A folded word as a text of the source writes it: "atuação".
  private func spelled(_ word: String) -> String {
    let text = index.holding([word]).first.map(index.value) ?? ""
    let found = text.split { !$0.isLetter && !$0.isNumber }.first { Folding.fold($0) == word }
    return found.map { $0.lowercased() } ?? word
  }

  /// Nothing but what asks, counts or orders stands before.
  private func isHead(_ place: Int) -> Bool {
    (0..<place).allSatisfy { at in
      pieces[at].isNumber
        || lexicon.meanings(of: words, at: at).contains { found in
          switch found.meaning {
          case .filler, .article, .question, .superlative, .top, .newest, .number, .aggregate,
            .view:
            true
          default: false
          }
        }
    }
  }

  /// "mentioning eclipse or comet"
  private func isMentioned(_ place: Int) -> Bool {
    // "with the word new"
    let isLed = (max(0, place - 6)..<place).contains { at in
      lexicon.meanings(of: words, at: at).contains {
        $0.meaning == .contains && $0.length > 1 && at + $0.length == place
      }
    }
    if isLed { return true }
    var at = place - 1
    while at >= max(0, place - 6) {
      let meanings = lexicon.meanings(of: words, at: at).map(\.meaning)
      if meanings.contains(.contains) { return true }
      guard
        meanings.contains(where: { $0 == .or || $0 == .and || $0 == .article })
          || index.isPart(words[at])
      else { return false }
      at -= 1
    }
    return false
  }

  /// Rows that are told apart by what they are about: "concerts" are some of the events.
  private var isOfTitles: Bool {
    index.offer.name.contains { ["events", "news", "articles", "posts", "tasks"].contains($0) }
  }

  /// Is a mention asked for: "about", "containing", or a field in front?
  func isAsked(_ place: Int) -> Bool {
    (max(0, place - 4)..<max(0, place)).contains { near in
      fieldPieces.contains(near)
        || lexicon.meanings(of: words, at: near).contains { $0.meaning == .contains }
    }
  }
}
