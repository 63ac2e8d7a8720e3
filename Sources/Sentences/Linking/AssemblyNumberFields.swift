import BlockModel

/// The field that a number is about where none is named: by its measure, by what stands before, by its range.
extension Assembly {
  /// The field of a compared number that none is named for.
  mutating func numberField(
    _ place: Int, _ number: NumberReading, _ implied: [String]
  ) -> Int? {
    for name in implied {
      let found = offer.fields.indices.first { field in
        kind(field) == .number && index.fieldWords[field].contains { $0.words.contains(name) }
      }
      if let found { return found }
    }
    if !implied.isEmpty {
      doubts.append(.noField(text(place)))
      return nil
    }
    // "the price of green tea goes over 8": the number is the price.
    let named = items.indices.filter { at in
      at < place && !used[at] && field(at).map { kind($0) == .number } ?? false
    }
    if named.count == 1, let name = named.first, name + 1 < place, isOf(name + 1),
      conditions.keys.contains(where: { $0 > name && $0 < place })
    {
      used[name] = true
      return field(name)
    }
    if let choice = chosen[place] {
      cost += 0.2
      return choice
    }
    // "over 60 and under 20 minutes": what is said with the second holds of both, where it can.
    if number.measure == nil, let measure = measureBehind(place) {
      let fields = offer.fields.indices.filter { field in
        kind(field) == .number && !held.contains(field) && self.measure(of: field) == measure
          && offer.fields[field].low.map { $0 <= number.value } ?? false
          && offer.fields[field].high.map { $0 >= number.value } ?? false
      }
      if fields.count == 1 { return fields[0] }
    }
    // "over 100 and under 50": of the same field.
    if let before = joinedCondition(place, number.measure), kind(before) == .number,
      // "losses of 15, and before 1874": no losses.
      !isYear(number) || !isFar(number.value, before)
    {
      return before
    }
    // Somebody spoke of another thing: "more than 5 wibbles".
    if place + 1 < items.count, !isLast(place) {
      switch items[place + 1].kind {
      case .unknown, .holds:
        doubts.append(.noField(text(place...(place + 1))))
        return nil
      default: break
      }
    }
    if isYear(number), number.value >= 1500 {
      let times = offer.fields.indices.filter { kind($0) == .time || kind($0) == .year }
      if times.count == 1 { return times[0] }
      if let spoken = spokenTime(place, times) { return spoken }
      if let year = likelierYear(number.value, times) { return year }
      if let time = offer.time, times.contains(time) { return time }
    }
    var fields = offer.fields.indices.filter { kind($0) == .number && !held.contains($0) }
    // "made over 10 million": of the field that counts millions.
    let scaled = fields.filter { number.scale > 1 && scale(of: $0) == number.scale }
    if scaled.count == 1 { fields = scaled }
    if let measure = number.measure {
      let names = Set([Folding.fold(measure)] + (Self.measures[measure] ?? []))
      let measured = fields.filter { field in
        offer.fields[field].unit.map { $0 == measure || names.contains(Folding.fold($0)) } ?? false
          || index.fieldWords[field].contains { name in
            name.measured.contains { names.contains($0) }
          }
      }
      if !measured.isEmpty {
        fields = measured
      } else {
        let money = fields.filter(isMoney)
        if Self.currencies.contains(measure), !money.isEmpty {
          fields = money
        } else {
          fields = fields.filter { mayMeasure(measure, $0) }
        }
      }
    }
    if fields.count > 1 {
      let inRange = fields.filter { field in
        guard let low = offer.fields[field].low, let high = offer.fields[field].high else {
          return false
        }
        return low <= number.value && number.value <= high
      }
      if inRange.count == 1, fields.count <= 2 { fields = inRange }
    }
    if fields.count == 1 {
      cost += 0.1
      return fields[0]
    }
    if fields.isEmpty {
      doubts.append(.noField(text(place)))
      return nil
    }
    open[place] = fields
    cost += 0.2
    return fields[0]
  }

  /// Years of what is no span of time: "5 Jahre Lagerung" is no stock of 5.
  func isStrange(_ measure: String, _ field: Int) -> Bool {
    let names = Set(Self.measures[measure] ?? [])
    return Self.ages[measure] != nil && kind(field) == .number && !mayMeasure(measure, field)
      && !index.fieldWords[field].contains { $0.words.contains { names.contains($0) } }
  }

