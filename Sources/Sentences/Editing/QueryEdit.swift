import BlockModel

/// A query that is changed clause by clause.
struct QueryEdit {
  var query: RowQuery
  /// What two clauses, or a clause and the query, do not agree on.
  var doubt: Reading.Doubt?
  /// As it was.
  let old: RowQuery
  private let shown: [String]
  let offer: Offer
  /// Where columns that were replaced stood.
  private var place: Int?
  /// Fields whose values were replaced.
  private(set) var replaced: Set<String> = []
  /// A number that is to make room for what the other clauses say.
  private var replacedNumber: RowQuery.Aggregate?

  init(_ query: RowQuery, shown: [String], offer: Offer) {
    self.query = query
    old = query
    self.shown = shown
    self.offer = offer
  }

  // MARK: Parts

  mutating func showAll() {
    query.filters = []
    clear([.limit])
  }

  mutating func flip() {
    if query.sort.isEmpty, let order = ordersByNumber(isDescending: true) { query.sort = [order] }
    guard !query.sort.isEmpty else { return }
    query.sort[0].isDescending.toggle()
  }

  /// Groups stand in the order of their numbers, the largest first, where nothing else is said.
  private func ordersByNumber(isDescending: Bool) -> RowQuery.Order? {
    guard query.group != nil, query.bucket == nil, let aggregate = query.aggregate else {
      return nil
    }
    return RowQuery.Order(aggregate.kind.rawValue, isDescending: isDescending)
  }

  mutating func clear(_ parts: [ChangeWord.Part]) {
    for part in parts {
      switch part {
      case .filters: query.filters = []
      case .sort: query.sort = []
      case .limit:
        query.limit = max(1, min(200, offer.rowCount))
        query.offset = nil
        query.limitPer = nil
      case .group:
        // One number is in no order.
        if query.aggregate != nil { query.sort = [] }
        (query.group, query.bucket, query.limitPer) = (nil, nil, nil)
      case .columns:
        query.columns = nil
        query.hidden = []
      }
    }
  }

  // MARK: One word

  /// - Returns: whether it was applied; else it is to be linked.
  mutating func apply(_ change: ShortChange, _ mode: ChangeClause.Mode) -> Bool {
    switch change {
    case .limit(let count):
      // "five instead of three"
      if mode == .replaced { return query.limit == count }
      guard mode == .plain || mode == .instead else { return false }
      query.limit = count
      return true
    case .direction(let isDescending):
      if query.sort.isEmpty, let order = ordersByNumber(isDescending: isDescending) {
        query.sort = [order]
      }
      guard !query.sort.isEmpty else { return false }
      query.sort[0].isDescending = isDescending
      return true
    case .alphabetic(let isDescending):
      guard let group = query.group, query.aggregate != nil else {
        guard let first = query.sort.first,
          offer.fields.contains(where: { $0.id == first.field && $0.kind == .text })
        else { return false }
        query.sort[0].isDescending = isDescending
        return true
      }
      query.sort = [RowQuery.Order(group, isDescending: isDescending)]
      return true
    case .extreme(let isHighest):
      guard mode == .instead || replacedNumber != nil, let field = query.aggregate?.field else {
        return false
      }
      setAggregate(RowQuery.Aggregate(isHighest ? .max : .min, field))
      return true
    case .view(let view):
      // What stands behind "instead of" goes by itself.
      if mode == .less { query.view = nil } else if mode != .replaced { query.view = view }
      return true
    case .aggregate(let kind): return apply(kind, mode)
    }
  }

  private mutating func apply(_ kind: RowQuery.Aggregate.Kind, _ mode: ChangeClause.Mode) -> Bool {
    if mode == .less || mode == .replaced {
      guard query.aggregate?.kind == kind else { return false }
      if mode == .less {
        query.aggregate = nil
        (query.group, query.bucket) = (nil, nil)
        query.sort = []
      } else {
        replacedNumber = query.aggregate
      }
      return true
    }
    let numbers = (query.columns ?? []).filter { id in
      offer.fields.contains { $0.id == id && $0.kind == .number }
    }
    let field = query.aggregate?.field ?? (numbers.count == 1 ? numbers[0] : nil)
    guard kind == .count || field != nil else {
      doubt = .noField(kind.rawValue)
      return true
    }
    setAggregate(RowQuery.Aggregate(kind, kind == .count ? nil : field))
    return true
  }

  private mutating func setAggregate(_ aggregate: RowQuery.Aggregate) {
    query.aggregate = aggregate
    query.columns = nil
    query.hidden = []
    // The order of rows is none of numbers; groups may be in their own.
    query.sort = query.sort.compactMap { order in
      guard let group = query.group else { return nil }
      if Self.isNumber(order) {
        return RowQuery.Order(aggregate.kind.rawValue, isDescending: order.isDescending)
      }
      return order.field == group ? order : nil
    }
    (query.offset, query.limitPer) = (nil, nil)
  }

