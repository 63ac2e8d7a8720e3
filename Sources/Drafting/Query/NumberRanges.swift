import BlockModel

/// Pairs of conditions that hold a number between two others: "pressure 3 to 5".
struct NumberRanges {
  private(set) var found: [(field: String, low: RowQuery.Value, high: RowQuery.Value)] = []
  /// Conditions that are no end of a range.
  private(set) var rest: [RowQuery.Filter] = []

  init(_ filters: [RowQuery.Filter]) {
    var left = filters
    while let filter = left.first {
      left.removeFirst()
      guard filter.comparison == .atLeast, case .number? = filter.values.first,
        filter.values.count == 1,
        let end = left.firstIndex(where: { other in
          guard other.field == filter.field, other.comparison == .atMost, other.values.count == 1,
            case .number? = other.values.first
          else { return false }
          return true
        })
      else {
        rest.append(filter)
        continue
      }
      found.append((filter.field, filter.values[0], left[end].values[0]))
      left.remove(at: end)
    }
  }
}
