import BlockModel

/// A new value for a bound that a query has: "raise the limit to £30", "lower it to 20", "up to 30 instead".
struct BoundChange {
  enum Move: Hashable { case up, down }

  let number: NumberReading
  /// As it was said; `nil`: the bound stays of its kind.
  private(set) var comparison: RowQuery.Comparison?
  /// "raise", "lower"
  private(set) var move: Move?
  /// "the limit": a bound is spoken of.
  private(set) var namesBound = false
  /// "the maximum", "the minimum"
  private(set) var side: Move?
  /// Fields that are named: "the price limit".
  private(set) var fields: Set<String> = []

  /// Does it say that a bound is to be another, so that it is nothing else?
  var isSure: Bool {
    // "maximum 5" may speak of rows; a minimum does not.
    move != nil || side == .down || namesBound && number.measure != nil
  }

  /// - Returns: `nil` for what says more than one number and what it is to be.
  init?(_ pieces: [Piece], _ finder: ItemFinder) {
    let lexicon = finder.lexicon
    var found: NumberReading?
    var at = 0
    while at < pieces.count {
      let word = pieces[at].folded
      guard pieces[at].quote == nil else { return nil }
      let other = Self.read(at, finder)
      // "up to 30" raises nothing.
      if let other, other.length > 1 {
        comparison = other.comparison ?? comparison
        fields.formUnion(other.fields)
        at += other.length
      } else if lexicon.contains(word, .raising) || lexicon.contains(word, .lowering) {
        move = lexicon.contains(word, .raising) ? .up : .down
        at += 1
      } else if lexicon.contains(word, .bounds) {
        namesBound = true
        at += 1
      } else if lexicon.contains(word, .ceilings) || lexicon.contains(word, .floors) {
        namesBound = true
        side = lexicon.contains(word, .ceilings) ? .up : .down
        at += 1
      } else if let read = NumberReading(pieces, at: at, lexicon) {
        guard found == nil else { return nil }
        found = read
        at += read.length
      } else if let other {
        comparison = other.comparison ?? comparison
        fields.formUnion(other.fields)
        at += other.length
      } else {
        return nil
      }
    }
    guard let found else { return nil }
    number = found
  }

  /// A word that goes with a bound: how many pieces it takes, and what it says of it.
  private static func read(
    _ place: Int, _ finder: ItemFinder
  ) -> (length: Int, comparison: RowQuery.Comparison?, fields: Set<String>)? {
    for (length, meaning) in finder.lexicon.meanings(of: finder.words, at: place) {
      switch meaning {
      case .comparison(let said), .behind(let said):
        switch said {
        case .above, .atLeast, .below, .atMost: return (length, said, [])
        case .equal, .notEqual, .contains, .lacks: continue
        }
      case .until: return (length, .atMost, [])
      case .filler, .article, .preposition, .copula, .range, .top, .and: return (length, nil, [])
      default: continue
      }
    }
    let named = finder.fields(at: place).filter { item in
      if case .field = item.kind { true } else { false }
    }
    guard let length = named.map(\.range.count).max() else { return nil }
    let fields = named.filter { $0.range.count == length }.compactMap { item in
      if case .field(let field) = item.kind { finder.index.offer.fields[field].id } else { nil }
    }
    return (length, nil, Set(fields))
  }
}

extension QueryEdit {
  /// Sets the one bound of the query that a new value fits; of several it is asked.
  /// - Returns: whether there is one.
  mutating func apply(_ change: BoundChange) -> Bool {
    let fitting = query.filters.indices.compactMap { place in
      value(of: change, for: query.filters[place]).map { (place, $0) }
    }
    let rows = count(of: change)
    // What the block is not limited by is its number of rows only where nothing else is.
    let isCount = rows != nil && (query.limit != nil || fitting.isEmpty && change.namesBound)
    guard fitting.count + (isCount ? 1 : 0) <= 1 else {
      doubt = .contradiction(fitting.first.map { query.filters[$0.0].field } ?? "limit")
      return true
    }
    if let (place, value) = fitting.first {
      query.filters[place].values = [.number(value)]
      if let comparison = change.comparison { query.filters[place].comparison = comparison }
      return true
    }
    guard isCount, let rows else { return false }
    query.limit = rows
    return true
  }

  /// The number of rows that a change may say.
  private func count(of change: BoundChange) -> Int? {
    let number = change.number
    guard number.measure == nil, change.fields.isEmpty, change.side != .down,
      change.comparison.map({ $0 == .atMost }) ?? true,
      number.value == number.value.rounded(), (1...200).contains(number.value),
      query.aggregate == nil || query.group != nil
    else { return nil }
    let count = Int(clamping: number.value)
    switch (change.move, query.limit) {
    case (.up, let old?): return count > old ? count : nil
    case (.down, let old?): return count < old ? count : nil
    default: return count
    }
  }

  /// The new value of a condition, in the unit of its field.
  private func value(of change: BoundChange, for filter: RowQuery.Filter) -> Double? {
    guard filter.values.count == 1, case .number(let old) = filter.values[0],
      change.fields.isEmpty || change.fields.contains(filter.field)
    else { return nil }
    let isUpper: Bool
    switch filter.comparison {
    case .below, .atMost: isUpper = true
    case .above, .atLeast: isUpper = false
    case .equal, .notEqual, .contains, .lacks: return nil
    }
    if let side = change.side, isUpper != (side == .up) { return nil }
    if let said = change.comparison, isUpper != (said == .below || said == .atMost) { return nil }
    guard let value = converted(change.number, to: filter.field) else { return nil }
    switch change.move {
    case .up: return value > old ? value : nil
    case .down: return value < old ? value : nil
    case nil: return value
    }
  }

  /// A number in what a field counts in; `nil` where another bound is the one that is measured so.
  private func converted(_ number: NumberReading, to field: String) -> Double? {
    guard let name = number.measure else { return number.value }
    guard let said = Measure(Assembly.spans[name] ?? name) else { return nil }
    func own(_ id: String) -> OfferedField? { offer.fields.first { $0.id == id } }
    if let unit = own(field)?.unit.flatMap({ Measure($0) }) {
      return said.factor(to: unit).map { number.value * $0 }
    }
    func isMeasured(_ id: String) -> Bool {
      if let unit = own(id)?.unit.flatMap({ Measure($0) }) { return said.factor(to: unit) != nil }
      let words = (own(id)?.names ?? []).flatMap { Piece.words($0) }
      return said.isMoney && !Assembly.sums.isDisjoint(with: words)
    }
    let isOther = !isMeasured(field) && query.filters.contains { isMeasured($0.field) }
    return isOther ? nil : number.value
  }
}
