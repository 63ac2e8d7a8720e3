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
