extension ComponentEntry {
  static let column = ComponentEntry(
    .column,
    [
      Shapes.required(.children, .nodes), Shapes.optional(.gap, Shapes.gap),
      Shapes.optional(.align, Shapes.crossAlign),
    ],
    note: "Children stacked.",
    skeleton: .stack, isContainer: true,
    samples: [
      ("Three figures", ["type": "column", "children": ComponentEntry.threeFigures, "gap": "sm"])
    ])
}
