extension ComponentEntry {
  static let tabs = ComponentEntry(
    .tabs,
    [Shapes.required(.tabs, .list(.object(Shapes.tab), 1...8))],
    note: "Alternative views of the same block.",
    skeleton: .firstTab, isContainer: true,
    samples: [
      (
        "Two views",
        [
          "type": "tabs",
          "tabs": [
            ["label": "Figures", "children": ComponentEntry.threeFigures],
            [
              "label": "Words",
              "children": [["type": "text", "text": "Dry and mild, with a little wind."]],
            ],
          ],
        ]
      )
    ])
}
