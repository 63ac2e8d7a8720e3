import BlockModel

/// A condition on a field of times: from one civil day up to, not including, another.
struct DaySpan {
  var from: RowQuery.Moment
  var to: RowQuery.Moment

  init(from: RowQuery.Moment, to: RowQuery.Moment) { (self.from, self.to) = (from, to) }

  /// - Parameter filters: the bounds of one field.
  /// - Returns: `nil` where they are no two days, such as "the last 7 days".
  init?(_ filters: [RowQuery.Filter]) {
    func moment(_ comparison: RowQuery.Comparison) -> RowQuery.Moment? {
      guard let filter = filters.first(where: { $0.comparison == comparison }),
        filter.values.count == 1, case .moment(let moment) = filter.values[0],
        case .day = moment.form
      else { return nil }
      return moment
    }
    guard filters.count == 2, let from = moment(.atLeast), let to = moment(.below) else {
      return nil
    }
    self.init(from: from, to: to)
  }

  /// Both as one, where no day lies between them.
  func joined(with other: DaySpan?) -> DaySpan? {
    guard let other else { return nil }
    func number(_ moment: RowQuery.Moment) -> Int {
      guard case .day(let year, let month, let day) = moment.form else { return 0 }
      return (year * 12 + month) * 31 + day
    }
    guard number(other.from) <= number(to), number(from) <= number(other.to) else { return nil }
    return DaySpan(
      from: [from, other.from].min { number($0) < number($1) } ?? from,
      to: [to, other.to].max { number($0) < number($1) } ?? to)
  }
}
