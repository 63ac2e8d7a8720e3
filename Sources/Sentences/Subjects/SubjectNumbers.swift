import BlockModel

/// Numbers of a sentence that are values of parameters, and how many rows it wants.
extension SubjectAssembly {
  /// "above 4.5", "at least 200 points", "magnitude 5 or more", "M5+", "for 3 days".
  mutating func readNumber(_ param: SubjectParam) {
    for place in pieces.indices where !used[place] {
      guard let number = NumberReading(pieces, at: place, language),
        (place..<(place + number.length)).allSatisfy({ !used[$0] })
      else { continue }
      let found = param.isDays ? days(place, number) : bound(place, number, param)
      guard let found else { continue }
      take(found.range)
      reading.values[param.name] =
        found.value == found.value.rounded()
        ? .integer(Int64(clamping: found.value)) : .number(found.value)
      return
    }
  }

  /// "for the next 3 days", "3 day forecast"
  private func days(_ place: Int, _ number: NumberReading) -> (range: Range<Int>, value: Double)? {
    guard number.value == number.value.rounded(), number.value >= 1 else { return nil }
    let end = place + number.length
    if number.measure == "d" { return (spanStart(place)..<end, number.value) }
    for (length, meaning) in meanings(end) {
      if case .unit(let unit) = meaning {
        guard unit == .days || unit == .weeks else { return nil }
        let value = number.value * (unit == .weeks ? 7 : 1)
        return (spanStart(place)..<(end + length), value)
      }
    }
    return nil
  }

  /// "next" in front of a number of days.
  private func spanStart(_ place: Int) -> Int {
    var start = place
    for length in [3, 2, 1] where start - length >= 0 {
      let isSpan = meanings(start - length).contains {
        $0.meaning == .coming && $0.length == length
      }
      if isSpan { return start - length }
    }
    while start > 0, meanings(start - 1).contains(where: { $0.meaning == .article }) { start -= 1 }
    return start
  }

  /// A lower bound; an upper one is none of what a subject takes.
  private func bound(
    _ place: Int, _ number: NumberReading, _ param: SubjectParam
  ) -> (range: Range<Int>, value: Double)? {
    var range = place..<(place + number.length)
    var comparison: RowQuery.Comparison?
    var hasUnit = false
    func isUnit(_ place: Int) -> Bool {
      pieces.indices.contains(place) && !used[place] && param.units.contains(words[place])
    }
    // "magnitude 5", "points over 200"
    var before = place - 1
    func readBefore() {
      for length in [4, 3, 2, 1] where before - length + 1 >= 0 && comparison == nil {
        let start = before - length + 1
        for found in meanings(start) where found.length == length {
          switch found.meaning {
          case .comparison(let read): comparison = read
          case .implied(let read, let fields) where !param.units.isDisjoint(with: fields):
            comparison = read
          default: continue
          }
          range = start..<range.upperBound
          before = start - 1
          return
        }
      }
    }
    readBefore()
    while before >= 0, !used[before], isGlueOfNumber(before) { before -= 1 }
    if isUnit(before) {
      hasUnit = true
      range = before..<range.upperBound
      before -= 1
      if comparison == nil { readBefore() }
    }
    var end = range.upperBound
    if isUnit(end) {
      hasUnit = true
      end += 1
    }
    for (length, meaning) in meanings(end) {
      if case .behind(let read) = meaning {
        comparison = comparison ?? read
        end += length
        break
      }
    }
    if isUnit(end) {
      hasUnit = true
      end += 1
    }
    range = range.lowerBound..<end
    guard hasUnit || comparison != nil && !hasSeveralNumbers else { return nil }
    switch comparison {
    case .above: return (range, param.isWhole ? number.value.rounded(.down) + 1 : number.value)
    case .atLeast, nil: return (range, number.value)
    default: return nil
    }
  }

  /// The words between a measure and its number.
  private func isGlueOfNumber(_ place: Int) -> Bool {
    meanings(place).contains { found in
      switch found.meaning {
      case .copula, .preposition, .article, .filler: found.length == 1
      default: false
      }
    }
  }

  private var hasSeveralNumbers: Bool {
    subject.params.count { $0.kind == .number && !$0.isDays } > 1
  }

  // MARK: Rows

  /// "top 10", "the 5 strongest", "first five stories", "10 stories".
  mutating func readCount() {
    guard let counts = subject.counts else { return }
    for place in pieces.indices where !used[place] {
      guard let number = NumberReading(pieces, at: place, language), number.measure == nil,
        number.value == number.value.rounded(), number.value >= 1,
        (place..<(place + number.length)).allSatisfy({ !used[$0] })
      else { continue }
      let end = place + number.length
      guard isCounted(place, end) else { continue }
      var start = place
      for length in [3, 2, 1] where start == place && place - length >= 0 {
        let isLead = meanings(place - length).contains {
          $0.length == length && ($0.meaning == .top || $0.meaning == .newest)
        }
        if isLead { start = place - length }
      }
      take(start..<end)
      let count = Int(clamping: number.value)
      reading.values["count"] = .integer(
        Int64(min(max(count, counts.lowerBound), counts.upperBound)))
      if !counts.contains(count) {
        reading.unused.append("\(count)")
      }
      return
    }
  }

  private func isCounted(_ place: Int, _ end: Int) -> Bool {
    for length in [3, 2, 1] where place - length >= 0 {
      let isLead = meanings(place - length).contains {
        $0.length == length && ($0.meaning == .top || $0.meaning == .newest)
      }
      if isLead { return true }
    }
    guard end < pieces.count, !pieces[end - 1].isLast else { return false }
    if isRow(end) || name.contains(end) { return true }
    // "5 best stories", "10 premiers articles"
    return meanings(end).contains { found in
      switch found.meaning {
      case .top, .superlative, .newest:
        end + found.length < pieces.count
          && (isRow(end + found.length) || name.contains(end + found.length))
      default: false
      }
    } || (used[end] && end + 1 < pieces.count && (isRow(end + 1) || name.contains(end + 1)))
  }
}
