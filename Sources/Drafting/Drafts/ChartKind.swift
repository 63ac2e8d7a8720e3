import BlockUI

/// The chart of a drafted card as the kind that was asked for.
struct ChartKind {
  /// `line`, `area`, `bar`, `pie`, `donut` or `scatter`.
  let name: String
  /// The numbers of a row, the best first.
  let numbers: [RowField]

  /// What the card has to be composed as, so that the kind can be drawn from its rows.
  var view: CardWish.View {
    switch name {
    case "line", "area": .chart
    case "scatter": .table
    default: .bars
    }
  }

  func applied(to spec: String) -> String {
    guard var tree = try? SpecTree(parsing: spec) else { return spec }
    for component in tree.components {
      // A kind that the card cannot have is told with the draft.
      try? name == "scatter" ? scatter(component, in: &tree) : chart(component, in: &tree)
    }
    return tree.text
  }

  private func chart(_ chart: SpecElement, in tree: inout SpecTree) throws(SpecEditError) {
    guard chart.component == .chart else { return }
    try tree.set(.kind, to: name, at: chart.at)
    if name != "bar" { try tree.set(.horizontal, to: nil, at: chart.at) }
  }

  /// A table with two numbers as points.
  private func scatter(_ table: SpecElement, in tree: inout SpecTree) throws(SpecEditError) {
    let columns = table[elements: .columns].compactMap { $0[.field] }
    let shown = numbers.filter { columns.contains(.field($0.name)) }
    guard table.component == .table, shown.count > 1 else { return }
    let channels = shown.map {
      SpecPart().with(.field, .field($0.name)).with(.label, "\($0.label)")
    }
    try tree.replace(
      at: table.at,
      with: SpecPart(.chart).with(.kind, "scatter").with(.x, channels[0]).with(.y, channels[1])
        .with(.empty, "No values at the moment."))
  }
}
