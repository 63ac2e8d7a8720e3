import BlockModel

/// What a finished query says, and which words it could not use.
extension Assembly {
  var reading: Reading {
    var reading = Reading(query: query)
    reading.cost = cost
    reading.doubts = doubts
    reading.isQuestion = isQuestion
    reading.choices = choices
    // Words that judge and select nothing are told.
    reading.unused = items.indices.filter { meaning($0) == .soft && !used[$0] }.map(text)
    let unknown = items.indices.filter { place in
      if case .unknown = items[place].kind, !used[place] { true } else { false }
    }
    var rest = unknown
    // A word that means something in a sentence names nothing.
    let blank = unknown.filter { place in
      lexicon.meanings(of: [pieces[items[place].range.lowerBound].folded], at: 0).isEmpty
        && !knownPieces.contains(items[place].range.lowerBound)
    }
    if rest.count == 1, isLeft(rest[0]) {
      reading.unused.append(text(rest[0]))
      reading.cost -= 0.3
      rest = []
    } else if let owner = owner(blank) {
      reading.unused.append(text(owner))
      reading.cost -= 0.45
      rest.removeAll { $0 == owner }
    } else if let head = rows(blank) ?? compound(blank) ?? whole(blank) ?? belonging(blank) {
      reading.subject = text(head)
      reading.cost -= 0.2
      rest.removeAll { $0 == head }
    }
    let harmless = rest.filter { place in
      blank.contains(place) && !namesOther(place) && (isHarmless(place) || tiesCondition(place))
    }
    reading.unused += harmless.map(text)
    reading.cost -= 0.3 * Double(harmless.count(where: isVerbOfClause))
    for place in rest where !harmless.contains(place) {
      // What is not known may be a condition, an order or the thing that is asked for.
      reading.doubts.append(.unknown(text(place)))
    }
    if harmless.count > 1 {
      reading.doubts.append(.unknown(harmless.map(text).joined(separator: " ")))
    }
    return reading
  }

  /// "how many wrecks need a permit": a word of a field of yes and no that the query says nothing of.
  private func namesOther(_ place: Int) -> Bool {
    let word = pieces[items[place].range.lowerBound].folded
    return offer.fields.indices.contains { field in
      kind(field) == .flag && !held.contains(field)
        && index.fieldWords[field].contains { $0.words.contains(word) }
    }
  }

  /// "podcast episodes": a noun right behind the name of the rows belongs to it.
  func compound(_ unknown: [Int]) -> Int? {
    guard lexicon.language == "en", let first = unknown.first, first > 0, !isLast(first - 1),
      isPlural(first),
      case .subject = items[first - 1].kind, !fieldPieces.contains(items[first].range.lowerBound),
      !isQuestion
    else { return nil }
    return first
  }

  /// "open issues", "available jobs", where nothing in the source tells those from others: such lists hold
  /// what there is. It is told.
  private func isLeft(_ place: Int) -> Bool {
    let word = pieces[items[place].range.lowerBound].folded
    guard lexicon.contains(word, .left), !Self.costless.contains(word),
      place + 1 < items.count, !isLast(place),
      isRows(place + 1), meaning(place + 1) != .generic, !isQuestion
    else { return false }
    return !offer.fields.indices.contains { field in
      kind(field) == .flag
        || index.fieldWords[field].contains { !Self.states.isDisjoint(with: $0.words) }
    }
  }

  /// Words that may speak of the price as well.
  private static let costless: Set<String> = ["free", "frei", "freie", "freien"]

  /// Names of fields that say how a thing stands.
  private static let states: Set<String> = [
    "status", "state", "stage", "condition", "open", "closed", "available", "availability", "stock",
    "left", "remaining", "zustand", "estado", "etat", "stato", "staat", "statut",
  ]

  /// "load of my server": whose the source is.
  func owner(_ unknown: [Int]) -> Int? {
    guard unknown.count == 1, let place = unknown.first, place > 1,
      lexicon.contains(pieces[items[place].range.lowerBound - 1].folded, .mine),
      items.indices.contains(where: { conditions[$0] != nil || field($0) != nil })
    else { return nil }
    return place
  }

  /// "title and reader of the books by Morante": what the fields are fields of.
  func belonging(_ unknown: [Int]) -> Int? {
    guard unknown.count == 1, let place = unknown.first, isBelonging(place), !isQuestion,
      !isName(place),
      query.columns != nil, isPlural(place)
    else { return nil }
    var at = place - 1
    while at > 0, meaning(at) == .article || meaning(at) == .preposition { at -= 1 }
    return field(at) != nil ? place : nil
  }

  /// Written as a name is; in German every noun is.
  private func isName(_ place: Int) -> Bool {
    lexicon.language != "de"
      && pieces[items[place].range.lowerBound].text.first?.isUppercase ?? false
  }

  /// "the temperature of all rooms": a noun behind "all" is the rows.
  func whole(_ unknown: [Int]) -> Int? {
    guard unknown.count == 1, let place = unknown.first, !isName(place) else { return nil }
    let first = items[place].range.lowerBound
    guard !pieces[first].isNumber else { return nil }
    // "toutes les chambres"
    var before = place - 1
    while before >= 0, meaning(before) == .article { before -= 1 }
    guard before >= 0, lexicon.contains(pieces[items[before].range.upperBound - 1].folded, .whole),
      !fieldPieces.contains(first), query.group == nil
    else { return nil }
    return place
  }

