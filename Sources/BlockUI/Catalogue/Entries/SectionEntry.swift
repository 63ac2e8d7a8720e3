extension ComponentEntry {
  static let section = ComponentEntry(
    .section,
    [
      Shapes.required(.children, .nodes), Shapes.optional(.title),
      Shapes.optional(.collapsed, .flag),
    ],
    note: "Titled group; collapsed makes it foldable.",
    skeleton: .stack, isContainer: true,
    samples: [
      (
        "With a title",
        ["type": "section", "title": "Today", "children": ComponentEntry.threeFigures]
      )
    ])
}
