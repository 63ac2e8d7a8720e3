import BlockModel

/// A stretch of time as people write it: "today", "the last 7 days", "20 November", "this month".
struct TimeReading {
  var span: TimeSpan
  var length: Int

  private static let baseOfUnit: [RowQuery.Moment.Unit: RowQuery.Moment.Base] = [
    .days: .today, .weeks: .week, .months: .month, .years: .year,
  ]

  private static let unitOfBase: [RowQuery.Moment.Base: RowQuery.Moment.Unit] = [
    .today: .days, .week: .weeks, .month: .months, .year: .years,
  ]

  /// - Parameter today: the civil day that names without a year are read on.
  init?(
    _ pieces: [Piece], at place: Int, _ lexicon: Lexicon, today: (year: Int, month: Int, day: Int)
  ) {
    let words = pieces.map(\.folded)
    let meanings = lexicon.meanings(of: words, at: place)
    for (length, meaning) in meanings {
      switch meaning {
      case .base(.now, _, _): continue
      case .base(let base, let count, let unit):
        let step = count == 0 ? Self.unitOfBase[base] ?? .days : unit
        span = TimeSpan(from: .relative(base, count, unit), to: .relative(base, count + 1, step))
        self.length = length
        return
      case .stretch(let from, let to):
        span = TimeSpan(from: from, to: to)
        // "the nineties"
        if case .day? = from?.form { span.isRange = true }
        self.length = length
        return
      case .past, .coming, .present:
        if let found = Self.relative(meaning, pieces, words, place + length, lexicon) {
          (span, self.length) = (found.span, length + found.length)
          return
        }
      default: continue
      }
    }
    // "5 derniers jours"
    if let number = NumberReading(pieces, at: place, lexicon), number.measure == nil,
      place + number.length < words.count
    {
      for (length, meaning) in lexicon.meanings(of: words, at: place + number.length)
      where meaning == .past || meaning == .coming {
        let at = place + number.length + length
        guard (1...10_000).contains(number.value), number.value == number.value.rounded(),
          let unit = lexicon.unit(of: words, at: at)
        else { continue }
        span = Self.span(meaning, Int(clamping: number.value), unit.unit, isCounted: true)
        self.length = number.length + length + unit.length
        return
      }
    }
    if let found = WeekdayReading(pieces, at: place, lexicon, today: today) {
      (span, length) = (found.span, found.length)
      return
    }
    guard let found = Self.date(pieces, words, place, lexicon, today) else { return nil }
    (span, length) = (found.span, found.length)
  }

  /// What stands behind "last", "next" and "this".
  private static func relative(
    _ meaning: WordMeaning, _ pieces: [Piece], _ words: [String], _ place: Int, _ lexicon: Lexicon
  ) -> (span: TimeSpan, length: Int)? {
    guard place < pieces.count else { return nil }
    var count = 1
    var used = 0
    var isCounted = false
    if meaning != .present, let number = NumberReading(pieces, at: place, lexicon),
      number.value == number.value.rounded(), (1...10_000).contains(number.value),
      number.measure == nil || units[number.measure ?? ""] != nil
    {
      count = Int(clamping: number.value)
      used = number.length
      isCounted = true
      // "24h", "7 days": the unit was read with the number.
      if let unit = number.measure.flatMap({ units[$0] }) {
        return (span(meaning, count, unit, isCounted: true), used)
      }
    }
    guard let unit = lexicon.unit(of: words, at: place + used) else { return nil }
    if !isCounted, lexicon.contains(words[place + used], .spans) {
      // "the next days" are all that come; how many the last were is not said.
      guard meaning == .coming else { return nil }
      return (TimeSpan(from: .relative(.now)), used + unit.length)
    }
    used += unit.length
    if meaning == .present, baseOfUnit[unit.unit] == nil { return nil }
    return (span(meaning, count, unit.unit, isCounted: isCounted), used)
  }

  private static let units: [String: RowQuery.Moment.Unit] = [
    "min": .minutes, "h": .hours, "d": .days, "w": .weeks, "M": .months, "y": .years,
  ]

