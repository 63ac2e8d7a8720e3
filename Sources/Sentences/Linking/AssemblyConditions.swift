import BlockModel

/// Conditions: values, numbers, spans of time and flags, with the fields they belong to.
extension Assembly {
  mutating func readFlags() {
    for place in items.indices {
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

  /// Clause words and "only" in front of a condition are understood with it.
  private mutating func markBefore(_ place: Int) {
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
      case .word, .unknown, .subject, .field, .flag: continue
      }
    }
    joinAlternatives()
  }

  // MARK: What stands before

  /// What stands between a value and the label before it.
  private struct Front {
    var comparison: RowQuery.Comparison?
    /// Fields that the comparison speaks of: "older than".
    var implied: [String] = []
    /// The preposition right before: "to", "from".
    var tie: String?
    var isNegated = false
    var isSince = false
    var isUntil = false
    var isBetween = false
    var isWithout = false
    /// The label: an item that names a field.
    var label: Int?
    /// The items that were passed.
    var passed: [Int] = []
    /// A word like "with" stands between.
    var isClause = false
  }

  private func front(_ place: Int) -> Front {
    var front = Front()
    var at = place - 1
    while at >= 0 {
      if isLast(at), !pieces[items[at + 1].range.lowerBound].before.contains(":"), field(at) == nil
      {
        break
      }
      if isLast(at), field(at) != nil, front.passed.isEmpty || front.isClause,
        !pieces[items[at + 1].range.lowerBound].before.contains(":"),
        pieces[items[at + 1].range.lowerBound].before.contains(",")
      {
        break
      }
      switch items[at].kind {
      case .field:
        if !used[at] { front.label = at }
        // "above magnitude 2": the comparison stands before the label.
        var before = at - 1
        while before >= 0, isGlue(before) { before -= 1 }
        if front.comparison == nil, front.label != nil, before >= 0, !used[before] {
          switch meaning(before) {
          case .comparison(let comparison): front.comparison = comparison
          case .implied(let comparison, _): front.comparison = comparison
          // "not directed by"
          case .negation where !front.isNegated: front.isNegated = true
          default: return front
          }
          front.passed.append(before)
        }
        return front
      case .word(let meaning):
        switch meaning {
        case .filler, .article, .copula, .generic, .verb: break
        case .preposition: front.tie = front.tie ?? Folding.fold(text(at))
        case .implied(let comparison, let fields):
          front.comparison = front.comparison ?? comparison
          front.implied = fields
        case .comparison(let comparison): front.comparison = front.comparison ?? comparison
        case .negation: front.isNegated = true
        case .without: front.isWithout = true
        case .since:
          front.isSince = true
          front.tie = front.tie ?? pieces[items[at].range.lowerBound].folded
        case .until: front.isUntil = true
        case .between: front.isBetween = true
        case .only, .contains: break
        case .clause: front.isClause = true
        default: return front
        }
        front.passed.append(at)
        if meaning == .clause, front.comparison != nil || front.isNegated { return front }
      default: return front
      }
      at -= 1
    }
    return front
  }

  /// The field that is named behind a value: "229 points", "the Melbourne team".
  private func labelBehind(_ place: Int) -> Int? {
    guard place + 1 < items.count, !isLast(place) else { return nil }
    var at = place + 1
    if case .behind = meaning(at) { at += 1 }
    var gaps = 0
    while at < items.count {
      if field(at) != nil { return used[at] ? nil : at }
      guard gaps < 1, case .preposition? = meaning(at), !isLast(at) else { return nil }
      gaps += 1
      at += 1
    }
    return nil
  }

  private mutating func take(_ front: Front, label: Int?) {
    for place in front.passed { used[place] = true }
    if let label { used[label] = true }
  }

  // MARK: Values

