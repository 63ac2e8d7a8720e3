extension ComponentEntry {
  static let strip = ComponentEntry(
    .strip,
    [
      Shapes.required(.data, .binding), Shapes.required(.tone, .tone, perRow: true),
      Shapes.optional(.text, Shapes.template, perRow: true), Shapes.optional(.label),
      Shapes.optional(.limit, .integer(1...400)), Shapes.optional(.wrap, .flag),
      Shapes.optional(.empty, Shapes.empty),
    ],
    note: "Row of small coloured cells, one per element: uptime per day, streaks.",
    skeleton: .line, toneNeedsValue: true,
    samples: [
      (
        "Thirty days",
        [
          "type": "strip", "data": "${days}", "label": "API",
          "tone": [
            "of": "${item.state}", "map": ["up": "success", "slow": "warning", "down": "danger"],
            "else": "muted",
          ], "text": "${item.day}",
        ]
      )
    ])
}
