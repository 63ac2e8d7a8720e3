import BlockModel

/// "cheapest", "most": orders, or the highest of a number.
extension Assembly {
  mutating func readSuperlative(
    _ place: Int, _ isDescending: Bool, _ fields: [String], _ isTime: Bool
  ) {
    let words = text(place)
    used[place] = true
    if let end = otherEnd(place, isDescending) {
      guard isTime else { return readBothEnds(place, end, isDescending, fields) }
      used[end] = true
    }
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
    if leadsByCount(place, after, isDescending) { return }
    // "average price by brand, highest first", "largest total first": the number of each group.
    if fields.isEmpty, !isTime, query.group != nil, let aggregate = query.aggregate {
      let said = after.flatMap { meaning($0) == .aggregate(aggregate.kind) ? $0 : nil }
      let behind = (said ?? place) + 1
      let isFirst =
        behind < items.count
        && (meaning(behind) == .firstly || said != nil && meaning(behind) == .top)
      if after.map({ field($0) == nil }) ?? true,
        !isCountInferred || said == nil && isFirst
      {
        if let said { used[said] = true }
        if isFirst { used[behind] = true }
        return add(RowQuery.Order(aggregate.kind.rawValue, isDescending: isDescending))
      }
    }
    // "average quote by maker, dearest first": what has no price by name, and is summed up.
    if fields.contains("price"), !isTime, query.group != nil, let aggregate = query.aggregate,
      let summed = offer.fields.firstIndex(where: { $0.id == aggregate.field }),
      measure(of: summed).map(\.isMoney) ?? true, named(fields) == nil,
      place + 1 < items.count, meaning(place + 1) == .firstly
    {
      used[place + 1] = true
      return add(RowQuery.Order(aggregate.kind.rawValue, isDescending: isDescending))
    }
    var end = place
    if isTime, let field = named(fields) {
      // "oldest" is an age, where there is one, and a date elsewhere.
      add(RowQuery.Order(id(field), isDescending: !isDescending))
    } else if isTime, isAged(place), let field = origin,
      // "last inspection older than 2 years, oldest first" orders by that inspection.
      spokenOf == nil || items[place].range.count == 1 && meaning(place + 1) != .firstly
    {
      // The oldest bridge was built first, whatever else is dated.
      add(RowQuery.Order(id(field), isDescending: isDescending))
    } else if isTime, let spoken = spokenOf, after.flatMap({ field($0) }) == nil {
      // "last inspection older than two years, oldest first": the time that was spoken of.
      add(RowQuery.Order(id(spoken), isDescending: isDescending))
    } else if isTime, isAged(place), let time = offer.time,
      isOnlyAhead(time) || isOfSomethingElse(time), after.flatMap({ field($0) }) == nil
    {
      // When something is due next says nothing of its age.
      return doubts.append(.noField(words))
    } else if isTime {
      if let after, let field = field(after), !used[after],
        kind(field) == .time || isQuantity(field)
      {
        // "most recently watered": when it was, not how often it is.
        if kind(field) == .number, field != origin { cost += 0.15 }
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
        if leadsGroups(place, after, RowQuery.Order(id(field), isDescending: isDescending)) {
          return
        }
        query.aggregate = RowQuery.Aggregate(isDescending ? .max : .min, id(field))
        return readGroup()
      }
      add(RowQuery.Order(id(field), isDescending: isDescending))
    } else if !fields.isEmpty {
      guard let field = spoken(fields) ?? named(fields) ?? onlyPrice(fields) else {
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
      // "least played": how often, not when.
      if kind(field) == .time, isAmount(place) { cost += 0.4 }
      used[after] = true
      end = after
      if leadsGroups(place, after, RowQuery.Order(id(field), isDescending: isDescending)) {
        return
      }
      if isAsked(place) || isGrouped(after) || isBare(after) {
        query.aggregate = RowQuery.Aggregate(isDescending ? .max : .min, id(field))
        readGroup()
        return
      }
      add(RowQuery.Order(id(field), isDescending: isDescending))
    } else if query.limit != nil || after.map(isRows) ?? false || isOfRows(place, after),
      !isAmount(place)
    {
      // "top 3 cities by rating": the order follows.
      if hasOrderBehind(place) {
        pendingDirection = isDescending
      } else if lexicon.contains(Folding.fold(words), .height),
        let height = named(["elevation", "height"])
      {
        add(RowQuery.Order(id(height), isDescending: isDescending))
      } else if place + 1 < items.count, meaning(place + 1) == .firstly, let only = onlyNumber {
        // "heights in the Alps, biggest first"
        add(RowQuery.Order(id(only), isDescending: isDescending))
        cost += 0.1
      } else if let main = sizeOrMain(words) {
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
    } else {
      isRanked = true
      if query.limit == nil, isOne(place) { query.limit = 1 }
    }
  }

  /// "which donor has the most lots": the groups are counted, and the largest is wanted.
  private mutating func leadsByCount(_ place: Int, _ after: Int?, _ isDescending: Bool) -> Bool {
    guard let after, isRows(after), query.aggregate == nil, query.group == nil,
      isAmount(place), let by = items.indices.first(where: { field($0) != nil && !used[$0] }),
      by < place,
      let field = field(by), kind(field) == .text, field != offer.identity,
      offer.isRepeated(field)
    else { return false }
    used[by] = true
    used[after] = true
    query.group = id(field)
    query.aggregate = RowQuery.Aggregate(.count)
    add(RowQuery.Order(RowQuery.Aggregate.Kind.count.rawValue, isDescending: isDescending))
    if query.limit == nil, isQuestion || !isPlural(by) { query.limit = 1 }
    return true
  }

  /// "most", "fewest": of what is counted.
  private func isAmount(_ place: Int) -> Bool {
    lexicon.contains(pieces[items[place].range.upperBound - 1].folded, .more)
  }

  /// "biggest first" alone, "el piso más grande": of the rows, as nothing else is named.
  private func isOfRows(_ place: Int, _ after: Int?) -> Bool {
    if place + 1 < items.count, meaning(place + 1) == .firstly { return true }
    guard lexicon.decimal == ",", let before = previous(place) else { return false }
    return isRows(before) && meaning(before) != .generic
  }

  /// Numbers that the sentence names, and that nothing has taken yet.
  var namedNumbers: Set<Int> {
    Set(
      items.indices.compactMap { at in
        field(at).flatMap { !used[at] && kind($0) == .number ? $0 : nil }
      })
  }

  /// The only time that the sentence selects rows by.
  private var spokenOf: Int? {
    let spoken = Set(conditions.values.filter { kind($0) == .time })
    return spoken.count == 1 ? spoken.first : nil
  }

  /// "a waiting time between 15 and 40 minutes, shortest first": of the fields that a word may speak of, the one
  /// that rows are selected by.
  private func spoken(_ fields: [String]) -> Int? {
    let found = held.filter { field in
      kind(field) == .number
        && (index.fieldWords[field].contains { !Set(fields).isDisjoint(with: $0.words) }
          || fields.contains("duration") && measure(of: field)?.dimension == .time)
    }
    return found.count == 1 ? found.first : nil
  }

  /// The only number that the sentence names, as what is shown or as what rows are selected by.
  var onlyNumber: Int? {
    let named = namedNumbers
    if named.count == 1 { return named.first }
    // "with a pressure between 3 and 5 bar, highest first"
    let held = Set(
      items.indices.compactMap { at in
        field(at).flatMap { self.held.contains($0) && kind($0) == .number ? $0 : nil }
      })
    return named.isEmpty && held.count == 1 ? held.first : nil
  }

  /// The number that a superlative of no field speaks of. The biggest flat is not the dearest.
  private func sizeOrMain(_ words: String) -> Int? {
    guard let main = offer.mainNumber, lexicon.contains(Folding.fold(words), .large),
      index.fieldWords[main].contains(where: { !Self.prices.isDisjoint(with: $0.words) })
    else { return offer.mainNumber }
    return named(["area", "size", "surface", "superficie", "flache", "oppervlakte"])
  }

  private static let prices: Set<String> = [
    "price", "rent", "fare", "fee", "preis", "miete", "prix", "loyer", "tarif", "precio",
    "alquiler", "preco", "aluguel", "renda", "prezzo", "affitto", "prijs", "huur",
  ]

  /// The first field of these names.
  func named(_ names: [String]) -> Int? {
    // "fastest" is no short duration where there are distances.
    let unless = Set(names.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) })
    if index.fieldWords.contains(where: { all in all.contains { !unless.isDisjoint(with: $0.words) }
    }) {
      return nil
    }
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

  /// "cheapest", where one field alone holds amounts of money, whatever it is called.
  func onlyPrice(_ names: [String]) -> Int? {
    guard names.contains("price") else { return nil }
    let amounts = offer.fields.indices.filter { field in
      kind(field) == .number && offer.fields[field].unit.map(Self.isCurrency) ?? false
    }
    return amounts.count == 1 ? amounts[0] : nil
  }

  private static func isCurrency(_ unit: String) -> Bool {
    ["€", "$", "£", "¥"].contains(unit)
      || unit.count == 3 && unit.allSatisfy { $0.isASCII && $0.isUppercase }
  }

  /// The field right before a superlative, where a language writes it so.
  func nounBefore(_ place: Int) -> Int? {
    guard lexicon.decimal == "," else { return nil }
    var at = place - 1
    while at > 0, case .article? = meaning(at) { at -= 1 }
    return field(at) != nil && !used[at] ? at : nil
  }

  /// "maximum load in eu-west": no rows are spoken of, so the number itself is wanted.
  func isBare(_ number: Int) -> Bool {
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
  func isGrouped(_ place: Int) -> Bool {
    guard let per = next(place), meaning(per) == .per, let by = fieldBehind(per),
      let field = field(by)
    else { return false }
    return !used[by] && kind(field) == .text
  }

  func hasOrderBehind(_ place: Int) -> Bool {
    items.indices.contains { at in
      at > place && !used[at]
        && (meaning(at) == .sort || meaning(at) == .per && isBy(at))
        && next(at).map { field($0) != nil } ?? false
    }
  }

  /// "what is the highest attendance": the number itself is asked for.
  func isAsked(_ place: Int) -> Bool {
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
  func isOne(_ place: Int) -> Bool {
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
