import BlockModel

/// Numbers with their comparison, and the fields they belong to.
extension Assembly {
  mutating func readNumber(_ place: Int, _ number: NumberReading) {
    let front = front(place)
    var comparison = front.comparison
    if front.isSince { comparison = .atLeast }
    if front.isUntil { comparison = comparison ?? .atMost }
    var number = number
    var behind: Int?
    // "between 2 and 5", "30 to 60"
    let upper = front.isBetween || comparison == nil ? rangeEnd(place) : nil
    if let upper {
      if number.measure == nil { number.measure = upper.number.measure }
      // "between 50 and 100 million"
      if number.isBare, number.value < upper.number.value, upper.number.scale > 1 {
        number.value *= upper.number.scale
      }
    }
    if front.isBetween, upper == nil { return doubts.append(.unknown(text(place))) }
    let end = upper?.place ?? place
    for at in [end + 1, end + 2] where behind == nil && at < items.count && !isLast(at - 1) {
      // "under 25 rated at least 4.5": a number is compared once.
      guard comparison == nil, case .behind(let found) = meaning(at),
        at == end + 1 || field(end + 1) != nil
      else { continue }
      comparison = found
      behind = at
    }
    // "not cleaned for two years"
    if comparison == nil, upper == nil, undone(place, front) != nil,
      readAge(place, number, .above, front)
    {
      return
    }
    // "seit 2023 nicht geprüft"
    if front.isSince, front.label == nil, isYear(number), let undone = undone(place, front) {
      take(front, label: undone.label)
      return hold(undone, since: .day(Int(clamping: number.value), 1, 1), place)
    }
    // "last backup older than 7 days"
    if let upper, readAges(place, number, upper, front) { return }
    if let comparison, readAge(place, number, comparison, front) { return }
    let labels = [front.label, labelBehind(end)]
    var label: Int?
    for found in labels {
      guard label == nil, let found, let named = field(found), !used[found],
        fits(number, named, isCompared: comparison != nil || upper != nil)
      else { continue }
      // "turnout in 2016" speaks of the year.
      if found == labels[0], isYear(number), kind(named) == .number, comparison == nil,
        front.tie != nil, front.tie != "of",
        offer.fields[named].high.map({ $0 < number.value }) ?? false
      {
        continue
      }
      // "under £25 rated at least 4.5": what measures pounds is meant, and the rating is of the next number.
      if found == labels[1], let measure = number.measure, isMeasured(measure, beside: named) {
        continue
      }
      // A label right behind the number is nearer than one far before a comparison.
      if found == labels[0], front.isClause, labels[1] != nil { continue }
      label = found
    }
    let field: Int
    if let label, let named = self.field(label) {
      field = named
      // "queens from 2023" are of that year.
      if front.isSince, front.tie == "from", behind == nil, isYear(number), kind(named) == .year,
        upper == nil
      {
        comparison = .equal
      }
    } else if comparison == nil, upper != nil, !front.isBetween, number.measure == nil,
      !isYear(number)
    {
      return
    } else if comparison != nil || upper != nil {
      guard let guess = numberField(place, number, front.implied) else { return }
      field = guess
      // "from 2023" is that year.
      if front.isSince, front.tie == "from", behind == nil, isYear(number), kind(guess) == .year {
        comparison = .equal
      }
    } else if isYear(number), front.tie != nil,
      let time = yearField
    {
      field = time
    } else {
      return
    }
    if let measure = number.measure, isStrange(measure, field) {
      used[place] = true
      return doubts.append(.noField(text(place)))
    }
    // "longer than 2 hours", where the source has minutes
    if let measure = number.measure.flatMap({ Measure(Self.spans[$0] ?? $0) }),
      let own = self.measure(of: field)
    {
      guard let factor = measure.factor(to: own) else {
        // Dollars are no euros.
        take(front, label: label)
        used[place] = true
        return doubts.append(.noField(text(place)))
      }
      number.value *= factor
    }
    // "over 10 million", where the source counts millions
    if let scale = scale(of: field), number.scale == scale || isBeyond(number.value, field, scale) {
      number.value /= scale
    }
    take(front, label: label)
    used[place] = true
    if let behind { used[behind] = true }
    takeUnit(behind: label.map { max($0, end) } ?? end, of: field)
    takeUnit(behind: end, of: field)
    // Of several fields, where none is named, the far one is less meant only beside one that is near.
    let isOpen = open[place] != nil || chosen[place] != nil
    if isFar(number.value, field), !isOpen || hasNear(number.value) { cost += 0.2 }
    held.insert(field)
    conditions[end] = field
    markBefore(place)
    if let upper {
      used[upper.place] = true
      for at in place..<upper.place { used[at] = true }
      add(field, .atLeast, min(number.value, upper.number.value))
      add(field, .atMost, max(number.value, upper.number.value))
      return
    }
    if front.isNegated {
      comparison = comparison.map(Self.opposite) ?? .notEqual
    }
    add(field, comparison ?? .equal, number.value)
  }

