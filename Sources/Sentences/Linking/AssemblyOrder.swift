import BlockModel

/// Aggregates, groups and order.
extension Assembly {
  // MARK: Aggregates

  mutating func readAggregates() {
    for place in items.indices where !used[place] {
      switch meaning(place) {
      case .aggregate(let kind): readAggregate(place, kind)
      case .question(.count): readHowMany(place)
      default: continue
      }
    }
    readGroup()
  }

  private mutating func readAggregate(_ place: Int, _ kind: RowQuery.Aggregate.Kind) {
    if let known = query.aggregate {
      // "how many goals … in total"
      if known.kind == kind { used[place] = true }
      return
    }
    let after = next(place)
    if kind == .count, !isCounting(place) { return }
    // "number of ebikes" counts what the rows count.
    if kind == .count, let after, let field = field(after), isQuantity(field), !isOrdinal(field) {
      return readHowMany(place)
    }
    if let after, let field = field(after), !used[after], kind != .count || !isRows(after) {
      guard
        isQuantity(field) || kind == .count
          || (kind == .max || kind == .min) && self.kind(field) == .time
      else { return }
      used[place] = true
      used[after] = true
      query.aggregate =
        kind == .count ? RowQuery.Aggregate(.count) : RowQuery.Aggregate(kind, id(field))
      return
    }
    // "goals per team, summed", "importe total"
    if kind != .count,
      let before = items.indices.last(where: { at in
        at < place && !used[at] && field(at).map { self.kind($0) == .number } ?? false
      }), let field = field(before)
    {
      used[place] = true
      used[before] = true
      query.aggregate = RowQuery.Aggregate(kind, id(field))
      return
    }
    if kind != .count, let column = query.columns?.first, query.columns?.count == 1 {
      used[place] = true
      query.columns = nil
      query.aggregate = RowQuery.Aggregate(kind, column)
      return
    }
    guard let after else { return }
    if kind == .count || isRows(after), kind == .sum || kind == .count {
      used[place] = true
      if !used[after], isRows(after) { used[after] = true }
      query.aggregate = RowQuery.Aggregate(.count)
    }
  }

  /// Rows are counted: not "by number of copies", nor "number of sold copies".
  private mutating func isCounting(_ place: Int) -> Bool {
    guard let after = next(place) else { return true }
    let isOrder =
      previous(place).map { meaning($0) == .sort || meaning($0) == .per && isBy($0) } ?? false
    let isField = field(after) != nil
    var isOther = false
    if meaning(after) == .verb, !isLast(after), after + 1 < items.count {
      switch items[after + 1].kind {
      case .unknown, .word(.generic): isOther = true
      default: break
      }
    }
    guard isOrder && !isField || isOther else { return true }
    used[place] = true
    doubts.append(.noField(text(place...after)))
    return false
  }

  private mutating func readHowMany(_ place: Int) {
    guard query.aggregate == nil, isCounting(place) else { return }
    // Some words may stand between: "how many tall players".
    var after = next(place)
    while let found = after, case .flag = items[found].kind { after = next(found) }
    guard let after else { return }
    if let field = field(after), !used[after] {
      used[place] = true
      if isQuantity(field), !isOrdinal(field) {
        used[after] = true
        if isGrouped(after) {
          query.aggregate = RowQuery.Aggregate(.sum, id(field))
        } else if query.filters.isEmpty {
          query.aggregate = RowQuery.Aggregate(.sum, id(field))
          cost += 0.15
        } else {
          query.columns = (query.columns ?? []) + [id(field)]
        }
      } else {
        used[after] = true
        query.aggregate = RowQuery.Aggregate(.count)
      }
      return
    }
    if isRows(after) || used[after] {
      used[place] = true
      if isRows(after) { used[after] = true }
      query.aggregate = RowQuery.Aggregate(.count)
    }
  }

  /// A number that counts nothing: a year, a rank, the number of a round.
  private func isOrdinal(_ field: Int) -> Bool {
    kind(field) == .year
      || index.fieldWords[field].contains { name in
        guard let last = name.words.indices.last(where: { !name.isOptional[$0] }) else {
          return false
        }
        return lexicon.contains(name.words[last], .ordinals)
      }
  }

