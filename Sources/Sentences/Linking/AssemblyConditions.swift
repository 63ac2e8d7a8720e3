import BlockModel

/// Conditions: values, numbers, spans of time and flags, with the fields they belong to.
extension Assembly {
  mutating func readFlags() {
    for place in items.indices {
      readState(place)
      guard case .flag(let field, let isNamed) = items[place].kind else { continue }
      var isSet = isNamed
      if let before = previous(place, inPhrase: true), meaning(before) == .negation {
        used[before] = true
        isSet.toggle()
      }
      used[place] = true
      held.insert(field)
      conditions[place] = field
      markBefore(place)
      let value = offer.fields[field].flagTexts.map { RowQuery.Value.text($0[isSet ? 0 : 1]) }
      query.filters.append(RowQuery.Filter(id(field), .equal, value ?? .flag(isSet)))
    }
  }

  /// "sold out", "no places left"
  private mutating func readState(_ place: Int) {
    guard case .state(let field, let named, let bound) = items[place].kind else { return }
    var comparison = named
    // "not expired yet"
    if place + 1 < items.count, !isLast(place),
      lexicon.contains(Folding.fold(text(place + 1)), .yet)
    {
      used[place + 1] = true
      if case .unknown = items[place + 1].kind { cost -= 0.45 }
    }
    if let before = previous(place, inPhrase: true),
      meaning(before) == .negation || meaning(before) == .without
    {
      used[before] = true
      comparison = named == .equal ? .above : named == .above ? .equal : Self.opposite(named)
    }
    used[place] = true
    held.insert(field)
    conditions[place] = field
    markBefore(place)
    query.filters.append(RowQuery.Filter(id(field), comparison, bound))
  }

  /// Clause words and "only" in front of a condition are understood with it.
  mutating func markBefore(_ place: Int) {
    var at = place - 1
    while at >= 0 {
      switch meaning(at) {
      case .clause, .only, .copula, .preposition, .article, .filler, .generic: used[at] = true
      default: return
      }
      at -= 1
    }
  }

  mutating func readConditions() {
    for place in items.indices where !used[place] {
      switch items[place].kind {
      case .value(let places): readValue(place, places)
      case .holds(let fields, let text): readMention(place, fields, text)
      case .number(let number): readNumber(place, number)
      case .span(let span): readSpan(place, span)
      case .bucket, .word, .unknown, .subject, .field, .flag, .state: continue
      }
    }
    joinAlternatives()
  }
}
