import BlockModel

/// What is shown, and what was left over.
extension Assembly {
  mutating func readColumns() {
    let asks = items.indices.filter { place in
      if case .question = meaning(place), !used[place] { true } else { false }
    }
    readHidden()
    readOnly()
    var shown: [Int] = []
    var last: Int?
    for place in items.indices where !used[place] {
      guard let field = field(place) else { continue }
      used[place] = true
      // The rows themselves, by the name of what tells them apart.
      // So do "countries" in "capitals and currencies of the countries".
      if isRows(place), shown.isEmpty || isBelonging(place), !isListed(place) { continue }
      // "pacchi spediti da Bern": a verb that ties a condition to the rows.
      if kind(field) == .time, place > 0, isNoun(place - 1), place + 2 < items.count,
        meaning(place + 1) == .preposition || isTie(place + 1), conditions[place + 2] != nil
      {
        cost += 0.05
        continue
      }
      // "February 10 as the date": the label of a condition, said apart from it.
      if held.contains(field), !isListed(place) || conditions.isEmpty,
        shown.contains(where: { $0 != field }) || !isAskedFor(place)
      {
        if kind(field) == .flag { cost += 0.4 }
        continue
      }
      if !asks.isEmpty, let last, !isJoinedTo(last, place) {
        // "the score of the game with": what the rest of the sentence speaks of.
        cost += isSpokenOf(place) ? 0.08 : 0.4
        continue
      }
      // "wrecks that need a permit" selects, and "with Sea in the name" is a word of it.
      if isSaidOfRows(place) { doubts.append(.vague(text(place))) }
      if isInName(place) { doubts.append(.unknown(text(place))) }
      // "losses per team, fewest first: team and lost": what stands behind the colon, in this order.
      if isListed(place), pieces[items[place].range.lowerBound].before.contains(":") { shown = [] }
      if !shown.contains(field) { shown.append(field) }
      last = place
    }
    // "when does it leave and from which gate" asks for two things, "when it rains what is open" for one.
    let joined = asks.enumerated().filter { number, place in
      number == 0
        || (0..<place).last { !isGlue($0) && !isTie($0) }.map { meaning($0) == .and } ?? false
    }
    for (_, place) in joined { readQuestion(place, &shown, isOnly: joined.count == 1) }
    checkComparedFields()
    for place in items.indices where meaning(place) == .columns { used[place] = true }
    if !shown.isEmpty {
      // "jobs with place and salary": beside what tells the rows apart.
      var columns = query.columns ?? []
      for field in shown where !columns.contains(id(field)) { columns.append(id(field)) }
      query.columns = columns
    }
    for field in wanted {
      let name = id(field)
      query.columns = [name] + (query.columns ?? []).filter { $0 != name }
    }
    checkRepetition()
    checkAsked()
    checkCharted()
    // "more goals than Luca Ferri" compares with another row.
    for place in items.indices where place > 0 && conditions[place] != nil {
      guard case .value = items[place].kind else { continue }
      var at = place - 1
      while at > 0, isArticle(at) { at -= 1 }
      let tie = pieces[items[at].range.upperBound - 1].folded
      let isCompared = (max(0, at - 5)...at).contains { near in
        switch meaning(near) {
        case .superlative, .implied, .comparison: true
        default: false
        }
      }
      // "i film più lunghi di Marta": with the article it is a superlative.
      let isChosen =
        lexicon.contains(tie, .of) && items.indices.contains { $0 < at && isArticle($0) }
      if lexicon.contains(tie, .comparing), isCompared, !isChosen {
        doubts.append(.unknown(text(at...place)))
      }
    }
    // "fewer bikes than docks" compares two fields.
    for place in items.indices where place > 1 && field(place) != nil && conditions[place] == nil {
      var at = place - 1
      while at > 0, isArticle(at) { at -= 1 }
      let isThan =
        meaning(at) == .than
        || lexicon.contains(pieces[items[at].range.upperBound - 1].folded, .comparing)
          && !lexicon.contains(pieces[items[at].range.upperBound - 1].folded, .of)
      let isCompared = (max(0, at - 4)..<at).contains { near in
        switch meaning(near) {
        case .superlative, .implied, .comparison, .vague: true
        default: false
        }
      }
      if isThan, isCompared { doubts.append(.unknown(text(at...place))) }
    }
    // "total solar, total wind", "average age and fee per sanctuary", "by breed and site"
    if query.aggregate != nil, let more = query.columns?.first(where: { $0 != query.group }) {
      doubts.append(.contradiction(more))
    }
  }