  private static func span(
    _ meaning: WordMeaning, _ count: Int, _ unit: RowQuery.Moment.Unit, isCounted: Bool
  ) -> TimeSpan {
    let base = baseOfUnit[unit]
    switch meaning {
    case .past where isCounted || base == nil:
      // Whole days: "the last 7 days" begin at midnight.
      return TimeSpan(
        from: .relative(base == nil ? .now : .today, -count, unit), to: .relative(.now))
    case .past:
      return TimeSpan(from: .relative(base ?? .today, -1, unit), to: .relative(base ?? .today))
    case .coming where isCounted || base == nil:
      let end: RowQuery.Moment =
        base == nil
        ? .relative(.now, count, unit)
        : unit == .days ? .relative(.today, count + 1, .days) : .relative(.today, count, unit)
      return TimeSpan(from: .relative(.now), to: end)
    case .coming:
      return TimeSpan(
        from: .relative(base ?? .today, 1, unit), to: .relative(base ?? .today, 2, unit))
    default:
      return TimeSpan(from: .relative(base ?? .today), to: .relative(base ?? .today, 1, unit))
    }
  }

  /// `2026-11-20`, `20.11.2026`, "20 November", "November 20th, 2026", "November 2026".
  private static func date(
    _ pieces: [Piece], _ words: [String], _ place: Int, _ lexicon: Lexicon,
    _ today: (year: Int, month: Int, day: Int)
  ) -> (span: TimeSpan, length: Int)? {
    func number(_ offset: Int) -> Int? {
      place + offset < pieces.count && pieces[place + offset].isNumber
        ? Int(pieces[place + offset].folded) : nil
    }
    func month(_ offset: Int) -> Int? {
      guard place + offset < words.count else { return nil }
      return lexicon.meanings(of: words, at: place + offset).lazy.compactMap { found in
        if case .month(let month) = found.meaning { month } else { nil }
      }.first
    }
    func year(_ offset: Int) -> Int? {
      number(offset).flatMap { (1900...2199).contains($0) ? $0 : nil }
    }
    func joined(_ offset: Int, _ sign: String) -> Bool {
      place + offset < pieces.count && pieces[place + offset].before == sign
        && pieces[place + offset].isJoined
    }
    if let decade = Self.decade(pieces, words, place, lexicon) { return decade }
    if let year = number(0), let month = number(1), let day = number(2), joined(1, "-"),
      joined(2, "-"), (1000...2999).contains(year)
    {
      return Self.day(year, month, day, 3)
    }
    for sign in [".", "/"] {
      guard let first = number(0), let second = number(1), joined(1, sign) else { continue }
      let hasYear = number(2) != nil && joined(2, sign)
      let year = hasYear ? number(2) ?? today.year : today.year
      // Points write the day first; a slash only where the day settles it.
      if sign == "." {
        guard hasYear || lexicon.decimal == "," else { continue }
        guard hasYear || pieces[place + 1].isLast else { continue }
        return Self.day(
          year < 100 ? 2000 + year : year, second, first, hasYear ? 3 : 2, isOfAnyYear: !hasYear)
      }
      guard hasYear else { continue }
      if first > 12 { return Self.day(year, second, first, 3) }
      if second > 12 { return Self.day(year, first, second, 3) }
    }
    func skipped(_ offset: Int) -> Int {
      // "20. November", "20 de noviembre", "20th of November"
      var offset = offset
      while place + offset < words.count,
        ["th", "st", "nd", "rd", "of", "de", "do", "di", "o", "er"].contains(words[place + offset])
      {
        offset += 1
      }
      return offset
    }
    for (length, meaning) in lexicon.meanings(of: words, at: place) {
      guard case .feast(let month, let day) = meaning else { continue }
      let named = year(length)
      return Self.day(
        named ?? today.year, month, day, named == nil ? length : length + 1,
        isOfAnyYear: named == nil
      )
    }
    // "1 to 20 November"
    if let first = number(0), let last = number(2), first < last, (1...31).contains(last),
      let month = month(3),
      lexicon.meanings(of: words, at: place + 1).contains(where: {
        $0.meaning == .and || $0.meaning == .range
      })
        || pieces[place + 1].before.contains("–")
    {
      let named = year(4)
      if let start = Self.day(named ?? today.year, month, first, 1),
        let end = Self.day(named ?? today.year, month, last, 1)
      {
        return (
          TimeSpan(
            from: start.span.from, to: end.span.to, isRange: true, isOfAnyYear: named == nil),
          named == nil ? 4 : 5
        )
      }
    }
    if let first = number(0), (1...31).contains(first) {
      let at = skipped(1)
      if let month = month(at) {
        let after = skipped(at + 1)
        let named = year(after)
        return Self.day(
          named ?? today.year, month, first, named == nil ? at + 1 : after + 1,
          isOfAnyYear: named == nil)
      }
    }
    let lastMonth = month(2)
    if let month = month(0), words[place].count > 2 {
      if let first = number(1), (1...31).contains(first), !(number(1) ?? 0 > 31) {
        let at = skipped(2)
        let named = year(at)
        return Self.day(
          named ?? today.year, month, first, named == nil ? at : at + 1, isOfAnyYear: named == nil)
      }
      // "June to August 2026"
      let isRange =
        place + 1 < words.count
        && lexicon.meanings(of: words, at: place + 1).contains {
          $0.length == 1 && ($0.meaning == .range || $0.meaning == .until)
        }
      if isRange, let last = lastMonth, last != month {
        let named = year(skipped(3))
        let start = named.map { last < month ? $0 - 1 : $0 } ?? today.year
        return Self.months(
          start, month, last, named == nil ? 3 : skipped(3) + 1, isOfAnyYear: named == nil)
      }
      let at = skipped(1)
      if let named = year(at) { return Self.span(named, month, at + 1) }
      // "may" alone is a verb as well.
      if words[place] != "may", words[place] != "mar" {
        return Self.span(today.year, month, 1, isOfAnyYear: true)
      }
    }
    return nil
  }