  /// May a field hold what a number measures? Kilometres are no price, and years no weight.
  private func mayMeasure(_ name: String, _ field: Int) -> Bool {
    let own = measure(of: field)
    guard let said = Measure(Self.spans[name] ?? name) else {
      return own == nil && Self.ages[name] == nil
    }
    if own == nil, isMoney(field), !said.isMoney { return false }
    return own.map { said.factor(to: $0) != nil } ?? (said.dimension != .time)
  }

  /// Spans of numbers by the names that fields have; `w` of a field is a watt.
  static let spans = ["d": "days", "w": "weeks"]

  /// What fields of a measure are called.
  static let measures: [String: [String]] = [
    "min": ["minutes", "minute", "runtime", "duration"], "GB": ["gb"],
    "h": ["hours", "hour", "minutes", "runtime", "duration", "h"], "d": ["days", "day"],
    "km": ["distance"], "°": ["temperature", "temp", "°c", "c"],
    "%": ["percent", "percentage", "share"],
    "y": ["age", "years", "year", "alter", "edad", "idade", "eta", "leeftijd", "jahre"],
    "ms": ["milliseconds"], "kg": ["weight", "mass"], "g": ["weight", "mass"],
    "m": ["height", "elevation", "depth", "metres", "meters"],
  ]

  /// The measure of the number that "and" joins with this one.
  private func measureBehind(_ place: Int) -> Measure? {
    var isJoined = false
    for at in items.indices where at > place {
      if let number = number(at) {
        return isJoined ? number.measure.flatMap { Measure(Self.spans[$0] ?? $0) } : nil
      }
      switch meaning(at) {
      case .and, .or: isJoined = true
      case .comparison, .implied, .article, .preposition, .filler, .verb, .clause, .copula: break
      default: return nil
      }
    }
    return nil
  }

  /// The field of the number that "and" joins with this one, unless the two measure different things.
  func joinedCondition(_ place: Int, _ measure: String? = nil) -> Int? {
    var at = place - 1
    var isJoined = false
    while at >= 0 {
      if let field = conditions[at] {
        let before = number(at)?.measure.flatMap { Measure(Self.spans[$0] ?? $0) }
        let own = measure.flatMap { Measure(Self.spans[$0] ?? $0) }
        // "over 4.3 and under 28 euros", where the first has no unit, and its field none either
        let isOther =
          before.flatMap { before in own.map { before.dimension != $0.dimension } }
          ?? (measure.map { !mayMeasure($0, field) || isMeasured($0, beside: field) } ?? false)
        return isJoined && !isOther ? field : nil
      }
      switch meaning(at) {
      case .and, .or: isJoined = true
      case .comparison, .implied, .article, .preposition, .filler, .verb, .clause, .copula: break
      default: return nil
      }
      at -= 1
    }
    return nil
  }

  /// Does another field say that it holds what a number measures, and this one not?
  func isMeasured(_ name: String, beside field: Int) -> Bool {
    guard let said = Measure(Self.spans[name] ?? name) else { return false }
    func measures(_ field: Int) -> Bool {
      measure(of: field).map { said.factor(to: $0) != nil }
        ?? (Self.currencies.contains(name) && isMoney(field))
    }
    return !measures(field) && offer.fields.indices.contains { kind($0) == .number && measures($0) }
  }

  private static let currencies: Set<String> = ["EUR", "USD", "GBP"]

  /// Is a field called as prices and sums are?
  private func isMoney(_ field: Int) -> Bool {
    index.fieldWords[field].contains { !Self.sums.isDisjoint(with: $0.words) }
  }

  static let sums: Set<String> = [
    "price", "prices", "cost", "amount", "fare", "total", "salary", "preis", "betrag", "kosten",
    "precio",
    "importe", "prix", "montant", "preco", "valor", "prezzo", "importo", "prijs", "bedrag",
  ]

  /// Does a number lie far outside of those of a field?
  func isFar(_ number: Double, _ field: Int) -> Bool {
    guard let low = offer.fields[field].low, let high = offer.fields[field].high,
      kind(field) == .number || kind(field) == .year
    else { return false }
    return number > high + 2 * (high - low) || number < low - 2 * (high - low)
  }

  /// Does a number lie among those of a field that no condition holds yet?
  func hasNear(_ number: Double) -> Bool {
    offer.fields.indices.contains { field in
      guard kind(field) == .number, !held.contains(field), let low = offer.fields[field].low,
        let high = offer.fields[field].high
      else { return false }
      return low <= number && number <= high
    }
  }
}