  /// A field of yes and no behind a clause with a verb of its own.
  private func isSaidOfRows(_ place: Int) -> Bool {
    guard field(place).map({ kind($0) == .flag }) ?? false, !isListed(place) else { return false }
    var at = place - 1
    var isVerb = false
    while at > 0, isGlue(at), meaning(at) != .clause {
      if meaning(at) == .filler || meaning(at) == .verb { isVerb = true }
      at -= 1
    }
    return at > 0 && meaning(at) == .clause && (isVerb || at == place - 1)
  }

  /// "Sea in the name": what stands in what tells the rows apart.
  private func isInName(_ place: Int) -> Bool {
    guard place + 2 < items.count, !isLast(place), meaning(place + 1) == .preposition,
      !isOf(place + 1)
    else { return false }
    var at = place + 2
    while at < items.count - 1, isArticle(at) || meaning(at) == .filler { at += 1 }
    guard at > place + 2 else { return false }
    return offer.identity != nil && field(at) == offer.identity
      || pieces[items[at].range].contains { piece in
        lexicon.meanings(of: [piece.folded], at: 0).contains { $0.meaning == .title }
      }
  }

  /// An article, or a word that may be one.
  func isArticle(_ place: Int) -> Bool {
    let words = pieces[items[place].range].map(\.folded)
    return items[place].range.count == 1
      && lexicon.meanings(of: words, at: 0).contains { $0.meaning == .article }
  }

  /// A noun that names the rows, known or not.
  private func isNoun(_ place: Int) -> Bool {
    if case .unknown = items[place].kind { return true }
    return isRows(place)
  }

  /// Is a field one of several that are named together, or of those that only are wanted?
  func isListed(_ place: Int) -> Bool {
    // "room names"
    if place > 0, field(place) != nil, case .subject = items[place - 1].kind { return true }
    if let after = next(place) {
      if isAnd(after), next(after).map({ field($0) != nil }) ?? false { return true }
      if field(after) != nil, isLast(place),
        pieces[items[place + 1].range.lowerBound].before.contains(",")
      {
        return true
      }
    }
    if let before = previous(place), isAnd(before),
      previous(before).map({ field($0) != nil }) ?? false
    {
      return true
    }
    return isExclusive && (previous(place).map { meaning($0) == .columns } ?? false)
  }

  /// "of the countries": what the fields before are fields of.
  func isBelonging(_ place: Int) -> Bool {
    var at = place - 1
    while at >= 0, case .article? = meaning(at) { at -= 1 }
    return at >= 0 && meaning(at) == .preposition && isOf(at)
  }

  /// Does a field stand right behind the word that asks?
  func isAskedFor(_ place: Int) -> Bool {
    guard let before = previous(place) else { return true }
    if case .question = meaning(before) { return true }
    return false
  }

  /// "name, age and place": fields of one list.
  func isJoinedTo(_ last: Int, _ place: Int) -> Bool {
    if isLast(last), (last + 1..<place).allSatisfy({ isGlue($0) || meaning($0) == .and }) {
      return true
    }
    return (last + 1..<place).contains { meaning($0) == .and }
      && (last + 1..<place).allSatisfy { isGlue($0) || meaning($0) == .and }
  }