  private mutating func readValue(_ place: Int, _ places: [OfferIndex.Place]) {
    let front = front(place)
    var fields: [Int] = []
    for found in places where !fields.contains(found.field) { fields.append(found.field) }
    // A value that is a number, behind a comparison, is that number.
    let isNumeric = pieces[items[place].range.lowerBound].isNumber
    if front.comparison.map({ $0 != .notEqual })
      ?? (front.isUntil || front.isBetween || front.isSince && isNumeric)
      || isBehind(place + 1) || isNumeric && rangeEnd(place) != nil
    {
      if let number = NumberReading(pieces, at: items[place].range.lowerBound, lexicon),
        number.length == items[place].range.count
      {
        return readNumber(place, number)
      }
      if let time = TimeReading(
        pieces, at: items[place].range.lowerBound, lexicon, today: (2000, 1, 1)),
        time.length == items[place].range.count
      {
        return readSpan(place, time.span)
      }
      cost += 0.8
      doubts.append(.unknown(text(place)))
      return
    }
    var label: Int?
    var field: Int?
    if let before = front.label, let named = self.field(before), fields.contains(named) {
      // "capital of Luxembourg" asks for the capital.
      let isAsked =
        fields.count > 1 && front.comparison == nil && before + 1 < items.count && isOf(before + 1)
        && (isHead(before) || isTarget(before)) && !isPlaced(before)
      if isAsked { fields.removeAll { $0 == named } } else { (label, field) = (before, named) }
    }
    if let behind = labelBehind(place), let named = self.field(behind), fields.contains(named),
      label == nil || isTarget(label ?? 0)
    {
      (label, field) = (behind, named)
    }
    if label == nil, let far = labelElsewhere(place, fields) {
      (label, field) = (far, self.field(far))
    }
    if field == nil {
      let free = fields.filter { !held.contains($0) }
      let candidates = free.isEmpty ? fields : free
      if candidates.count == 1 {
        field = candidates[0]
      } else if let tied = byTie(front.tie, candidates) {
        field = tied
        cost += 0.04
      } else if let choice = chosen[place] {
        field = choice
        cost += 0.2
      } else if let wanted = byQuestion(candidates) {
        field = wanted
        cost += 0.1
      } else {
        open[place] = candidates
        field = candidates[0]
        cost += 0.2
      }
    }
    guard let field else { return }
    take(front, label: label)
    used[place] = true
    held.insert(field)
    let value = places.first { $0.field == field }.map(index.value) ?? text(place)
    var isNegated = front.isNegated || front.isWithout || front.comparison == .notEqual
    // "except crime and poetry"
    if !isNegated, let before = joinedBefore(place), conditions[before] == field,
      let last = query.filters.last, last.field == id(field), last.comparison == .notEqual
    {
      isNegated = true
    }
    conditions[place] = field
    query.filters.append(
      RowQuery.Filter(
        id(field), isNegated ? .notEqual : .equal, Self.value(value, kind(field))))
    markBefore(place)
  }

  /// "in the city of Porto": a label that says where, and is not asked for.
  private func isPlaced(_ place: Int) -> Bool {
    var at = place - 1
    while at >= 0, case .article? = meaning(at) { at -= 1 }
    return at > 0 && meaning(at) == .preposition && !isTarget(place)
  }

  /// Is a label the thing that is asked for: "what is the SCORE of …"?
  private func isTarget(_ place: Int) -> Bool {
    guard let before = previous(place) else { return false }
    if case .question = meaning(before) { return true }
    return false
  }

  /// A field that is named apart from its value and belongs to nothing else.
  private func labelElsewhere(_ place: Int, _ fields: [Int]) -> Int? {
    guard fields.count > 1 else { return nil }
    let named = items.indices.filter { at in
      !used[at] && field(at).map(fields.contains) ?? false
    }
    return named.count == 1 ? named[0] : nil
  }

  /// Of fields that hold a value, the one that a preposition speaks of: "to Madrid".
  private func byTie(_ tie: String?, _ fields: [Int]) -> Int? {
    guard let tie, !lexicon.contains(tie, .of), let words = lexicon.hints[tie]
    else { return nil }
    let spoken = fields.filter { field in
      index.fieldWords[field].contains { name in name.words.contains { words.contains($0) } }
    }
    return spoken.count == 1 ? spoken[0] : nil
  }

