extension ComponentEntry {
  static let each = ComponentEntry(
    .each,
    [
      Shapes.required(.data, .binding), Shapes.required(.children, .nodes, perRow: true),
      Shapes.optional(.as, .name(.rowName)),
      Shapes.optional(.layout, .words(["column", "row", "grid"])),
      Shapes.optional(.columns, .integer(1...6)), Shapes.optional(.gap, Shapes.gap),
      Shapes.optional(.limit, .integer(1...200)), Shapes.optional(.empty, Shapes.empty),
    ],
    note: "Repeats children once per element of data; the element is `item` (or the name in `as`), "
      + "its 1-based position is `index`.",
    skeleton: .stack, isContainer: true,
    samples: [
      (
        "A part for each city",
        [
          "type": "each", "data": "${cities}", "limit": 4, "gap": "sm",
          "children": [
            [
              "type": "stat", "label": "${item.name}", "value": "${item.temperature}",
              "unit": "°C",
            ]
          ],
        ]
      )
    ])
}
