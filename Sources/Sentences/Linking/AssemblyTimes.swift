import BlockModel

/// Spans of time.
extension Assembly {
  mutating func readSpan(_ place: Int, _ said: TimeSpan) {
    var span = said
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
    // "dieses Jahr nicht geprüft"
    var isUndone = false
    if field == nil, let undone = undone(place, front) {
      (label, field) = (undone.label, self.field(undone.label))
      used[undone.negation] = true
      isUndone = true
    }
    if field == nil, isOfYears(span), case .day(let year, _, _)? = span.from?.form {
      let dated = offer.fields.indices.filter { kind($0) == .time || kind($0) == .year }
      if dated.count > 1 {
        field = spokenTime(place, dated) ?? likelierYear(Double(year), dated)
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
      case .span(var end) = items[last].kind
    {
      used[and] = true
      used[last] = true
      // "between June and August": of the year of both.
      if span.isOfAnyYear, end.isOfAnyYear {
        let whole = inItsYear(TimeSpan(from: span.from, to: end.to, isOfAnyYear: true), field)
        span.from = whole.from
        end.to = whole.to
      }
      if let from = span.from { append(field, .atLeast, from) }
      if let to = end.to { append(field, .below, to) }
      return
    }
    // "next Friday", "on Friday" of what is over: which one?
    if span.isOpen || span.isAhead && !isAhead(field) { doubts.append(.vague(text(place))) }
    // "in March", of rows that are decades old: of which year?
    if span.isOfAnyYear, isLongPast(field) { doubts.append(.vague(text(place))) }
    span = inItsYear(span, field)
    // Of the days to come today is the first, where rows are dated by the day.
    if span.from == .relative(.now), isOfDays(field) {
      span.from = .relative(.today)
    }
    if let other = spanBefore(place, field) { return join(span, with: other, field, place) }
    var comparison = front.comparison
    // "from today", "from this week" are within it; "from 3 October" begins there.
    let goesOn = goesOn(place)
    let isWithin = front.tie == "from" && !goesOn && (span.isRange || !isAbsolute(span))
    if goesOn, comparison == nil { comparison = .atLeast }
    if front.isSince, !isWithin { comparison = .atLeast }
    if front.isUntil { comparison = .atMost }
    if isUndone || front.isNegated, comparison == nil, isOfPresent(span), !isAhead(field),
      let from = span.from
    {
      // "not cleaned this year": before it.
      append(field, .below, from)
      return
    }
    if isUndone || front.isNegated || front.isWithout {
      // "not updated since yesterday" is before it; "not today" is before or after.
      guard let known = comparison, known != .equal, known != .notEqual else {
        return doubts.append(.unknown(text(max(0, place - 1)...place)))
      }
      comparison = Self.opposite(known)
    }
    // "until the end of the year": what has only an end is no span to be in.
    if span.from == nil {
      guard let to = span.to, comparison == .atMost || comparison == .below else {
        return doubts.append(.unknown(text(place)))
      }
      endSpan(field, to, front)
      return
    }
    switch comparison {
    case .atLeast: if let from = span.from { append(field, .atLeast, from) }
    case .above: if let to = span.to { append(field, .atLeast, to) }
    case .below: if let from = span.from { append(field, .below, from) }
    case .atMost: if let to = span.to { endSpan(field, to, front) }
    default:
      if let from = span.from { append(field, .atLeast, from) }
      if let to = span.to {
        if to != .relative(.now) {
          append(field, .below, to)
        } else if isAhead(field) {
          // "the last 7 days" end now, where anything is dated ahead.
          append(field, .atMost, to)
        }
      }
    }
  }

  /// Does a span hold the present: "this year", "the last 7 days"?
  private func isOfPresent(_ span: TimeSpan) -> Bool {
    if span.to == .relative(.now) { return true }
    if case .relative(_, 0, _)? = span.from?.form { return span.to != nil }
    return false
  }

  /// "until the end of the year": of what is still to come, where anything is dated ahead.
  private mutating func endSpan(_ field: Int, _ end: RowQuery.Moment, _ front: Front) {
    let isBound = query.filters.contains { $0.field == id(field) }
    if front.isUntil, !front.isNegated, !isBound, isAhead(field) {
      append(field, .atLeast, .relative(isOfDays(field) ? .today : .now))
    }
    append(field, .below, end)
  }

  /// "from today on"
  private mutating func goesOn(_ place: Int) -> Bool {
    guard place + 1 < items.count, !isLast(place),
      lexicon.contains(pieces[items[place + 1].range.lowerBound].folded, .onwards)
    else { return false }
    used[place + 1] = true
    return true
  }

  /// Another span that the same field lies in already.
  private func spanBefore(_ place: Int, _ field: Int) -> TimeSpan? {
    items.indices.last { at in
      guard at < place, conditions[at] == field, case .span = items[at].kind else { return false }
      return true
    }.flatMap { if case .span(let span) = items[$0].kind { span } else { nil } }
  }

  /// "today and tomorrow" is one span; days that lie apart are two wishes.
  private mutating func join(_ span: TimeSpan, with other: TimeSpan, _ field: Int, _ place: Int) {
    let ends = [(other, span), (span, other)].first { $0.to != nil && $0.to == $1.from }
    guard let (first, second) = ends else { return doubts.append(.contradiction(text(place))) }
    let id = id(field)
    query.filters.removeAll { $0.field == id }
    if let from = first.from { append(field, .atLeast, from) }
    if let to = second.to, to != .relative(.now) { append(field, .below, to) }
  }

  /// Are the values of a field days, or some of them, as in a calendar with events of a whole day?
  func isOfDays(_ field: Int) -> Bool {
    isOnlyDays(field)
      || offer.fields.contains { $0.kind == .flag && $0.id == "all_day" }
  }

  /// Have the values of a field no time of day?
  func isOnlyDays(_ field: Int) -> Bool { offer.fields[field].isOfDays }

  /// Is a value of a field dated after today?
  private func isAhead(_ field: Int) -> Bool {
    let now = RowQuery.Moment.day(today.year, today.month, today.day)
    let day = now.description
    let seconds = (days(now) - days(.day(1970, 1, 1))) * 86_400
    return offer.fields[field].values.contains { value in
      if let number = Double(value) {
        return number > 1e8 && (number > 1e11 ? number / 1000 : number) > seconds + 2 * 86_400
      }
      return value.count >= 10 && value.dropFirst(4).first == "-" && value.prefix(10) > day
    }
  }

  /// Are all values of a field dated after today?
  func isOnlyAhead(_ field: Int) -> Bool {
    let now = days(.day(today.year, today.month, today.day))
    return daysOf(field).map { $0.first > now } ?? false
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