  /// Of fields that hold a value, the one whose kind the sentence speaks of.
  private func byQuestion(_ fields: [Int]) -> Int? {
    for place in items.indices {
      guard case .question(let kind) = meaning(place), let words = lexicon.kinds[kind] else {
        continue
      }
      // What is asked for is not what is given.
      let others = fields.filter { field in
        !index.fieldWords[field].contains { name in name.words.contains { words.contains($0) } }
      }
      if others.count == 1 { return others[0] }
    }
    return nil
  }

  static func value(_ text: String, _ kind: OfferedField.Kind) -> RowQuery.Value {
    switch kind {
    case .number, .year:
      if let number = Double(text) { return .number(number) }
    case .flag:
      if text == "true" || text == "false" { return .flag(text == "true") }
    case .text, .time, .link: break
    }
    return .text(text)
  }

  /// The condition that "and", "or" or a comma joins with this one.
  private func joinedBefore(_ place: Int) -> Int? {
    var at = place - 1
    while at >= 0 {
      if conditions[at] != nil { return at }
      switch meaning(at) {
      case .and, .or, .article, .preposition, .negation, .filler: break
      default: return nil
      }
      at -= 1
    }
    return nil
  }

  // MARK: Words inside of texts

  private mutating func readMention(_ place: Int, _ fields: [Int], _ text: String) {
    let front = front(place)
    var field = fields[0]
    var label: Int?
    if let before = front.label, let named = self.field(before), fields.contains(named) {
      (label, field) = (before, named)
    } else if let behind = labelBehind(place), let named = self.field(behind),
      fields.contains(named)
    {
      (label, field) = (behind, named)
    } else if fields.count > 1 {
      if let identity = offer.identity, fields.contains(identity) {
        field = identity
      } else if let choice = chosen[place] {
        field = choice
      } else {
        open[place] = fields
      }
    }
    take(front, label: label)
    used[place] = true
    held.insert(field)
    conditions[place] = field
    let isNegated = front.isNegated || front.isWithout
    query.filters.append(
      RowQuery.Filter(id(field), isNegated ? .lacks : .contains, .text(text)))
    markBefore(place)
  }

  // MARK: Numbers

