import BlockModel

/// Aggregates and groups.
extension Assembly {
  mutating func readAggregates() {
    for place in items.indices where !used[place] {
      switch meaning(place) {
      case .aggregate(let kind): readAggregate(place, kind)
      case .question(.count): readHowMany(place)
      case .question(.amount): readHowMuch(place)
      default: continue
      }
    }
    readGroup()
    readBuckets()
  }

  mutating func readAggregate(_ place: Int, _ kind: RowQuery.Aggregate.Kind) {
    if let known = query.aggregate {
      // "how much did it cost on average": the question alone would be the sum.
      if known.kind == .sum, kind != .count, !isSaid(.sum) {
        used[place] = true
        query.aggregate?.kind = kind
        return
      }
      // "average age and average fee" are two numbers, "how many goals … in total" is one.
      let another = next(place).flatMap { self.field($0) }.map { id($0) }
      if known.kind == kind, another == nil || another == known.field { used[place] = true }
      return
    }
    // "with 1.49 average", of a column called Avg: the label of a condition.
    if let before = previous(place, inPhrase: true), let field = conditions[before],
      isCalled(field, kind)
    {
      used[place] = true
      return
    }
    var after = next(place)
    // "average number of cars": of the cars.
    if kind != .count, let count = after, let behind = next(count),
      meaning(count) == .aggregate(.count) || meaning(count) == .question(.count),
      field(behind).map(isQuantity) ?? false
    {
      used[count] = true
      after = behind
    }
    if kind == .count, !isCounting(place) { return }
    // "number of ebikes" counts what the rows count.
    if kind == .count, let after, let field = field(after), isQuantity(field), !isOrdinal(field) {
      return readHowMany(place)
    }
    // "total seats", where the source says "12 seats left" and "sold out"
    if let after, let field = field(after), !used[after], isCountedInWords(field),
      kind == .sum || kind == .mean || kind == .median, !isRows(after)
    {
      used[place] = true
      used[after] = true
      return doubts.append(.noField(text(place...after)))
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
    // "total per month", where there is one number
    let numbers = offer.fields.indices.filter { self.kind($0) == .number && !isOrdinal($0) }
    if kind != .count, numbers.count == 1, place + 1 < items.count, isOfGroups(place + 1) {
      used[place] = true
      query.aggregate = RowQuery.Aggregate(kind, id(numbers[0]))
      cost += 0.1
      return
    }
    guard let after else { return }
    if kind == .count || isRows(after), kind == .sum || kind == .count {
      used[place] = true
      if !used[after], isRows(after) { used[after] = true }
      query.aggregate = RowQuery.Aggregate(.count)
    }
  }

  /// Is a field called as an aggregate is: `Avg`, `Total`?
  private func isCalled(_ field: Int, _ kind: RowQuery.Aggregate.Kind) -> Bool {
    index.fieldWords[field].contains { name in
      name.words.contains { word in
        lexicon.meanings(of: [word], at: 0).contains { $0.meaning == .aggregate(kind) }
      }
    }
  }

  /// Do most texts of a field begin with a number that counts what follows: "12 seats left"?
  private func isCountedInWords(_ field: Int) -> Bool {
    guard kind(field) == .text else { return false }
    let values = offer.fields[field].values
    return 2
      * values.count { value in
        let words = Piece.words(value)
        guard words.count > 1, words[0].allSatisfy(\.isNumber), words[0].count < 4 else {
          return false
        }
        return words[1].allSatisfy(\.isLetter)
          && !lexicon.meanings(of: words, at: 1).contains { found in
            if case .month = found.meaning { true } else { false }
          }
      } >= max(values.count, 1)
  }

  /// "per month", "by person"
  private func isOfGroups(_ place: Int) -> Bool {
    if case .bucket = items[place].kind { return true }
    return meaning(place) == .per
  }

  /// Rows are counted: not "by number of copies", nor "number of sold copies".
  mutating func isCounting(_ place: Int) -> Bool {
    guard let after = next(place) else { return true }
    let isOrder =
      previous(place).map { meaning($0) == .sort || meaning($0) == .per && isBy($0) } ?? false
    let isField = field(after) != nil
    // "sorted by number of seats": the order reads it.
    if isOrder, field(after).map(isQuantity) ?? false { return false }
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

  mutating func readHowMany(_ place: Int) {
    guard query.aggregate == nil, isCounting(place) else { return }
    // Some words may stand between: "how many tall players".
    var after = next(place)
    while let found = after, case .flag = items[found].kind { after = next(found) }
    // "count of log lines"
    if let found = after, case .unknown = items[found].kind, found + 1 < items.count,
      meaning(found + 1) == .generic
    {
      after = found + 1
    }
    guard let after else { return }
    if let field = field(after), !used[after] {
      used[place] = true
      if isQuantity(field), !isOrdinal(field) {
        used[after] = true
        if isGrouped(after) || isTotal(place) {
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

  /// "the total number of goals": one of all rows, not one of each.
  private func isTotal(_ place: Int) -> Bool {
    pieces[items[place].range].contains { piece in
      lexicon.meanings(of: [piece.folded], at: 0).contains { $0.meaning == .aggregate(.sum) }
    }
  }

  private func isSaid(_ kind: RowQuery.Aggregate.Kind) -> Bool {
    items.indices.contains { used[$0] && meaning($0) == .aggregate(kind) }
  }

  /// "how much rain": of a number. Only the rows themselves are counted so.
  private mutating func readHowMuch(_ place: Int) {
    let isCounted =
      next(place).map { after in
        isRows(after) && meaning(after) != .generic
          || field(after).map { isQuantity($0) && !isOrdinal($0) } ?? false
      } ?? false
    if isCounted { readHowMany(place) }
    guard query.aggregate == nil, query.columns == nil, !used[place] else { return }
    used[place] = true
    doubts.append(.noField(text(place...(next(place) ?? place))))
  }

  /// A number that counts nothing: a year, a rank, the number of a round.
  func isOrdinal(_ field: Int) -> Bool {
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
        fieldBehind(place) == nil, !isBy(place),
        !fieldPieces.contains(items[rows].range.lowerBound)
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
      // "visitors per day": a row is a day.
      // "loaf per bakery", of a list called bakeries: several rows are of one bakery.
      let isEach =
        isRows(after) && !offer.isRepeated(field)
        && (field == offer.identity || index.isNamed(field))
        || field == offer.time && offer.fields[field].values.count >= offer.rowCount
          && items.indices.contains { self.field($0).map(isQuantity) ?? false && !used[$0] }
      if query.aggregate == nil, isEach {
        used[place] = true
        used[after] = true
        if query.view != nil { wanted.append(field) }
        continue
      }
      let isBy = isBy(place)
      guard query.aggregate != nil || !isBy else { continue }
      guard
        kind(field) == .text || kind(field) == .flag || kind(field) == .year || !isBy
          || kind(field) == .number && query.aggregate?.kind == .mean
          || kind(field) == .time && bucket(after) != nil
      else { continue }
      used[place] = true
      used[after] = true
      query.group = id(field)
      // "per date": moments are grouped by their day.
      if kind(field) == .time { query.bucket = bucket(after) ?? .day }
      inferAggregate()
    }
  }

  /// The span that a word for a field of time is a word for: "month".
  private func bucket(_ place: Int) -> RowQuery.Bucket? {
    lexicon.unit(of: pieces.map(\.folded), at: items[place].range.lowerBound).flatMap { found in
      found.length == items[place].range.count ? RowQuery.Bucket(found.unit) : nil
    }
  }

  /// "errors per day": groups of spans of the time that the rows have.
  private mutating func readBuckets() {
    for place in items.indices where !used[place] {
      guard case .bucket(let bucket) = items[place].kind else { continue }
      let times = offer.fields.indices.filter { kind($0) == .time }
      guard let time = offer.time.flatMap({ kind($0) == .time ? $0 : nil }) ?? times.first,
        query.group == nil
      else {
        doubts.append(.contradiction(text(place)))
        continue
      }
      used[place] = true
      // "visitors per day", where a row is a day.
      let values = offer.fields[time].values
      let isRow =
        query.aggregate == nil && bucket == .day && values.count >= offer.rowCount
        && Set(values.map { $0.prefix(10) }).count == values.count
        && items.indices.contains { at in
          self.field(at).map(isQuantity) ?? false && !used[at]
        }
      if isRow { continue }
      if times.count > 1, offer.time == nil { cost += 0.3 }
      query.group = id(time)
      query.bucket = bucket
      inferAggregate()
    }
  }

  /// "cities per country" counts; "rating per country" does not say how.
  private mutating func inferAggregate() {
    guard query.aggregate == nil else { return }
    query.aggregate = RowQuery.Aggregate(.count)
    isCountInferred = true
    guard
      let head = items.indices.first(where: { at in
        // "the top 2 orders of each customer by total": the total orders.
        let isOrder =
          previous(at).map { meaning($0) == .sort || meaning($0) == .per && isBy($0) } ?? false
        return field(at).map(isQuantity) ?? false && !used[at] && !isOrder
      }), let number = field(head)
    else { return }
    // "total per country", where the field is called total.
    let said = lexicon.meanings(of: pieces.map(\.folded), at: items[head].range.lowerBound)
      .lazy.compactMap {
        if case .aggregate(let kind) = $0.meaning { kind } else { nil }
      }.first
    if let said {
      used[head] = true
      query.aggregate = RowQuery.Aggregate(said, id(number))
    } else {
      uncounted = head
    }
  }

  /// The field behind "per": "per country", "per room type".
  func fieldBehind(_ place: Int) -> Int? {
    guard let after = next(place) else { return nil }
    if field(after) != nil { return after }
    guard case .subject = items[after].kind, let more = next(after, inPhrase: true),
      field(more) != nil
    else {
      return nil
    }
    return more
  }
}
