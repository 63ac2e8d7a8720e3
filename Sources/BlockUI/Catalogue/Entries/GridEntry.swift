extension ComponentEntry {
  static let grid = ComponentEntry(
    .grid,
    [
      Shapes.required(.children, .nodes), Shapes.required(.columns, .integer(1...6)),
      Shapes.optional(.gap, Shapes.gap),
    ],
    note: "Equal columns; collapses to fewer columns when narrow.",
    skeleton: .row, isContainer: true,
    samples: [
      ("Three columns", ["type": "grid", "columns": 3, "children": ComponentEntry.threeFigures])
    ])
}