  /// "1930s", "1930er Jahre", "années 1930"
  private static func decade(
    _ pieces: [Piece], _ words: [String], _ place: Int, _ lexicon: Lexicon
  ) -> (span: TimeSpan, length: Int)? {
    if let short = shortDecade(pieces, words, place, lexicon) { return short }
    let isLed = lexicon.contains(words[place], .decades)
    let start = isLed ? place + 1 : place
    guard start < pieces.count, pieces[start].isNumber, let year = Int(words[start]),
      (1000...2990).contains(year), year % 10 == 0
    else { return nil }
    var end = start + 1
    if !isLed {
      guard end < pieces.count, pieces[end].isJoined, ["s", "er"].contains(words[end]) else {
        return nil
      }
      end += 1
      if let unit = lexicon.unit(of: words, at: end), unit.unit == .years { end += unit.length }
    }
    // "the 1800s" are a century.
    let years = words[end - 1] == "s" && year % 100 == 0 && year < 2000 ? 100 : 10
    return (
      TimeSpan(from: .day(year, 1, 1), to: .day(year + years, 1, 1), isRange: true), end - place
    )
  }

  /// "the 60s", "from the 1950s and 60s": of the last century, where they are far enough back.
  private static func shortDecade(
    _ pieces: [Piece], _ words: [String], _ place: Int, _ lexicon: Lexicon
  ) -> (span: TimeSpan, length: Int)? {
    guard place > 0, place + 1 < pieces.count, pieces[place].isNumber, words[place].count == 2,
      let decade = Int(words[place]), decade % 10 == 0, decade >= 30, pieces[place + 1].isJoined,
      words[place + 1] == "s",
      lexicon.meanings(of: words, at: place - 1).contains(where: {
        $0.length == 1 && ($0.meaning == .article || $0.meaning == .and || $0.meaning == .or)
      })
    else { return nil }
    let year = 1900 + decade
    return (
      TimeSpan(from: .day(year, 1, 1), to: .day(year + 10, 1, 1), isRange: true), 2
    )
  }

  private static func day(
    _ year: Int, _ month: Int, _ day: Int, _ length: Int, isOfAnyYear: Bool = false
  ) -> (span: TimeSpan, length: Int)? {
    guard (1...12).contains(month), (1...days(year, month)).contains(day) else { return nil }
    let isLast = day == days(year, month)
    let next: RowQuery.Moment =
      !isLast
      ? .day(year, month, day + 1)
      : month == 12 ? .day(year + 1, 1, 1) : .day(year, month + 1, 1)
    return (
      TimeSpan(from: .day(year, month, day), to: next, isOfAnyYear: isOfAnyYear), length
    )
  }

  private static func span(
    _ year: Int, _ month: Int, _ length: Int, isOfAnyYear: Bool = false
  ) -> (span: TimeSpan, length: Int) {
    let next: RowQuery.Moment = month == 12 ? .day(year + 1, 1, 1) : .day(year, month + 1, 1)
    return (
      TimeSpan(from: .day(year, month, 1), to: next, isOfAnyYear: isOfAnyYear), length
    )
  }

  /// From the first of one month to the end of another, which may lie in the next year.
  private static func months(
    _ year: Int, _ first: Int, _ last: Int, _ length: Int, isOfAnyYear: Bool
  ) -> (span: TimeSpan, length: Int) {
    let end = span(last < first ? year + 1 : year, last, 0).span
    return (
      TimeSpan(from: .day(year, first, 1), to: end.to, isRange: true, isOfAnyYear: isOfAnyYear),
      length
    )
  }

  static func days(_ year: Int, _ month: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
