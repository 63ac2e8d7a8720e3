import BlockModel

/// Spans of time.
extension Assembly {
  mutating func readSpan(_ place: Int, _ span: TimeSpan) {
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
  func isOfYears(_ span: TimeSpan) -> Bool {
    switch span.from?.form {
    case .day(_, 1, 1): true
    case .relative(.year, _, _): true
    default: false
    }
  }

  func isAbsolute(_ span: TimeSpan) -> Bool {
    if case .day? = span.from?.form { true } else { false }
  }

  func isBehind(_ place: Int) -> Bool {
    if case .behind = meaning(place) { true } else { false }
  }
}