  mutating func readGroup() {
    for place in items.indices where !used[place] {
      guard meaning(place) == .per else { continue }
      if query.aggregate == nil, let rows = next(place), case .subject = items[rows].kind,
        fieldBehind(place) == nil, !isBy(place)
      {
        used[place] = true
        continue
      }
      guard let after = fieldBehind(place), let field = field(after), !used[after] else { continue }
      // "highest price per room": the order comes first.
      let isOrdered =
        query.aggregate == nil
        && items.indices.contains { at in
          guard at < place, !used[at], case .superlative = meaning(at) else { return false }
          return next(at).flatMap { self.field($0) }.map(isQuantity) ?? false
        }
      if isOrdered { continue }
      // "title of each book": every row has one.
      if query.aggregate == nil, isRows(after), field == offer.identity || index.isNamed(field) {
        used[place] = true
        used[after] = true
        if query.view != nil { wanted.append(field) }
        continue
      }
      let isBy = isBy(place)
      guard query.aggregate != nil || !isBy else { continue }
      guard kind(field) == .text || kind(field) == .flag || kind(field) == .year || !isBy else {
        continue
      }
      used[place] = true
      used[after] = true
      query.group = id(field)
      if query.aggregate == nil {
        // "cities per country" counts; "rating per country" does not say how.
        query.aggregate = RowQuery.Aggregate(.count)
        if let head = items.indices.first(where: {
          self.field($0).map(isQuantity) ?? false && !used[$0]
        }),
          let number = self.field(head)
        {
          // "total per country", where the field is called total.
          let said = lexicon.meanings(of: pieces.map(\.folded), at: items[head].range.lowerBound)
            .lazy.compactMap {
              if case .aggregate(let kind) = $0.meaning { kind } else { nil }
            }.first
          if let said {
            used[head] = true
            query.aggregate = RowQuery.Aggregate(said, id(number))
          } else {
            doubts.append(.noField(text(head)))
          }
        }
      }
    }
  }

  /// The field behind "per": "per country", "per room type".
  private func fieldBehind(_ place: Int) -> Int? {
    guard let after = next(place) else { return nil }
    if field(after) != nil { return after }
    guard case .subject = items[after].kind, let more = next(after, inPhrase: true),
      field(more) != nil
    else {
      return nil
    }
    return more
  }

  // MARK: Order

  mutating func readOrder() {
    for place in items.indices where !used[place] {
      switch meaning(place) {
      case .sort: readSorted(place)
      case .superlative(let isDescending, let fields, let isTime):
        readSuperlative(place, isDescending, fields, isTime)
      case .newest: readSuperlative(place, true, [], true)
      case .top:
        // "the first year": the earliest.
        guard let after = next(place), let field = field(after), !used[after],
          kind(field) == .time || kind(field) == .year || isOrdinal(field) && isQuantity(field)
        else { continue }
        readSuperlative(place, false, [], true)
      case .direction(let isDescending): readDirection(place, isDescending)
      case .coming: readComing(place)
      case .per where query.aggregate == nil: readBy(place)
      default: continue
      }
    }
    // "the most expensive wine per country" is a row of each group, which no query says.
    if query.group != nil, let order = query.sort.first {
      doubts.append(.contradiction(order.field))
    }
    if query.limit != nil, query.sort.isEmpty, query.aggregate != nil, query.group != nil {
      query.sort = [RowQuery.Order(query.aggregate?.kind.rawValue ?? "count", isDescending: true)]
    }
  }

  /// "upcoming events", "the next match": what is still to come, soonest first.
  mutating func readComing(_ place: Int, isCounted: Bool = false) {
    used[place] = true
    if query.filters.contains(where: { $0.values == [.moment(.relative(.now))] }) {
      return doubts.append(.contradiction(text(place)))
    }
    guard let time = offer.time, kind(time) == .time else {
      return doubts.append(.noField(text(place)))
    }
    query.filters.append(RowQuery.Filter(id(time), .atLeast, .moment(.relative(.now))))
    add(RowQuery.Order(id(time), isDescending: false))
    if !isCounted, query.limit == nil,
      !lexicon.contains(pieces[items[place].range.lowerBound].folded, .all),
      isOne(place)
    {
      query.limit = 1
    }
  }

