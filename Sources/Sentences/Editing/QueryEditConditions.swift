import BlockModel

/// What of a clause are conditions.
extension QueryEdit {
  /// "not only Portugal": without another value beside it, every one is shown.
  mutating func lift(_ fields: [String]) {
    let held = fields.filter { field in
      query.filters.contains {
        $0.field == field && ($0.comparison == .equal || $0.comparison == .contains)
      }
    }
    guard let field = held.first else {
      doubt = fields.first.map { .contradiction($0) }
      return
    }
    guard query.filters.filter({ $0.field == field }) == old.filters.filter({ $0.field == field })
    else { return }
    query.filters.removeAll { $0.field == field }
  }

  /// The field of a condition that holds just what some words say: "New Street".
  func field(holding words: [String]) -> String? {
    let found = query.filters.filter { filter in
      (filter.comparison == .equal || filter.comparison == .contains)
        && filter.values.contains { value in
          guard case .text(let text) = value else { return false }
          return Piece.words(text) == words
        }
    }
    return found.count == 1 ? found[0].field : nil
  }

  /// "all stations", where one is picked: the condition on that field goes.
  /// - Returns: whether there is one.
  mutating func showAll(of change: RowQuery) -> Bool {
    guard let columns = change.columns, columns.count == 1, change.filters.isEmpty,
      change.sort.isEmpty, change.aggregate == nil,
      query.filters.contains(where: { $0.field == columns[0] && $0.comparison == .equal })
    else { return false }
    query.filters.removeAll { $0.field == columns[0] && $0.comparison == .equal }
    return true
  }

  mutating func changeFilters(
    of field: String, _ new: [RowQuery.Filter], _ mode: ChangeClause.Mode
  ) {
    let joins = mode == .more || replaced.contains(field)
    if mode == .more, widen(field, new) { return }
    for filter in new {
      switch filter.comparison {
      case .contains where joins:
        if let place = pick(of: field) {
          includeMention(filter, in: place)
          continue
        }
      case .equal where joins: include(filter, isNew: mode != .more)
      case .equal: query.filters.removeAll { $0.field == field && !new.contains($0) }
      case .notEqual:
        exclude(filter)
        continue
      case .contains where mode == .instead:
        query.filters.removeAll { $0.field == field && $0.comparison == .contains }
      case .contains, .lacks: break
      case .above, .atLeast: drop(field, [.above, .atLeast, .equal], keeping: new)
      case .below, .atMost: drop(field, [.below, .atMost, .equal], keeping: new)
      }
      if joins, filter.comparison == .equal { continue }
      if !query.filters.contains(filter) { query.filters.append(filter) }
    }
  }

  /// "also November", beside October: spans that touch become one; others cannot be said together.
  /// - Returns: whether it was about bounds on both sides.
  private mutating func widen(_ field: String, _ new: [RowQuery.Filter]) -> Bool {
    func bounds(_ filters: [RowQuery.Filter]) -> [RowQuery.Filter] {
      filters.filter { filter in
        filter.field == field
          && [.above, .atLeast, .below, .atMost].contains(filter.comparison)
      }
    }
    let known = bounds(query.filters)
    let added = bounds(new)
    guard !known.isEmpty, !added.isEmpty else { return false }
    guard let whole = DaySpan(known)?.joined(with: DaySpan(added)) else {
      doubt = .contradiction(field)
      return true
    }
    query.filters.removeAll(where: known.contains)
    query.filters.append(RowQuery.Filter(field, .atLeast, .moment(whole.from)))
    query.filters.append(RowQuery.Filter(field, .below, .moment(whole.to)))
    return true
  }

  private mutating func drop(
    _ field: String, _ comparisons: Set<RowQuery.Comparison>, keeping new: [RowQuery.Filter]
  ) {
    query.filters.removeAll {
      $0.field == field && comparisons.contains($0.comparison) && !new.contains($0)
    }
  }

  /// The condition that picks texts of a field.
  private func pick(of field: String) -> Int? {
    query.filters.firstIndex {
      $0.field == field && ($0.comparison == .equal || $0.comparison == .contains)
    }
  }

  /// "also plastic", beside paper: either word in the text.
  private mutating func includeMention(_ filter: RowQuery.Filter, in place: Int) {
    query.filters[place].comparison = .contains
    query.filters[place].values += filter.values.filter {
      !query.filters[place].values.contains($0)
    }
  }

  /// "also France": beside the values that are shown; without a condition France is shown already.
  private mutating func include(_ filter: RowQuery.Filter, isNew: Bool) {
    if isNew, !query.filters.contains(where: { $0.field == filter.field }) {
      query.filters.append(filter)
      return
    }
    for place in query.filters.indices where query.filters[place].field == filter.field {
      switch query.filters[place].comparison {
      case .equal:
        query.filters[place].values += filter.values.filter {
          !query.filters[place].values.contains($0)
        }
      case .notEqual: query.filters[place].values.removeAll(where: filter.values.contains)
      default: break
      }
    }
    query.filters.removeAll { $0.values.isEmpty }
    // "also those with a rating of 2", beside a bound: one of two conditions is enough, which no query says.
    let own = query.filters.filter { $0.field == filter.field }
    if !own.isEmpty, own == old.filters.filter({ $0.field == filter.field }),
      own.allSatisfy({ [.above, .atLeast, .below, .atMost].contains($0.comparison) })
    {
      doubt = .contradiction(filter.field)
    }
  }

  /// "in January instead", where another time is held: which of the two is meant?
  mutating func checkMoments(_ new: [RowQuery.Filter]) {
    func isOfMoments(_ filter: RowQuery.Filter) -> Bool {
      filter.values.contains { if case .moment = $0 { true } else { false } }
    }
    guard let other = new.first(where: isOfMoments),
      !query.filters.contains(where: { $0.field == other.field }),
      query.filters.contains(where: isOfMoments)
    else { return }
    doubt = .contradiction(other.field)
  }

  /// "not Spain": out of the values that are shown, else a condition of its own.
  private mutating func exclude(_ filter: RowQuery.Filter) {
    if let place = query.filters.firstIndex(where: {
      $0.field == filter.field && $0.comparison == .equal
    }) {
      let rest = query.filters[place].values.filter { !filter.values.contains($0) }
      guard rest.count < query.filters[place].values.count else { return }
      // Nothing would be left.
      guard !rest.isEmpty else {
        doubt = .contradiction(filter.field)
        return
      }
      query.filters[place].values = rest
    } else if let place = query.filters.firstIndex(where: {
      $0.field == filter.field && $0.comparison == .notEqual
    }) {
      query.filters[place].values += filter.values.filter {
        !query.filters[place].values.contains($0)
      }
    } else {
      query.filters.append(filter)
    }
  }
}