  /// Is a number far from those of a field, and near them when it is counted in thousands?
  private func isBeyond(_ number: Double, _ field: Int, _ scale: Double) -> Bool {
    guard let low = offer.fields[field].low, let high = offer.fields[field].high else {
      return false
    }
    return number > 2 * high && number / scale <= 2 * high && number / scale >= low / 2
  }

  func measure(of field: Int) -> Measure? { index.measure(of: field) }

  /// What a field counts in: 1,000,000 of "Gross (million USD)".
  func scale(of field: Int) -> Double? {
    for name in index.fieldWords[field] {
      for (word, isOptional) in zip(name.words, name.isOptional) where isOptional && word.count > 1
      {
        for found in lexicon.meanings(of: [word], at: 0) {
          if case .scale(let scale) = found.meaning { return scale }
        }
      }
    }
    return nil
  }

  /// The number at the other end of a range that begins here.
  func rangeEnd(_ place: Int) -> (place: Int, number: NumberReading)? {
    func number(_ at: Int) -> (place: Int, number: NumberReading)? {
      guard at < items.count else { return nil }
      switch items[at].kind {
      case .number(let number): return (at, number)
      case .value:
        guard let number = NumberReading(pieces, at: items[at].range.lowerBound, lexicon),
          number.length == items[at].range.count
        else { return nil }
        return (at, number)
      default: return nil
      }
    }
    guard place + 1 < items.count else { return nil }
    let next = pieces[items[place + 1].range.lowerBound]
    if let found = number(place + 1), let sign = next.before.first, "–-—…".contains(sign) {
      return found
    }
    switch meaning(place + 1) {
    case .and, .range, .until: break
    case .preposition
    where lexicon.meanings(of: [next.folded], at: 0).contains { $0.meaning == .range }:
      break
    default: return nil
    }
    let front = front(place)
    if case .and = meaning(place + 1), !front.isBetween { return nil }
    return number(place + 2)
  }

  /// The field of years, when there is one.
  var yearField: Int? {
    let years = offer.fields.indices.filter { kind($0) == .year }
    if years.count == 1 { return years[0] }
    let times = offer.fields.indices.filter { kind($0) == .time }
    return years.isEmpty ? offer.time ?? (times.count == 1 ? times[0] : nil) : nil
  }

  /// "250 kWh": the unit of the field is said with the number.
  mutating func takeUnit(behind place: Int, of field: Int) {
    var at = place + 1
    while at < items.count, !isLast(at - 1) {
      let words = pieces[items[at].range].map(\.folded)
      let isUnit =
        offer.fields[field].unit.map { Piece.words($0).contains(words[0]) } ?? false
        || index.fieldWords[field].contains { name in
          zip(name.words, name.isOptional).contains { $0.0 == words[0] && $0.1 }
        }
      guard isUnit, case .unknown = items[at].kind else { return }
      used[at] = true
      cost -= 0.45
      at += 1
    }
  }

  static func opposite(_ comparison: RowQuery.Comparison) -> RowQuery.Comparison {
    switch comparison {
    case .above: .atMost
    case .atLeast: .below
    case .below: .atLeast
    case .atMost: .above
    case .equal: .notEqual
    case .notEqual: .equal
    case .contains: .lacks
    case .lacks: .contains
    }
  }

  mutating func add(_ field: Int, _ comparison: RowQuery.Comparison, _ number: Double) {
    if kind(field) == .time {
      let year = Int(clamping: number)
      let start = RowQuery.Moment.day(year, 1, 1)
      let end = RowQuery.Moment.day(year + 1, 1, 1)
      switch comparison {
      case .above: append(field, .atLeast, end)
      case .atLeast: append(field, .atLeast, start)
      case .below: append(field, .below, start)
      case .atMost: append(field, .below, end)
      default:
        append(field, .atLeast, start)
        append(field, .below, end)
      }
      return
    }
    query.filters.append(RowQuery.Filter(id(field), comparison, .number(number)))
  }

  mutating func append(
    _ field: Int, _ comparison: RowQuery.Comparison, _ moment: RowQuery.Moment
  ) {
    let filter = RowQuery.Filter(id(field), comparison, .moment(moment))
    // "upcoming events from now on"
    if !query.filters.contains(filter) { query.filters.append(filter) }
  }

  func isYear(_ number: NumberReading) -> Bool {
    number.isBare && number.value == number.value.rounded() && (1000...2999).contains(number.value)
  }

  func fits(_ number: NumberReading, _ field: Int, isCompared: Bool) -> Bool {
    switch kind(field) {
    case .number: true
    case .year, .time: isYear(number)
    case .text:
      isCompared && offer.fields[field].low != nil
    case .flag, .link: false
    }
  }
}