  private mutating func readSorted(_ place: Int) {
    var at = next(place)
    var isDescending: Bool? = pendingDirection
    // "sort the cities by elevation"
    if let rows = at, isRows(rows), let by = next(rows),
      meaning(by) == .per || meaning(by) == .sort,
      next(by).map({ field($0) != nil }) ?? false
    {
      used[rows] = true
      used[by] = true
      at = next(by)
    }
    if let found = at, case .superlative(let down, _, let isTime) = meaning(found), !used[found] {
      used[place] = true
      used[found] = true
      if isTime { return sortByTime(down, text(found)) }
      isDescending = down
      at = next(found)
    } else if let found = at, meaning(found) == .newest {
      used[place] = true
      used[found] = true
      return sortByTime(true, text(found))
    } else if let found = at, case .direction(let down) = meaning(found) {
      used[place] = true
      used[found] = true
      guard let first = offer.identity else { return doubts.append(.noField(text(place))) }
      return add(RowQuery.Order(id(first), isDescending: down))
    }
    guard let found = at, let field = field(found), !used[found] else {
      doubts.append(.unknown(text(place...min(place + 1, items.count - 1))))
      return
    }
    used[place] = true
    used[found] = true
    if isDescending == nil { isDescending = directionBehind(found) }
    add(RowQuery.Order(id(field), isDescending: isDescending ?? sortsDown(field)))
    if isDescending == nil { softOrders.insert(id(field)) }
    // "sorted by country and then price"
    var last = found
    while let and = next(last), meaning(and) == .and, let more = next(and),
      let other = self.field(more),
      !used[more]
    {
      used[and] = true
      used[more] = true
      add(RowQuery.Order(id(other), isDescending: directionBehind(more) ?? sortsDown(other)))
      last = more
    }
  }

  /// "descending", "highest first" behind a field.
  private mutating func directionBehind(_ place: Int) -> Bool? {
    var at = place + 1
    while at < items.count, isGlue(at) { at += 1 }
    guard at < items.count, !used[at] else { return nil }
    switch meaning(at) {
    case .direction(let isDescending):
      used[at] = true
      return isDescending
    case .superlative(let isDescending, let fields, _) where fields.isEmpty:
      guard at + 1 < items.count, meaning(at + 1) == .firstly else { return nil }
      used[at] = true
      used[at + 1] = true
      return direction(at, isDescending, of: field(place))
    default: return nil
    }
  }

  /// The worst delay is the longest, the worst rating the lowest.
  private func direction(_ place: Int, _ isDescending: Bool, of field: Int?) -> Bool {
    guard lexicon.contains(Folding.fold(text(place)), .judged), let field, risesFirst(field) else {
      return isDescending
    }
    return !isDescending
  }

  /// What people expect first when they only say "by".
  private func sortsDown(_ field: Int) -> Bool {
    index.fieldWords[field].contains { name in
      name.words.contains { WishWords.largestFirst.contains($0) }
    }
  }

  /// Numbers whose smallest is wanted first: prices, ranks, durations.
  private func risesFirst(_ field: Int) -> Bool {
    isOrdinal(field)
      || index.fieldWords[field].contains { name in
        name.words.contains { Self.rising.contains($0) }
      }
  }

  private static let rising: Set<String> = [
    "price", "cost", "fare", "rent", "duration", "minutes", "runtime", "rank", "pos", "position",
    "number", "floor", "delay", "latency", "errors", "failures", "losses", "noise", "waste",
    "preis", "kosten", "miete", "rang", "verspatung", "precio", "coste", "retraso", "prix", "cout",
    "loyer", "retard", "preco", "custo", "atraso", "prezzo", "costo", "ritardo", "prijs",
    "vertraging",
  ]

  private mutating func readDirection(_ place: Int, _ isDescending: Bool) {
    used[place] = true
    if let before = previous(place), let field = field(before), !used[before] {
      used[before] = true
      add(RowQuery.Order(id(field), isDescending: isDescending))
    } else if let last = query.sort.indices.last {
      query.sort[last].isDescending = isDescending
    } else if let identity = offer.identity,
      lexicon.contains(Folding.fold(text(place)), .alphabetic)
    {
      add(RowQuery.Order(id(identity), isDescending: isDescending))
    } else {
      doubts.append(.noField(text(place)))
    }
  }

  /// A word that orders as well as groups.
  private func isBy(_ place: Int) -> Bool {
    items[place].range.count == 1
      && lexicon.contains(pieces[items[place].range.lowerBound].folded, .by)
  }

