/// The best ways to give every word of a sentence one meaning, before they are put together.
struct SpanChart {
  private struct Step {
    var item: Item
    var before: Int?
    var cost: Double
  }

  /// Ways that are kept at each place.
  private static let width = 40
  private var steps: [Step] = []
  private var ends: [[Int]]

  init(_ finder: ItemFinder) {
    let count = finder.pieces.count
    ends = Array(repeating: [], count: count + 1)
    for place in 0..<count {
      let starts = place == 0 ? [nil] : best(ends[place]).map(Optional.some)
      guard !starts.isEmpty else { continue }
      for item in finder.items(at: place) where item.range.upperBound <= count {
        for before in starts {
          // Longer items are surer than several short ones.
          let cost = (before.map { steps[$0].cost } ?? 0) + item.cost + 0.012
          steps.append(Step(item: item, before: before, cost: cost))
          ends[item.range.upperBound].append(steps.count - 1)
        }
      }
    }
  }

  private func best(_ list: [Int]) -> [Int] {
    Array(list.sorted { steps[$0].cost < steps[$1].cost }.prefix(Self.width))
  }

  /// The cheapest ways through the whole sentence.
  func ways(_ maximum: Int) -> [(items: [Item], cost: Double)] {
    guard let last = ends.last else { return [] }
    return best(last).prefix(maximum).map { end in
      var items: [Item] = []
      var next: Int? = end
      while let step = next {
        items.append(steps[step].item)
        next = steps[step].before
      }
      return (items.reversed(), steps[end].cost)
    }
  }
}
