import BlockModel

/// What comes first: "sorted by", "upcoming", directions.
extension Assembly {
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
      case .past where lexicon.contains(Folding.fold(text(place)), .bygone): readBygone(place)
      case .per where query.aggregate == nil || isCountInferred: readBy(place)
      default: continue
      }
    }
    // "average price by vessel, dearest first": by the average.
    if let aggregate = query.aggregate, query.group != nil, query.sort.count == 1,
      query.sort[0].field == aggregate.field
    {
      query.sort[0].field = aggregate.kind.rawValue
    } else if query.group != nil, let order = query.sort.first,
      RowQuery.Aggregate.Kind(rawValue: order.field) == nil, !ordersGroups(order)
    {
      leadGroups(order)
    }
    if let uncounted, query.group != nil, let field = field(uncounted) {
      doubts.append(.unaggregated(id(field)))
    }
    if query.limit != nil, query.sort.isEmpty, query.aggregate != nil, query.group != nil {
      query.sort = [RowQuery.Order(query.aggregate?.kind.rawValue ?? "count", isDescending: true)]
    }
  }

  /// "average price per country, sorted by country": the groups themselves are ordered.
  private func ordersGroups(_ order: RowQuery.Order) -> Bool {
    order.field == query.group && query.sort.count == 1 && !isRanked
      && (query.limit == nil || !isCountInferred)
  }

  /// "the most expensive wine per country": a row of each group.
  private mutating func leadGroups(_ order: RowQuery.Order) {
    guard isCountInferred, query.bucket == nil, isRanked || query.limit != nil else {
      return doubts.append(.contradiction(order.field))
    }
    // "the most expensive wines per country": how many of each?
    if query.limit == nil { doubts.append(.contradiction(order.field)) }
    query.limit = query.limit ?? 1
    (query.limitPer, query.group, query.aggregate) = (query.group, nil, nil)
  }

  /// "past races", "previous events": what is over, the last first.
  private mutating func readBygone(_ place: Int) {
    used[place] = true
    guard let time = offer.time, kind(time) == .time else {
      return doubts.append(.noField(text(place)))
    }
    // What is of today is not over before the day is.
    let end = RowQuery.Moment.relative(isOnlyDays(time) ? .today : .now)
    query.filters.append(RowQuery.Filter(id(time), .below, .moment(end)))
    add(RowQuery.Order(id(time), isDescending: true))
    if query.limit == nil, isOne(place) { query.limit = 1 }
  }

  /// "upcoming events", "the next match": what is still to come, soonest first.
  mutating func readComing(_ place: Int, isCounted: Bool = false) {
    used[place] = true
    if query.filters.contains(where: {
      $0.values == [.moment(.relative(.now))] || $0.values == [.moment(.relative(.today))]
    }) {
      return doubts.append(.contradiction(text(place)))
    }
    guard let time = offer.time, kind(time) == .time else {
      return doubts.append(.noField(text(place)))
    }
    let start = RowQuery.Moment.relative(isOfDays(time) ? .today : .now)
    query.filters.append(RowQuery.Filter(id(time), .atLeast, .moment(start)))
    add(RowQuery.Order(id(time), isDescending: false))
    if !isCounted, query.limit == nil,
      !lexicon.contains(pieces[items[place].range.lowerBound].folded, .all),
      isOne(place)
    {
      query.limit = 1
    }
  }

  mutating func readSorted(_ place: Int) {
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
    if let found = at, case .superlative(let down, let fields, let isTime) = meaning(found),
      !used[found]
    {
      used[place] = true
      used[found] = true
      let end = otherEnd(found, down)
      if isTime {
        if let end { used[end] = true }
        if let age = named(fields) { return add(RowQuery.Order(id(age), isDescending: !down)) }
        return sortByTime(down, text(found))
      }
      if let end { return readBothEnds(found, end, down, fields) }
      isDescending = down
      at = next(found)
    } else if let found = at, meaning(found) == .newest {
      used[place] = true
      used[found] = true
      return sortByTime(true, text(found))
    } else if let found = at, case .direction(let down) = meaning(found) {
      used[place] = true
      used[found] = true
      if orderGroups(found, down) { return }
      guard let first = offer.identity else { return doubts.append(.noField(text(place))) }
      return add(RowQuery.Order(id(first), isDescending: down))
    }
    at = behindNaming(behindCount(at))
    guard let found = at, let field = field(found), !used[found] else {
      doubts.append(.unknown(text(place...min(place + 1, items.count - 1))))
      return
    }
    used[place] = true
    used[found] = true
    // "sorted by commune name"
    if id(field) == query.group, let name = next(found, inPhrase: true), isNaming(name) {
      used[name] = true
    }
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

  /// "sorted by number of seats": the field behind what counts.
  private mutating func behindCount(_ place: Int?) -> Int? {
    guard let place, !used[place], let behind = next(place),
      field(behind).map(isQuantity) ?? false
    else { return place }
    switch meaning(place) {
    case .aggregate(.count), .question(.count):
      used[place] = true
      return behind
    default: return place
    }
  }

  /// "sorted by the name of the commune": communes that are groups have no other.
  private mutating func behindNaming(_ place: Int?) -> Int? {
    guard let place, !used[place], isNaming(place), let group = query.group,
      let behind = next(place, inPhrase: true), field(behind).map({ id($0) == group }) ?? false
    else { return place }
    used[place] = true
    return behind
  }

  private func isNaming(_ place: Int) -> Bool {
    items[place].range.count == 1
      && lexicon.contains(pieces[items[place].range.lowerBound].folded, .naming)
  }

  /// "alphabetically", "in alphabetical order of the commune", of groups.
  private mutating func orderGroups(_ place: Int, _ isDescending: Bool) -> Bool {
    guard let group = query.group, query.sort.isEmpty, query.aggregate != nil,
      lexicon.contains(Folding.fold(text(place)), .alphabetic)
    else { return false }
    if let behind = behindNaming(next(place, inPhrase: true)), !used[behind],
      field(behind).map({ id($0) == group }) ?? false
    {
      used[behind] = true
    }
    add(RowQuery.Order(group, isDescending: isDescending))
    return true
  }

  /// "descending", "highest first" behind a field.
  mutating func directionBehind(_ place: Int) -> Bool? {
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
  func direction(_ place: Int, _ isDescending: Bool, of field: Int?) -> Bool {
    guard lexicon.contains(Folding.fold(text(place)), .judged), let field, risesFirst(field) else {
      return isDescending
    }
    return !isDescending
  }

  /// What people expect first when they only say "by".
  func sortsDown(_ field: Int) -> Bool {
    index.fieldWords[field].contains { name in
      name.words.contains { WishWords.largestFirst.contains($0) }
    }
  }

  /// Numbers whose smallest is wanted first: prices, ranks, durations.
  func risesFirst(_ field: Int) -> Bool {
    isOrdinal(field)
      || index.fieldWords[field].contains { name in
        name.words.contains { Self.rising.contains($0) }
      }
  }

  static let rising: Set<String> = [
    "price", "cost", "fare", "rent", "duration", "minutes", "runtime", "rank", "pos", "position",
    "number", "floor", "delay", "latency", "errors", "failures", "losses", "noise", "waste",
    "preis", "kosten", "miete", "rang", "verspatung", "precio", "coste", "retraso", "prix", "cout",
    "loyer", "retard", "preco", "custo", "atraso", "prezzo", "costo", "ritardo", "prijs",
    "vertraging",
  ]

  mutating func readDirection(_ place: Int, _ isDescending: Bool) {
    used[place] = true
    if orderGroups(place, isDescending) { return }
    let isAlphabetic = lexicon.contains(Folding.fold(text(place)), .alphabetic)
    // "name and size, in alphabetical order": of what tells the rows apart.
    if let before = previous(place, inPhrase: isAlphabetic), let field = field(before),
      !used[before]
    {
      used[before] = true
      add(RowQuery.Order(id(field), isDescending: isDescending))
    } else if let last = query.sort.indices.last {
      query.sort[last].isDescending = isDescending
    } else if query.group != nil, let aggregate = query.aggregate {
      add(RowQuery.Order(aggregate.kind.rawValue, isDescending: isDescending))
    } else if let identity = offer.identity, isAlphabetic {
      add(RowQuery.Order(id(identity), isDescending: isDescending))
    } else if let only = onlyNumber {
      // "con más de 300 hm3 de volumen, de mayor a menor"
      add(RowQuery.Order(id(only), isDescending: isDescending))
      cost += 0.1
    } else {
      doubts.append(.noField(text(place)))
    }
  }

  /// A word that orders as well as groups.
  func isBy(_ place: Int) -> Bool {
    items[place].range.count == 1
      && lexicon.contains(pieces[items[place].range.lowerBound].folded, .by)
  }

  /// "top 3 cities by population", "players by points".
  mutating func readBy(_ place: Int) {
    guard isBy(place), let after = behindCount(next(place)), let field = field(after), !used[after]
    else { return }
    // "books signed by the author": by somebody, no order.
    if let before = previous(place, inPhrase: true), before == place - 1, meaning(before) == .verb {
      return doubts.append(.unknown(text(before...after)))
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
      } else if kind(field) == .text, offer.isRepeated(field), query.group == nil,
        query.sort.isEmpty, query.view == .pie || query.view == .donut,
        namedNumbers.count == 1, let number = namedNumbers.first
      {
        // "gross weight by material as a pie": slices are shares of the whole. Of bars it is not said.
        query.group = id(field)
        query.aggregate = RowQuery.Aggregate(.sum, id(number))
        for at in items.indices where self.field(at) == number { used[at] = true }
      } else {
        wanted.append(field)
      }
      return
    }
    // "the cheapest car by brand": one of each.
    if isRanked, kind(field) == .text, !query.sort.isEmpty {
      guard query.limit == 1 else {
        return doubts.append(.contradiction(text(place...after)))
      }
      query.limitPer = id(field)
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
}