  /// "of the player who", "when the song": the rows by the name of one of their fields.
  func isSpokenOf(_ place: Int) -> Bool {
    guard place > 0 else { return false }
    if case .article = meaning(place - 1) { return true }
    if case .preposition = meaning(place - 1) { return true }
    return false
  }

  mutating func readHidden() {
    for place in items.indices where !used[place] && isWithout(place) {
      var at = next(place)
      while let found = at, let field = field(found), !used[found] {
        used[place] = true
        used[found] = true
        if kind(field) == .flag {
          if query.filters.contains(where: { $0.field == id(field) }) {
            doubts.append(.contradiction(id(field)))
          }
          let value = offer.fields[field].flagTexts.map { RowQuery.Value.text($0[1]) }
          query.filters.append(RowQuery.Filter(id(field), .equal, value ?? .flag(false)))
        } else if !isHidden(place, found), kind(field) == .number, offer.fields[field].low == 0 {
          // "stations without bikes" have none of them; the column is hardly meant.
          query.filters.append(RowQuery.Filter(id(field), .equal, .number(0)))
          held.insert(field)
        } else if !isHidden(place, found), offer.fields[field].hasGaps, kind(field) != .link {
          // "routes without a builder": nothing stands there.
          // "never cleaned or not since 2023": what has no date lies before none.
          if query.filters.contains(where: { $0.field == id(field) }) {
            doubts.append(.contradiction(id(field)))
          }
          query.filters.append(RowQuery.Filter(id(field), .equal, .text("")))
          held.insert(field)
        } else if !isHidden(place, found),
          place > 0 && isNoun(place - 1)
            || offer.fields[field].hasGaps
        {
          doubts.append(.vague(text(place...found)))
        } else {
          query.hidden.append(id(field))
        }
        guard let and = next(found), meaning(and) == .and || isLast(found) else { break }
        if meaning(and) == .and { used[and] = true }
        at = meaning(and) == .and ? next(and) : and
      }
    }
  }

  /// "without a queen", "no queen"
  private func isWithout(_ place: Int) -> Bool {
    if meaning(place) == .without { return true }
    guard meaning(place) == .negation, let after = next(place, inPhrase: true),
      let field = field(after), !used[after]
    else { return false }
    // "not restored yet", where the source has the day it was.
    return lexicon.contains(Folding.fold(text(place)), .none)
      || kind(field) == .time && offer.fields[field].hasGaps
  }

  /// "hide the price", "without the price column": the column is meant, not rows that have none.
  private func isHidden(_ place: Int, _ field: Int) -> Bool {
    lexicon.contains(Folding.fold(text(place)), .hides)
      || [place + 1, field + 1].contains { meaning($0) == .columns }
  }

  mutating func readOnly() {
    for place in items.indices where !used[place] {
      guard meaning(place) == .only || meaning(place) == .columns else { continue }
      used[place] = true
      if let after = next(place), field(after) != nil, !used[after] { isExclusive = true }
      // "recalls of today, just the headlines"
      if let after = next(place), case .subject = items[after].kind, let identity = offer.identity,
        isLast(after), items.indices.contains(where: { $0 < place && isRows($0) })
      {
        query.columns = [id(identity)]
      }
    }
  }

  /// "how far did Jonas run": of several rows the total may be meant, or each.
  private mutating func checkAsked() {
    let words = pieces.map(\.folded)
    for place in items.indices where field(place) != nil {
      let isAsked = lexicon.meanings(of: words, at: items[place].range.lowerBound).contains {
        if case .asked = $0.meaning { $0.length == items[place].range.count } else { false }
      }
      let isOneRow =
        query.limit == 1
        || query.filters.contains { filter in
          filter.comparison == .equal
            && filter.field == offer.identity.map { offer.fields[$0].id }
        }
      if isAsked, !isOneRow, query.aggregate == nil { doubts.append(.vague(text(place))) }
    }
  }

