import BlockModel
import Foundation

/// Conditions that belong together, and those that no row can meet.
extension Assembly {
  /// "Portugal or Spain": values of one field that are named together are alternatives.
  mutating func joinAlternatives() {
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
      // "gadgets or books", where only books are known.
      if let last = previous(place), after != nil, conditions[last] == nil, field(last) == nil,
        number(last) == nil, !isLast(last)
      {
        switch items[last].kind {
        case .word(.behind), .word(.comparison), .word(.implied), .word(.superlative): break
        default: doubts.append(.unknown(text(last)))
        }
      }
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
      // "geldings older than 14 and jacks older than 16": each of its own rows.
      for bounds in [[RowQuery.Comparison.above, .atLeast], [.below, .atMost]] {
        let numbers = Set(
          own.filter { bounds.contains($0.comparison) && $0.values.count == 1 }.map(\.values))
        if numbers.count > 1, !isDated(numbers) { doubts.append(.contradiction(field)) }
      }
    }
    for filter in query.filters where filter.comparison == .equal {
      // A number that no row has is asked about, where all are known.
      guard case .number(let number)? = filter.values.first,
        let field = offer.fields.first(where: { $0.id == filter.field }), !field.values.isEmpty,
        field.values.count < 150, field.values.allSatisfy({ Double($0) != nil }),
        !field.values.contains(where: { Double($0) == number })
      else { continue }
      doubts.append(.unknown(number.formatted(.number.locale(Locale(identifier: "en")))))
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

  private func isDated(_ values: Set<[RowQuery.Value]>) -> Bool {
    values.contains { if case .moment? = $0.first { true } else { false } }
  }

  /// About how many days after the first of the year 0 a moment lies: enough to tell that one comes
  /// before another.
  func days(_ moment: RowQuery.Moment) -> Double {
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

  func isFlag(_ id: String) -> Bool {
    offer.fields.contains { $0.id == id && $0.kind == .flag }
  }
}