  private static func isNumber(_ order: RowQuery.Order) -> Bool {
    RowQuery.Aggregate.Kind(rawValue: order.field) != nil
  }

  /// All clauses are read: "a list instead of the number" has no number any more.
  mutating func finish() {
    guard let replacedNumber, query.aggregate == replacedNumber else { return }
    query.aggregate = nil
    (query.group, query.bucket) = (nil, nil)
    query.sort.removeAll(where: Self.isNumber)
  }

  // MARK: A linked clause

  /// "the three lowest": of what the rows are ordered by, rather than of what would be guessed.
  func keepingOrder(_ reading: Reading) -> RowQuery {
    var change = reading.query
    let guessed = reading.choices.compactMap { choice in
      if case .field(_, let field) = choice { field } else { nil }
    }
    if let old = query.sort.first, let new = change.sort.first, change.sort.count == 1,
      guessed.contains(new.field),
      offer.fields.contains(where: { $0.id == old.field && $0.kind == .number })
    {
      change.sort[0].field = old.field
    }
    return change
  }

  /// - Returns: why the clause does not fit the query.
  mutating func apply(
    _ change: RowQuery, _ clause: ChangeClause, in all: [ChangeClause], _ lexicon: Lexicon
  ) -> Reading.Doubt? {
    switch clause.mode {
    case .less: remove(change, clause)
    case .replaced: replace(change)
    case .beyond: lift(change.filters.map(\.field))
    case .plain, .more, .instead:
      if replacesNumber(change, clause.mode) { return doubt }
      if change.aggregate != nil || change.group != nil { changeNumber(change, clause, lexicon) }
      if clause.mode == .instead { checkMoments(change.filters) }
      for field in Self.fields(change.filters) {
        changeFilters(of: field, change.filters.filter { $0.field == field }, clause.mode)
      }
      changeOrder(change, clause.mode)
      changeColumns(change, clause, lexicon)
      if let view = change.view { query.view = view }
    }
    return doubt
  }

  private static func fields(_ filters: [RowQuery.Filter]) -> [String] {
    filters.map(\.field).reduce(into: []) { list, field in
      if !list.contains(field) { list.append(field) }
    }
  }

  /// "per city", "average price per city".
  private mutating func changeNumber(
    _ change: RowQuery, _ clause: ChangeClause, _ lexicon: Lexicon
  ) {
    var aggregate = change.aggregate ?? query.aggregate ?? RowQuery.Aggregate(.count)
    let words = clause.pieces.map(\.folded)
    let isSaid = words.indices.contains { at in
      lexicon.meanings(of: words, at: at).contains { found in
        switch found.meaning {
        case .aggregate, .question(.count), .superlative: true
        default: false
        }
      }
    }
    // "per city" says how to group, not what is computed.
    if !isSaid, let known = query.aggregate { aggregate = known }
    if let group = change.group { (query.group, query.bucket) = (group, change.bucket) }
    setAggregate(aggregate)
  }

  /// "the highest price instead of the average": a row of its own elsewhere.
  private mutating func replacesNumber(_ change: RowQuery, _ mode: ChangeClause.Mode) -> Bool {
    guard mode == .instead || replacedNumber != nil, let known = query.aggregate?.field,
      change.aggregate == nil, change.group == nil, change.filters.isEmpty,
      change.sort.count == 1, change.sort[0].field == known, change.limit ?? 1 == 1,
      change.columns ?? [known] == [known]
    else { return false }
    setAggregate(RowQuery.Aggregate(change.sort[0].isDescending ? .max : .min, known))
    return true
  }

  /// The orders of a change, where numbers of many rows are shown: by these, or by their groups.
  /// - Returns: `nil` for an order of single rows.
  private func ordersOfGroups(_ orders: [RowQuery.Order]) -> [RowQuery.Order]? {
    guard let aggregate = query.aggregate, let group = query.group else { return nil }
    let found = orders.compactMap { order -> RowQuery.Order? in
      if order.field == group { return order }
      guard Self.isNumber(order) || order.field == aggregate.field else { return nil }
      return RowQuery.Order(aggregate.kind.rawValue, isDescending: order.isDescending)
    }
    return found.count == orders.count ? found : nil
  }