  /// Does the source call its rows by a word for things? A file that is called `byid` does not.
  private var hasName: Bool {
    offer.name.contains { word in
      let folded = Folding.fold(word)
      return folded.count > 3 && !folded.hasSuffix("ss")
        && (lexicon.rows[folded] != nil || folded.hasSuffix("s") || folded.hasSuffix("en"))
    }
  }

  /// The word that names the rows, where the source says no word of them: "planes under 30 minutes". Where
  /// it has a name for them another noun is more likely some of them: "poodles under 10 kg" of animals.
  func rows(_ unknown: [Int]) -> Int? {
    guard !hasName, let first = unknown.first, !isQuestion, query.group == nil,
      lexicon.language != "de"
        || pieces[items[first].range.lowerBound].text.first?.isUppercase ?? false,
      isPlural(first),
      pieces[items[first].range.lowerBound].folded.count > 3, isNamedPlural(first),
      !fieldPieces.contains(items[first].range.lowerBound),
      !items.indices.contains(where: { isRows($0) && meaning($0) != .generic }),
      (0..<first).allSatisfy({ at in
        if isGlue(at) { return true }
        switch items[at].kind {
        case .number, .flag, .state, .value: return used[at]
        case .word(let meaning):
          switch meaning {
          case .superlative, .top, .newest, .only, .soft, .coming, .view, .sort, .per, .aggregate:
            return true
          case .question(let kind): return kind == .count
          default: return false
          }
        default: return false
        }
      })
    else { return nil }
    if first > 0, case .preposition = meaning(first - 1), first > 1, !isGlue(first - 2) {
      return nil
    }
    // "X of VALUE" asks for X; "the last 4 X of VALUE" are rows.
    if first + 1 < items.count, case .preposition = meaning(first + 1), isOf(first + 1),
      query.limit == nil
    {
      return nil
    }
    if first + 1 < items.count, case .unknown = items[first + 1].kind, !tiesCondition(first + 1) {
      return nil
    }
    return first
  }

  /// In English the form tells the plural; elsewhere the article does.
  func isNamedPlural(_ place: Int) -> Bool {
    if lexicon.language == "en" || place == 0 { return true }
    // "le ultime 4 corse"
    return meaning(place - 1) == .article || number(place - 1) != nil
  }

  func isOf(_ place: Int) -> Bool {
    lexicon.contains(pieces[items[place].range.lowerBound].folded, .of)
  }

  /// In a question that is otherwise understood: the noun that the rest speaks of ("the game on …"), or
  /// a verb.
  func isHarmless(_ place: Int) -> Bool {
    if isVerbOfClause(place) { return true }
    guard isQuestion, place > 0 else { return false }
    let word = pieces[items[place].range.lowerBound].folded
    if case .question = meaning(place - 1) { return false }
    if case .article = meaning(place - 1), place > 1 {
      if case .question = meaning(place - 2) { return false }
      if case .copula = meaning(place - 2), place > 2, case .question = meaning(place - 3) {
        return false
      }
      // "how long is the Elbe" asks for a row that is not there.
      return !isLast(place) && place + 1 < items.count
    }
    return word.hasSuffix("ed") || word.hasSuffix("ing") || isRole(place)
  }

  /// "ferries that carry the most cars": the verb before what is compared.
  private func isVerbOfClause(_ place: Int) -> Bool {
    guard place > 0, meaning(place - 1) == .clause, !isLast(place), items[place].range.count == 1,
      Self.relative.contains(pieces[items[place].range.lowerBound - 1].folded),
      !isPlural(place) || lexicon.language != "en"
    else { return false }
    var at = place + 1
    while at < items.count - 1, isArticle(at) { at += 1 }
    guard at < items.count else { return false }
    switch meaning(at) {
    case .superlative, .comparison, .implied: return used[at] || conditions[at] != nil
    default: return false
    }
  }

  /// "that", in the languages that are understood; "with" ties nouns.
  static let relative: Set<String> = [
    "that", "which", "who", "die", "der", "das", "dat", "que", "qui", "che",
  ]

  /// "taught by Ivo", "affinés plus de 100 jours": a word that ties a condition to the rows as a verb does.
  private func tiesCondition(_ place: Int) -> Bool {
    guard place > 0, !isLast(place), place + 2 < items.count, meaning(place + 1) == .preposition,
      items[place].range.count == 1
    else { return false }
    let tie = pieces[items[place + 1].range.upperBound - 1].folded
    var at = place + 2
    while at < items.count, isGlue(at) { at += 1 }
    guard at < items.count, conditions[at] != nil, lexicon.contains(tie, .by) else { return false }
    switch items[place - 1].kind {
    case .subject, .unknown, .word(.clause), .word(.copula): return true
    case .field: return isRows(place - 1)
    default: return false
    }
  }

  /// "season value", "grid size": a noun right behind a field.
  func isRole(_ place: Int) -> Bool { field(place - 1) != nil && !isLast(place - 1) }
}