  private mutating func readNumber(_ place: Int, _ number: NumberReading) {
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
      guard case .behind(let found) = meaning(at), at == end + 1 || field(end + 1) != nil else {
        continue
      }
      comparison = comparison ?? found
      behind = at
    }
    // "last backup older than 7 days"
    if let found = front.label, let named = self.field(found), kind(named) == .time,
      let unit = number.measure.flatMap({ Self.ages[$0] }), let comparison
    {
      take(front, label: found)
      used[place] = true
      held.insert(named)
      conditions[place] = named
      let base: RowQuery.Moment.Base = unit == .days || unit == .weeks ? .today : .now
      let moment = RowQuery.Moment.relative(base, -Int(clamping: number.value), unit)
      append(named, comparison == .above || comparison == .atLeast ? .below : .atLeast, moment)
      return
    }
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
      // A label right behind the number is nearer than one far before a comparison.
      if found == labels[0], front.isClause, labels[1] != nil { continue }
      label = found
    }
    let field: Int
    if let label, let named = self.field(label) {
      field = named
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
    // "longer than 2 hours", where the source has minutes
    if number.measure == "h",
      index.fieldWords[field].contains(where: {
        $0.words.contains { ["min", "minutes", "minute"].contains($0) }
      })
    {
      number.value *= 60
    }
    // "over 10 million", where the source counts millions
    if let scale = scale(of: field), number.scale == scale { number.value /= scale }
    take(front, label: label)
    used[place] = true
    if let behind { used[behind] = true }
    takeUnit(behind: label.map { max($0, end) } ?? end, of: field)
    takeUnit(behind: end, of: field)
    if let low = offer.fields[field].low, let high = offer.fields[field].high,
      kind(field) == .number || kind(field) == .year,
      number.value > high + 2 * (high - low) || number.value < low - 2 * (high - low)
    {
      cost += 0.2
    }
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

  /// What a field counts in: 1,000,000 of "Gross (million USD)".
  private func scale(of field: Int) -> Double? {
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
  private func rangeEnd(_ place: Int) -> (place: Int, number: NumberReading)? {
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
  private var yearField: Int? {
    let years = offer.fields.indices.filter { kind($0) == .year }
    if years.count == 1 { return years[0] }
    let times = offer.fields.indices.filter { kind($0) == .time }
    return years.isEmpty ? offer.time ?? (times.count == 1 ? times[0] : nil) : nil
  }

  /// "250 kWh": the unit of the field is said with the number.
  private mutating func takeUnit(behind place: Int, of field: Int) {
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

  private static func opposite(_ comparison: RowQuery.Comparison) -> RowQuery.Comparison {
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

  private mutating func add(_ field: Int, _ comparison: RowQuery.Comparison, _ number: Double) {
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

  private mutating func append(
    _ field: Int, _ comparison: RowQuery.Comparison, _ moment: RowQuery.Moment
  ) {
    query.filters.append(RowQuery.Filter(id(field), comparison, .moment(moment)))
  }

  private func isYear(_ number: NumberReading) -> Bool {
    number.isBare && number.value == number.value.rounded() && (1000...2999).contains(number.value)
  }

  private func fits(_ number: NumberReading, _ field: Int, isCompared: Bool) -> Bool {
    switch kind(field) {
    case .number: true
    case .year, .time: isYear(number)
    case .text:
      isCompared && offer.fields[field].low != nil
    case .flag, .link: false
    }
  }

  /// The field of a compared number that none is named for.
  private mutating func numberField(
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
    if let choice = chosen[place] {
      cost += 0.2
      return choice
    }
    // "over 100 and under 50": of the same field.
    if let before = joinedCondition(place), kind(before) == .number { return before }
    // Somebody spoke of another thing: "more than 5 wibbles".
    if place + 1 < items.count, case .unknown = items[place + 1].kind, !isLast(place) {
      doubts.append(.noField(text(place...(place + 1))))
      return nil
    }
    if isYear(number), number.value >= 1500 {
      let times = offer.fields.indices.filter { kind($0) == .time || kind($0) == .year }
      if times.count == 1 { return times[0] }
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
          || index.fieldWords[field].contains { name in name.words.contains { names.contains($0) } }
      }
      if !measured.isEmpty {
        fields = measured
      } else {
        let money = fields.filter { field in
          index.fieldWords[field].contains { name in
            name.words.contains {
              [
                "price", "cost", "amount", "fare", "total", "salary", "preis", "precio", "prix",
                "preco", "prezzo", "prijs",
              ].contains($0)
            }
          }
        }
        if ["EUR", "USD", "GBP"].contains(measure), !money.isEmpty { fields = money }
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

  private static let ages: [String: RowQuery.Moment.Unit] = [
    "min": .minutes, "h": .hours, "d": .days, "w": .weeks,
  ]

  /// What fields of a measure are called.
  private static let measures: [String: [String]] = [
    "min": ["minutes", "minute", "runtime", "duration"], "GB": ["gb"],
    "h": ["hours", "hour", "minutes", "runtime", "duration", "h"], "d": ["days", "day"],
    "km": ["distance"], "°": ["temperature", "temp", "°c", "c"],
    "%": ["percent", "percentage", "share"],
    "y": ["age", "years", "year", "alter", "edad", "idade", "eta", "leeftijd", "jahre"],
    "ms": ["milliseconds"], "kg": ["weight", "mass"], "g": ["weight", "mass"],
    "m": ["height", "elevation", "depth", "metres", "meters"],
  ]

  /// The field of the number that "and" joins with this one.
  private func joinedCondition(_ place: Int) -> Int? {
    var at = place - 1
    var isJoined = false
    while at >= 0 {
      if let field = conditions[at] { return isJoined ? field : nil }
      switch meaning(at) {
      case .and, .or: isJoined = true
      case .comparison, .implied, .article, .preposition, .filler, .verb, .clause, .copula: break
      default: return nil
      }
      at -= 1
    }
    return nil
  }

  // MARK: Times

  private mutating func readSpan(_ place: Int, _ span: TimeSpan) {
    let front = front(place)
    var label = front.label
    var field: Int?
    if let found = label, let named = self.field(found), kind(named) == .time { field = named }
    if field == nil {
      label = labelBehind(place)
      if let found = label, let named = self.field(found), kind(named) == .time {
        field = named
      } else {
        label = nil
      }
    }
    if field == nil {
      let times = offer.fields.indices.filter { kind($0) == .time }
      field = chosen[place] ?? offer.time ?? (times.count == 1 ? times[0] : nil)
      if times.count > 1 { cost += 0.1 }
      if field == nil, times.count > 1 {
        open[place] = times
        field = times[0]
        cost += 0.2
      }
    }
    guard let field, kind(field) == .time || isOfYears(span) else {
      doubts.append(.noField(text(place)))
      return
    }
    take(front, label: label)
    used[place] = true
    held.insert(field)
    conditions[place] = field
    markBefore(place)
    if front.isBetween, let and = next(place), meaning(and) == .and, let last = next(and),
      case .span(let end) = items[last].kind
    {
      used[and] = true
      used[last] = true
      if let from = span.from { append(field, .atLeast, from) }
      if let to = end.to { append(field, .below, to) }
      return
    }
    var comparison = front.comparison
    // "from today", "from this week" are within it; "from 3 October" begins there.
    let isWithin = front.tie == "from" && (span.isRange || !isAbsolute(span))
    if front.isSince, !isWithin { comparison = .atLeast }
    if front.isUntil { comparison = .atMost }
    if front.isNegated {
      // "not updated since yesterday" is before it; "not today" is before or after.
      guard let known = comparison, known != .equal, known != .notEqual else {
        return doubts.append(.unknown(text(max(0, place - 1)...place)))
      }
      comparison = Self.opposite(known)
    }
    switch comparison {
    case .atLeast: if let from = span.from { append(field, .atLeast, from) }
    case .above: if let to = span.to { append(field, .atLeast, to) }
    case .below: if let from = span.from { append(field, .below, from) }
    case .atMost: if let to = span.to { append(field, .below, to) }
    default:
      if let from = span.from { append(field, .atLeast, from) }
      // "the last 7 days" have no end: what is dated ahead is news as well.
      if let to = span.to, to != .relative(.now) { append(field, .below, to) }
    }
  }

  /// Whole years, which a field of years can tell.
  private func isOfYears(_ span: TimeSpan) -> Bool {
    switch span.from?.form {
    case .day(_, 1, 1): true
    case .relative(.year, _, _): true
    default: false
    }
  }

  private func isAbsolute(_ span: TimeSpan) -> Bool {
    if case .day? = span.from?.form { true } else { false }
  }

  private func isBehind(_ place: Int) -> Bool {
    if case .behind = meaning(place) { true } else { false }
  }

  // MARK: Several values

  /// "Portugal or Spain": values of one field that are named together are alternatives.
  private mutating func joinAlternatives() {
    var joined: [RowQuery.Filter] = []
    for filter in query.filters {
      // Two numbers that a field equals at once are hardly meant.
      if filter.comparison == .equal, case .number? = filter.values.first,
        joined.contains(where: { $0.field == filter.field && $0.comparison == .equal })
      {
        cost += 0.2
      }
      if let last = joined.lastIndex(where: {
        $0.field == filter.field && $0.comparison == filter.comparison
          && [.equal, .notEqual, .contains, .lacks].contains(filter.comparison)
      }) {
        joined[last].values += filter.values.filter { !joined[last].values.contains($0) }
        cost += 0.02
      } else {
        joined.append(filter)
      }
    }
    query.filters = joined
    for place in items.indices where meaning(place) == .or {
      let before = conditions.filter { $0.key < place }.max { $0.key < $1.key }?.value
      let after = conditions.filter { $0.key > place }.min { $0.key < $1.key }?.value
      if let before, let after, before != after { doubts.append(.contradiction(text(place))) }
    }
  }

  /// Conditions that no row can meet together are asked about.
  mutating func checkConditions() {
    for field in Set(query.filters.map(\.field)) {
      let own = query.filters.filter { $0.field == field }
      var low = -Double.infinity
      var high = Double.infinity
      for filter in own {
        if filter.comparison == .equal, filter.values.contains(.flag(true)),
          filter.values.contains(.flag(false))
        {
          doubts.append(.contradiction(field))
        }
        if filter.comparison == .equal, filter.values.count > 1, isFlag(field) {
          doubts.append(.contradiction(field))
        }
        guard case .number(let number)? = filter.values.first, filter.values.count == 1 else {
          continue
        }
        switch filter.comparison {
        case .above, .atLeast: low = max(low, number)
        case .below, .atMost: high = min(high, number)
        case .equal:
          low = max(low, number)
          high = min(high, number)
        case .notEqual, .contains, .lacks: break
        }
      }
      if low > high { doubts.append(.contradiction(field)) }
    }
    for filter in query.filters where filter.comparison == .equal {
      // A number that no row has is asked about, where all are known.
      guard case .number(let number)? = filter.values.first,
        let field = offer.fields.first(where: { $0.id == filter.field }), !field.values.isEmpty,
        field.values.count < 150, !field.values.contains(where: { Double($0) == number })
      else { continue }
      doubts.append(.unknown(JSONValue.number(number).json()))
    }
    for field in Set(query.filters.map(\.field)) {
      var low = -Double.infinity
      var high = Double.infinity
      for filter in query.filters where filter.field == field {
        guard case .moment(let moment)? = filter.values.first else { continue }
        switch filter.comparison {
        case .above, .atLeast: low = max(low, days(moment))
        case .below, .atMost: high = min(high, days(moment))
        default: break
        }
      }
      if low > high { doubts.append(.contradiction(field)) }
    }
    // A year that no moment lies in.
    for filter in query.filters where filter.comparison == .atLeast {
      guard case .moment(let from)? = filter.values.first, case .day(let year, 1, 1) = from.form,
        let field = offer.fields.first(where: { $0.id == filter.field }), field.values.count < 150,
        query.filters.contains(
          RowQuery.Filter(filter.field, .below, .moment(.day(year + 1, 1, 1)))),
        !field.values.isEmpty, !field.values.contains(where: { $0.contains("\(year)") }),
        field.values.contains(where: { $0.contains("20") })
      else { continue }
      doubts.append(.unknown("\(year)"))
    }
  }

  /// About how many days after the first of the year 0 a moment lies: enough to tell that one comes
  /// before another.
  private func days(_ moment: RowQuery.Moment) -> Double {
    func days(_ year: Int, _ month: Int, _ day: Int) -> Double {
      Double(year) * 365.25 + Double(month - 1) * 30.44 + Double(day)
    }
    switch moment.form {
    case .day(let year, let month, let day): return days(year, month, day)
    case .relative(let base, let count, let unit):
      let start: Double =
        switch base {
        case .now: days(today.year, today.month, today.day) + 0.5
        case .today: days(today.year, today.month, today.day)
        // The day of the week is not needed to tell weeks apart.
        case .week: days(today.year, today.month, today.day) - 3
        case .month: days(today.year, today.month, 1)
        case .year: days(today.year, 1, 1)
        }
      let length: Double =
        switch unit {
        case .minutes: 1 / 1440
        case .hours: 1 / 24
        case .days: 1
        case .weeks: 7
        case .months: 30.44
        case .years: 365.25
        }
      return start + Double(count) * length
    }
  }

  private func isFlag(_ id: String) -> Bool {
    offer.fields.contains { $0.id == id && $0.kind == .flag }
  }
}