  /// "top 3 cities by population", "players by points".
  private mutating func readBy(_ place: Int) {
    guard isBy(place), let after = next(place), let field = field(after), !used[after] else {
      return
    }
    let isChart =
      pendingDirection == nil
      && query.view.map { ![.list, .table, .number].contains($0) } ?? false
    used[place] = true
    used[after] = true
    if isChart {
      let hasNumber = items.indices.contains { at in
        self.field(at).map { isQuantity($0) && at != after } ?? false
      }
      if !hasNumber, kind(field) == .text || kind(field) == .flag {
        query.group = id(field)
        // "electricity by source" is an amount, "books by genre" are counted.
        let head = items.indices.first { if case .subject = items[$0].kind { true } else { false } }
        if let main = offer.mainNumber, let head, !isPlural(head) {
          query.aggregate = RowQuery.Aggregate(.sum, id(main))
          choices.append(.field(words: text(head), field: id(main)))
        } else {
          query.aggregate = RowQuery.Aggregate(.count)
        }
      } else {
        wanted.append(field)
      }
      return
    }
    // "pending orders and the total by city": another wish.
    if let number = previous(place), self.field(number).map(isQuantity) ?? false,
      let and = previous(number), meaning(and) == .and || meaning(and) == .clause,
      conditions.keys.contains(where: { $0 < and })
    {
      doubts.append(.contradiction(text(number...after)))
    }
    if let last = query.sort.indices.last, query.sort[last].field == id(field) { return }
    let isTop =
      query.limit != nil
      || items.indices.contains { at in
        at < place
          && {
            if case .superlative = meaning(at) { true } else { meaning(at) == .top }
          }()
      }
    let down = kind(field) == .number && (isTop || !risesFirst(field))
    let said = directionBehind(after) ?? pendingDirection
    add(RowQuery.Order(id(field), isDescending: said ?? down))
    if said == nil { softOrders.insert(id(field)) }
  }

  // MARK: Superlatives

  private mutating func readSuperlative(
    _ place: Int, _ isDescending: Bool, _ fields: [String], _ isTime: Bool
  ) {
    let words = text(place)
    used[place] = true
    let after = next(place, inPhrase: true)
    if fields.isEmpty, !isTime, let last = query.sort.indices.last,
      softOrders.contains(query.sort[last].field),
      place + 1 < items.count, meaning(place + 1) == .firstly
    {
      query.sort[last].isDescending = direction(
        place, isDescending, of: offer.fields.firstIndex { $0.id == query.sort[last].field })
      used[place + 1] = true
      return
    }
    var end = place
    if isTime, let field = named(fields) {
      // "oldest" is an age, where there is one, and a date elsewhere.
      add(RowQuery.Order(id(field), isDescending: !isDescending))
    } else if isTime {
      if let after, let field = field(after), !used[after],
        kind(field) == .time || isQuantity(field)
      {
        used[after] = true
        end = after
        if isAsked(place) {
          query.aggregate = RowQuery.Aggregate(isDescending ? .max : .min, id(field))
          return
        }
        add(RowQuery.Order(id(field), isDescending: isDescending))
      } else {
        sortByTime(isDescending, words)
      }
    } else if let after, !fields.isEmpty, let field = field(after), !used[after],
      kind(field) == .number
    {
      // "longest delay", "cheapest price"
      used[after] = true
      end = after
      if isGrouped(after) {
        query.aggregate = RowQuery.Aggregate(isDescending ? .max : .min, id(field))
        return readGroup()
      }
      add(RowQuery.Order(id(field), isDescending: isDescending))
    } else if !fields.isEmpty {
      guard let field = named(fields) else {
        // "by calories, lightest first"
        if let last = query.sort.indices.last, softOrders.contains(query.sort[last].field),
          place + 1 < items.count, meaning(place + 1) == .firstly
        {
          query.sort[last].isDescending = isDescending
          used[place + 1] = true
          return
        }
        return doubts.append(.noField(words))
      }
      add(RowQuery.Order(id(field), isDescending: isDescending))
    } else if after.map({ field($0) == nil }) ?? true, place > 0, let before = nounBefore(place),
      let field = field(before),
      kind(field) == .number
    {
      // "el precio más alto": the field stands before.
      used[before] = true
      if isAsked(before) || isBare(before) {
        query.aggregate = RowQuery.Aggregate(isDescending ? .max : .min, id(field))
        return
      }
      add(RowQuery.Order(id(field), isDescending: isDescending))
    } else if let after, let field = field(after), !used[after],
      isQuantity(field) || kind(field) == .time
    {
      used[after] = true
      end = after
      if isAsked(place) || isGrouped(after) || isBare(after) {
        query.aggregate = RowQuery.Aggregate(isDescending ? .max : .min, id(field))
        readGroup()
        return
      }
      add(RowQuery.Order(id(field), isDescending: isDescending))
    } else if query.limit != nil || after.map(isRows) ?? false,
      !lexicon.contains(Folding.fold(words), .more)
    {
      // "top 3 cities by rating": the order follows.
      if hasOrderBehind(place) {
        pendingDirection = isDescending
      } else if lexicon.contains(Folding.fold(words), .height),
        let height = named(["elevation", "height"])
      {
        add(RowQuery.Order(id(height), isDescending: isDescending))
      } else if let main = offer.mainNumber {
        add(RowQuery.Order(id(main), isDescending: isDescending))
        choices.append(.field(words: words, field: id(main)))
        cost += 0.1
      } else {
        return doubts.append(.noField(words))
      }
    } else {
      return doubts.append(.noField(after.map { text(place...$0) } ?? words))
    }
    if end + 1 < items.count, meaning(end + 1) == .firstly {
      used[end + 1] = true
    } else if let at = items.indices.first(where: { meaning($0) == .firstly }) {
      used[at] = true
    } else if query.limit == nil, isOne(place) {
      query.limit = 1
    }
  }

