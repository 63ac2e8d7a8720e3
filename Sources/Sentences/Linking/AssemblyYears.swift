import BlockModel

/// Days and months without a year: "in January" is the January that the rows have.
extension Assembly {
  /// A span of no year that was said, in the year whose rows it may hold. Of several years the coming one
  /// counts where rows are dated ahead, else the last that has begun.
  func inItsYear(_ span: TimeSpan, _ field: Int) -> TimeSpan {
    guard span.isOfAnyYear, let from = span.from, let to = span.to, let rows = daysOf(field) else {
      return span
    }
    let now = days(.day(today.year, today.month, today.day))
    let steps = (-60...60).filter { step in
      let start = days(Self.moved(from, step))
      let end = days(Self.moved(to, step))
      return start <= rows.last + 1 && end > rows.first - 1
    }
    guard !steps.isEmpty else { return span }
    let isAhead = rows.last > now + 1
    let step =
      isAhead
      ? steps.first { days(Self.moved(to, $0)) > now } ?? steps.last
      : steps.last { days(Self.moved(from, $0)) <= now } ?? steps.first
    var span = span
    span.from = Self.moved(from, step ?? 0)
    span.to = Self.moved(to, step ?? 0)
    return span
  }

  /// Do the rows end years ago, and span years?
  func isLongPast(_ field: Int) -> Bool {
    guard let rows = daysOf(field) else { return false }
    let now = days(.day(today.year, today.month, today.day))
    return rows.last < now - 730 && rows.last - rows.first > 730
  }

  /// "built before 1740": of the times and years, the one that the words before speak of.
  func spokenTime(_ place: Int, _ times: [Int]) -> Int? {
    let start = pieces[..<items[place].range.lowerBound].lastIndex(where: \.isLast).map { $0 + 1 }
    let before = pieces[(start ?? 0)..<items[place].range.lowerBound].map(\.folded).reversed()
    for word in before.prefix(6) where word.count >= 4 {
      let spoken = times.filter { field in
        index.fieldWords[field].contains { name in
          name.words.contains { Self.isForm(word, of: $0) }
        }
      }
      if spoken.count == 1 { return spoken[0] }
      if Self.isOrigin(word), let origin, times.contains(origin) { return origin }
    }
    return nil
  }

  /// "construidos" and `construccion`, "restaurados" and `restauracion`: forms of one word.
  private static func isForm(_ word: String, of other: String) -> Bool {
    let common = zip(word, other).prefix { $0 == $1 }.count
    return word == other || common >= 6 && max(word.count, other.count) - common <= 5
  }

  /// A field of years that may hold a year that no moment of the others is near.
  func likelierYear(_ year: Double, _ times: [Int]) -> Int? {
    let years = times.filter { field in
      guard kind(field) == .year, let low = offer.fields[field].low,
        let high = offer.fields[field].high
      else { return false }
      return (low - 1...high + 1).contains(year)
    }
    guard years.count == 1 else { return nil }
    let isDated = times.contains { field in
      guard let rows = daysOf(field) else { return kind(field) == .time }
      return (rows.first / 365.25 - 1...rows.last / 365.25 + 1).contains(year)
    }
    return isDated ? nil : years[0]
  }

  private static func moved(_ moment: RowQuery.Moment, _ years: Int) -> RowQuery.Moment {
    guard case .day(let year, let month, let day) = moment.form else { return moment }
    return .day(year + years, month, min(day, TimeReading.days(year + years, month)))
  }

  /// The first and the last day of a field, as ``days(_:)`` counts them; `nil` where its values tell none.
  func daysOf(_ field: Int) -> (first: Double, last: Double)? {
    guard kind(field) == .time else { return nil }
    let epoch = days(.day(1970, 1, 1))
    let found = offer.fields[field].values.compactMap { value -> Double? in
      if let number = Double(value) {
        guard number > 1e8 else { return nil }
        return epoch + (number > 1e11 ? number / 1000 : number) / 86_400
      }
      return RowQuery.Moment(String(value.prefix(10))).flatMap { moment in
        if case .day = moment.form { days(moment) } else { nil }
      }
    }
    guard let first = found.min(), let last = found.max() else { return nil }
    return (first, last)
  }
}