  private mutating func changeOrder(_ change: RowQuery, _ mode: ChangeClause.Mode) {
    if query.aggregate != nil {
      // Numbers of many rows are no rows that could be ordered, or picked of each group.
      if let first = change.sort.first {
        guard change.limitPer == nil, let orders = ordersOfGroups(change.sort) else {
          doubt = .grouped(first.field)
          return
        }
        query.sort = orders
      }
      if let limit = change.limit, query.group != nil { query.limit = limit }
      return
    }
    if let first = change.sort.first {
      // "the cheapest of each country, sorted by name": the order is what picks the cheapest.
      if query.limitPer != nil, change.limit == nil, mode == .plain,
        let old = query.sort.first, old.field != first.field
      {
        doubt = .contradiction(first.field)
        return
      }
      if mode == .more {
        query.sort.removeAll { old in change.sort.contains { $0.field == old.field } }
        query.sort += change.sort
      } else {
        query.sort = change.sort
      }
    }
    if let limit = change.limit {
      query.limit = limit
      query.offset = change.offset
      query.limitPer = change.limitPer ?? query.limitPer
    }
  }

  // MARK: Columns

  private var columns: [String] {
    query.columns ?? shown.filter { !query.hidden.contains($0) }
  }

  private mutating func changeColumns(
    _ change: RowQuery, _ clause: ChangeClause, _ lexicon: Lexicon
  ) {
    for field in change.hidden { hide(field) }
    guard let wanted = change.columns, !wanted.isEmpty else { return }
    if query.aggregate != nil, change.aggregate == nil {
      // Numbers of groups give way to rows only where they are named: "the prices instead of the average".
      guard clause.mode == .instead || replacedNumber == query.aggregate, change.filters.isEmpty
      else {
        doubt = .grouped(wanted[0])
        return
      }
      query.aggregate = nil
      (query.group, query.bucket) = (nil, nil)
      query.sort.removeAll(where: Self.isNumber)
    }
    query.hidden.removeAll(where: wanted.contains)
    if let place {
      var columns = columns.filter { !wanted.contains($0) }
      columns.insert(contentsOf: wanted, at: min(place, columns.count))
      query.columns = columns
      return
    }
    let words = clause.pieces.map(\.folded)
    let isOnly = words.indices.contains { at in
      lexicon.meanings(of: words, at: at).contains { $0.meaning == .only || $0.meaning == .columns }
    }
    let isNew = wanted.contains { !columns.contains($0) }
    let replaces =
      clause.mode == .instead
      || clause.mode == .plain && (isOnly || !isNew || !change.filters.isEmpty)
    query.columns = replaces ? wanted : columns + wanted.filter { !columns.contains($0) }
  }

  private mutating func hide(_ field: String) {
    if var columns = query.columns {
      columns.removeAll { $0 == field }
      query.columns = columns.isEmpty ? nil : columns
    }
    if !query.hidden.contains(field) { query.hidden.append(field) }
  }

  // MARK: What goes

  private mutating func remove(_ change: RowQuery, _ clause: ChangeClause) {
    for filter in change.filters { remove(filter) }
    for field in change.columns ?? [] {
      // "remove the price filter"
      if clause.parts.contains(.filters) {
        query.filters.removeAll { $0.field == field }
      } else {
        hide(field)
      }
    }
    for order in change.sort { query.sort.removeAll { $0.field == order.field } }
    if change.limit != nil { clear([.limit]) }
    if change.view != nil { query.view = nil }
  }

  /// Rows with a value go; a condition that says just that goes itself.
  private mutating func remove(_ filter: RowQuery.Filter) {
    if let same = query.filters.firstIndex(of: filter) {
      query.filters.remove(at: same)
      return
    }
    let opposites: [RowQuery.Comparison: RowQuery.Comparison] = [
      .equal: .notEqual, .notEqual: .equal, .contains: .lacks, .lacks: .contains,
      .above: .atMost, .atLeast: .below, .below: .atLeast, .atMost: .above,
    ]
    guard let opposite = opposites[filter.comparison] else { return }
    changeFilters(
      of: filter.field, [RowQuery.Filter(filter.field, opposite, filter.values)], .plain)
  }

  /// What stands behind "instead of": values and columns make room.
  private mutating func replace(_ change: RowQuery) {
    for filter in change.filters {
      replaced.insert(filter.field)
      query.filters = query.filters.compactMap { old in
        guard old.field == filter.field, old.comparison == filter.comparison else { return old }
        var old = old
        let isThere = old.values.contains(where: filter.values.contains)
        let new = filter.values.filter { !old.values.contains($0) }
        old.values.removeAll(where: filter.values.contains)
        // "statt Jana Ole": what is not there yet comes in its place.
        if isThere { old.values += new }
        return old.values.isEmpty ? nil : old
      }
    }
    let gone = change.columns ?? []
    let columns = columns
    guard let first = columns.firstIndex(where: gone.contains),
      !query.sort.contains(where: { gone.contains($0.field) })
    else { return }
    place = first
    query.columns = columns.filter { !gone.contains($0) }
  }
}
