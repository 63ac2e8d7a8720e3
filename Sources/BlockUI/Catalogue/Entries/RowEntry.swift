extension ComponentEntry {
  static let row = ComponentEntry(
    .row,
    [
      Shapes.required(.children, .nodes), Shapes.optional(.gap, Shapes.gap),
      Shapes.optional(.align, .words(["start", "center", "end", "stretch", "baseline"])),
      Shapes.optional(.justify, .words(["start", "center", "end", "between"])),
      Shapes.optional(.wrap, .flag),
    ],
    note: "Children side by side; wraps on narrow cards.",
    skeleton: .row, isContainer: true,
    samples: [
      ("Three figures", ["type": "row", "children": ComponentEntry.threeFigures, "gap": "lg"])
    ])
}