  /// "flow rate by district as bars": a bar of each district would be a sum, or an average.
  private mutating func checkCharted() {
    guard let view = query.view, [.bar, .bars, .pie, .donut].contains(view), query.aggregate == nil,
      let columns = query.columns, columns.count == 2
    else { return }
    let named = columns.compactMap { name in offer.fields.firstIndex { $0.id == name } }
    guard let number = named.first(where: { kind($0) == .number }),
      let text = named.first(where: { kind($0) == .text }), text != offer.identity,
      offer.isRepeated(text)
    else { return }
    doubts.append(.unaggregated(id(number)))
  }

  /// "where the away team won": two fields are compared, which no condition says.
  mutating func checkComparedFields() {
    for place in items.indices.dropLast() {
      guard field(place) != nil, field(place + 1) != nil, !isLast(place), conditions.isEmpty,
        let clause = previous(place), meaning(clause) == .clause
      else { continue }
      doubts.append(.unknown(text(place...place + 1)))
    }
  }

  mutating func readQuestion(_ place: Int, _ shown: inout [Int], isOnly: Bool) {
    used[place] = true
    guard case .question(let kind) = meaning(place) else { return }
    // "average depth and number of wrecks": two numbers.
    if kind == .count, let aggregate = query.aggregate, aggregate.kind != .count, isJoined(place) {
      doubts.append(.contradiction(text(place)))
    }
    // "count of lines by level" is no order of lines.
    if kind == .count, query.aggregate == nil, query.columns == nil, !query.sort.isEmpty {
      cost += 0.4
    }
    if kind == .thing || kind == .count {
      // Something is asked for, and nothing is shown.
      if shown.isEmpty, query.columns == nil, query.aggregate == nil, query.sort.isEmpty,
        !(next(place).map(isRows) ?? false)
      {
        cost += 0.3
      }
      if shown.isEmpty, query.columns == nil, query.aggregate == nil, let after = next(place) {
        if case .unknown = items[after].kind { doubts.append(.unknown(text(after))) }
      }
      return
    }
    let isAnswered = isOnly ? !shown.isEmpty : shown.contains { isOf(kind, $0) }
    guard !isAnswered, query.aggregate == nil, query.columns == nil else { return }
    let fields = offer.fields.indices.filter { field in
      !held.contains(field) && isOf(kind, field)
    }
    if fields.count == 1 {
      shown.append(fields[0])
      cost += 0.1
    } else if kind == .time, let time = offer.time, !held.contains(time) {
      shown.append(time)
      cost += 0.05
    } else if kind == .person, let identity = offer.identity, !held.contains(identity),
      !isTitle(identity),
      fields.isEmpty || fields.contains(identity)
    {
      shown.append(identity)
      cost += 0.05
    } else if let choice = chosen[place] {
      shown.append(choice)
      cost += 0.2
    } else if fields.isEmpty {
      doubts.append(.unknown(text(place)))
    } else {
      open[place] = fields
      shown.append(fields[0])
      cost += 0.2
    }
  }

  /// Titles are of works and events; nobody is called so.
  private func isTitle(_ field: Int) -> Bool {
    index.fieldWords[field].contains { !Self.titles.isDisjoint(with: $0.words) }
  }

  private static let titles: Set<String> = [
    "title", "titel", "titre", "titulo", "titolo", "headline", "summary", "subject", "event",
  ]

  func isOf(_ kind: QuestionKind, _ field: Int) -> Bool {
    if kind == .time, self.kind(field) == .time { return true }
    guard let words = lexicon.kinds[kind] else { return false }
    if kind == .person || kind == .place, self.kind(field) == .number { return false }
    return index.fieldWords[field].contains { name in name.words.contains { words.contains($0) } }
  }

  /// A query that shows only what it holds fixed repeats the question.
  mutating func checkRepetition() {
    guard query.aggregate == nil, let columns = query.columns, !columns.isEmpty else { return }
    let fixed = Set(
      query.filters.filter { $0.comparison == .equal && $0.values.count == 1 }.map(\.field))
    if columns.allSatisfy(fixed.contains) { doubts.append(.repetition(columns[0])) }
  }
}