  /// The first field of these names.
  private func named(_ names: [String]) -> Int? {
    for name in names {
      let known = Set([name] + (lexicon.synonyms[name] ?? []))
      for (field, all) in index.fieldWords.enumerated() where kind(field) != .text {
        if all.contains(where: { $0.words.contains(name) }) { return field }
      }
      for (field, all) in index.fieldWords.enumerated() where kind(field) != .text {
        if all.contains(where: { !known.isDisjoint(with: $0.words) }) { return field }
      }
    }
    return nil
  }

  /// The field right before a superlative, where a language writes it so.
  private func nounBefore(_ place: Int) -> Int? {
    guard lexicon.decimal == "," else { return nil }
    var at = place - 1
    while at > 0, case .article? = meaning(at) { at -= 1 }
    return field(at) != nil && !used[at] ? at : nil
  }

  /// "maximum load in eu-west": no rows are spoken of, so the number itself is wanted.
  private func isBare(_ number: Int) -> Bool {
    query.limit == nil && query.view == nil
      && !items.indices.contains { at in
        if at != number, isRows(at), meaning(at) != .generic { return true }
        if meaning(at) == .firstly { return true }
        if case .unknown = items[at].kind { return true }
        if case .field = items[at].kind, at != number, !held.contains(field(at) ?? -1) {
          return true
        }
        return false
      }
  }

  /// "cheapest price per room type": one number for each group.
  private func isGrouped(_ place: Int) -> Bool {
    guard let per = next(place), meaning(per) == .per, let by = fieldBehind(per),
      let field = field(by)
    else { return false }
    return !used[by] && kind(field) == .text
  }

  private func hasOrderBehind(_ place: Int) -> Bool {
    items.indices.contains { at in
      at > place && !used[at]
        && (meaning(at) == .sort || meaning(at) == .per && isBy(at))
        && next(at).map { field($0) != nil } ?? false
    }
  }

  /// "what is the highest attendance": the number itself is asked for.
  private func isAsked(_ place: Int) -> Bool {
    guard query.aggregate == nil, query.limit == nil,
      !items.indices.contains(where: { $0 > place && meaning($0) == .firstly })
    else { return false }
    let before = (0..<place).reversed()
    for at in before {
      if isGlue(at) { continue }
      if case .question(.thing) = meaning(at) { return true }
      return false
    }
    return false
  }

  /// One thing is asked for: "which city has the most people", "the oldest film".
  private func isOne(_ place: Int) -> Bool {
    if isQuestion { return true }
    func isNoun(_ at: Int) -> Bool {
      switch items[at].kind {
      case .unknown, .subject, .field, .value, .holds: true
      default: false
      }
    }
    // "the election with the most seats"
    if let rows = items.indices.first(where: { $0 < place && isRows($0) && meaning($0) != .generic }
    ) {
      return !isPlural(rows)
    }
    let behind = items.indices.filter { $0 > place && isNoun($0) }
    if let rows = behind.first(where: { isRows($0) }) { return !isPlural(rows) }
    return behind.first.map { !isPlural($0) } ?? false
  }
}
