import BlockModel

/// Values of the source and words inside of its texts, with the fields they belong to.
extension Assembly {
  mutating func readValue(_ place: Int, _ places: [OfferIndex.Place]) {
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
    var value = places.first { $0.field == field }.map(index.value) ?? text(place)
    // "exactly 15 years old", where the source writes the unit with the number; "1st" is no number
    if kind(field) == .number, Double(value) == nil,
      let number = NumberReading(pieces, at: items[place].range.lowerBound, lexicon),
      value.contains(" ") || number.length == items[place].range.count
    {
      value = JSONValue.number(number.value).json()
    }
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
  func isPlaced(_ place: Int) -> Bool {
    var at = place - 1
    while at >= 0, case .article? = meaning(at) { at -= 1 }
    return at > 0 && meaning(at) == .preposition && !isTarget(place)
  }

  /// Is a label the thing that is asked for: "what is the SCORE of …"?
  func isTarget(_ place: Int) -> Bool {
    guard let before = previous(place) else { return false }
    if case .question = meaning(before) { return true }
    return false
  }

  /// A field that is named apart from its value and belongs to nothing else.
  func labelElsewhere(_ place: Int, _ fields: [Int]) -> Int? {
    guard fields.count > 1 else { return nil }
    let named = items.indices.filter { at in
      !used[at] && field(at).map(fields.contains) ?? false
    }
    return named.count == 1 ? named[0] : nil
  }

  /// Of fields that hold a value, the one that a preposition speaks of: "to Madrid".
  func byTie(_ tie: String?, _ fields: [Int]) -> Int? {
    guard let tie, !lexicon.contains(tie, .of), let words = lexicon.hints[tie]
    else { return nil }
    func names(_ field: Int) -> Set<String> { Set(index.fieldWords[field].flatMap(\.words)) }
    // What all of them are called tells none apart: `sender.city` and `recipient.city`.
    let common = fields.dropFirst().reduce(fields.first.map(names) ?? []) {
      $0.intersection(names($1))
    }
    let spoken = fields.filter { !names($0).subtracting(common).isDisjoint(with: words) }
    return spoken.count == 1 ? spoken[0] : nil
  }

  /// Of fields that hold a value, the one whose kind the sentence speaks of.
  func byQuestion(_ fields: [Int]) -> Int? {
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
  func joinedBefore(_ place: Int) -> Int? {
    var at = place - 1
    while at >= 0 {
      if conditions[at] != nil { return at }
      if isAnd(at) {
        at -= 1
        continue
      }
      switch meaning(at) {
      case .and, .or, .article, .preposition, .negation, .filler: break
      default: return nil
      }
      at -= 1
    }
    return nil
  }

  // MARK: Words inside of texts

  mutating func readMention(_ place: Int, _ fields: [Int], _ text: String) {
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
    let isNegated = front.isNegated || front.isWithout || front.comparison == .notEqual
    query.filters.append(
      RowQuery.Filter(id(field), isNegated ? .lacks : .contains, .text(text)))
    markBefore(place)
  }
}
