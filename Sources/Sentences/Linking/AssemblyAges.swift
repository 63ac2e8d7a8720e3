import BlockModel

/// How long ago something was, or how soon it comes: "older than 7 days", "in less than 10 days".
extension Assembly {
  /// Units of spans by the names of their measures.
  static let ages: [String: RowQuery.Moment.Unit] = [
    "min": .minutes, "h": .hours, "d": .days, "w": .weeks, "M": .months, "y": .years,
  ]

  /// - Returns: whether a compared number was an age or a wait.
  mutating func readAge(
    _ place: Int, _ number: NumberReading, _ comparison: RowQuery.Comparison, _ front: Front
  ) -> Bool {
    guard let unit = number.measure.flatMap({ Self.ages[$0] }), number.value >= 1,
      number.value == number.value.rounded(), number.value <= 10_000
    else { return false }
    let isAhead = front.tie.map { lexicon.contains($0, .ahead) } ?? false
    let ago = ago(place, front)
    let isMore = comparison == .above || comparison == .atLeast
    if ago == nil, isMore, let undone = undone(place, front) {
      hold(undone, since: .relative(Self.base(of: unit), -Int(clamping: number.value), unit), place)
      take(front, label: undone.label)
      return true
    }
    let isAge =
      front.implied.contains("age") && unit != .minutes && unit != .hours
      && !front.passed.contains { isPlainComparison($0) }
    let label = front.label.flatMap { field($0) }.flatMap { isDated($0) ? $0 : nil }
    var named = label
    if named == nil, front.label == nil || ago != nil {
      if ago != nil {
        named = offer.time
        cost += 0.1
      } else if hasField(of: number.measure ?? "", front.implied) {
        return false
      } else if isAhead {
        named = offer.time
      } else if isAge || unit == .years {
        named = origin ?? (isAge ? ageField : years)
      }
    }
    guard let named, isDated(named) || named == origin else { return false }
    take(front, label: front.label)
    for at in ago ?? [] where !used[at] {
      if case .unknown = items[at].kind { cost -= 0.45 }
      used[at] = true
    }
    used[place] = true
    held.insert(named)
    conditions[place] = named
    let base = Self.base(of: unit)
    let count = Int(clamping: number.value)
    if isAhead {
      let moment = RowQuery.Moment.relative(base, count, unit)
      if isMore {
        append(named, .above, moment)
      } else {
        append(named, .atLeast, .relative(.now))
        append(named, .below, moment)
      }
      return true
    }
    append(named, isMore != front.isNegated ? .below : .atLeast, .relative(base, -count, unit))
    return true
  }

  /// "not cleaned for two years", "seit einem Jahr nicht geprüft": what was not done, and the word that says so.
  func undone(_ place: Int, _ front: Front) -> (label: Int, negation: Int)? {
    if let label = front.label, let named = field(label), kind(named) == .time {
      var at = label - 1
      while at > 0, isGlue(at) || meaning(at) == .verb { at -= 1 }
      if at >= 0, meaning(at) == .negation, !used[at] { return (label, at) }
    }
    guard let negation = next(place, inPhrase: true), meaning(negation) == .negation,
      !used[negation], let label = next(negation, inPhrase: true),
      let named = field(label), kind(named) == .time, !used[label]
    else { return nil }
    return (label, negation)
  }

  /// What was done last before a moment, and not since.
  mutating func hold(
    _ undone: (label: Int, negation: Int), since moment: RowQuery.Moment, _ place: Int
  ) {
    guard let field = field(undone.label) else { return }
    for at in [place, undone.label, undone.negation] { used[at] = true }
    held.insert(field)
    conditions[place] = field
    markBefore(place)
    append(field, .below, moment)
  }

  /// Spans of hours and less count from now, longer ones from the start of the day.
  private static func base(of unit: RowQuery.Moment.Unit) -> RowQuery.Moment.Base {
    switch unit {
    case .minutes, .hours: .now
    case .days, .weeks, .months, .years: .today
    }
  }

  /// "between 1 and 3 years old"
  ///
  /// - Returns: whether it was a span of ages.
  mutating func readAges(
    _ place: Int, _ number: NumberReading, _ upper: (place: Int, number: NumberReading),
    _ front: Front
  ) -> Bool {
    guard number.measure == "y", front.label == nil, !hasField(of: "y", []),
      let named = origin ?? years, number.value == number.value.rounded(), number.value >= 0,
      upper.number.value == upper.number.value.rounded(), upper.number.value <= 10_000
    else { return false }
    take(front, label: nil)
    for at in place...upper.place { used[at] = true }
    held.insert(named)
    conditions[upper.place] = named
    let ages = [number.value, upper.number.value].map { Int(clamping: $0) }.sorted()
    append(named, .atLeast, .relative(.today, -ages[1], .years))
    append(named, .below, .relative(.today, -ages[0], .years))
    return true
  }

  /// "under" compares whatever it stands before, "younger than" only ages.
  private func isPlainComparison(_ place: Int) -> Bool {
    lexicon.meanings(of: pieces.map(\.folded), at: items[place].range.lowerBound).contains {
      found in
      if case .comparison = found.meaning {
        found.length == items[place].range.count
      } else {
        false
      }
    }
  }

  private func isDated(_ field: Int) -> Bool { kind(field) == .time || kind(field) == .year }

  /// Does a number of the source say how long, in such a unit, or how old? Then it is compared itself.
  private func hasField(of unit: String, _ implied: [String]) -> Bool {
    let names = Set(implied + (Self.measures[unit] ?? []))
    return offer.fields.indices.contains { field in
      guard kind(field) == .number, field != origin else { return false }
      return measure(of: field)?.dimension == .time
        || index.fieldWords[field].contains { name in
          name.words.contains { names.contains($0) }
        }
    }
  }

  /// The only field of years.
  private var years: Int? {
    let years = offer.fields.indices.filter { kind($0) == .year }
    return years.count == 1 ? years[0] : nil
  }

  /// When rows came to be: their time, unless it is of something else.
  private var ageField: Int? {
    years ?? offer.time.flatMap { isOnlyAhead($0) || isOfSomethingElse($0) ? nil : $0 }
  }

  /// The items that say "ago": behind the number, or before its comparison.
  private func ago(_ place: Int, _ front: Front) -> [Int]? {
    func isAgo(_ at: Int) -> Bool { lexicon.contains(Folding.fold(text(at)), .ago) }
    if place + 1 < items.count, !isLast(place), isAgo(place + 1) { return [place + 1] }
    if let before = front.passed.first(where: isAgo) { return [before] }
    // "il y a plus de 30 jours"
    let first = (front.passed.min() ?? place) - 1
    for start in max(0, first - 2)...max(0, first) where first >= 0 {
      if lexicon.contains(Folding.fold(text(start...first)), .ago) { return Array(start...first) }
    }
    return nil
  }
}
