extension ComponentEntry {
  static let badge = ComponentEntry(
    .badge,
    [
      Shapes.required(.text), Shapes.optional(.tone, .tone), Shapes.optional(.icon, .text(.icon)),
      Shapes.optional(.href, .url), Shapes.optional(.dot, .flag),
    ],
    note: "Small label.",
    skeleton: .line, toneNeedsValue: true,
    samples: [
      ("A label", ["type": "badge", "text": "on time"]),
      (
        "With an icon and a link",
        [
          "type": "badge", "text": "12 open", "icon": "🐞", "tone": "warning",
          "href": "https://example.org/",
        ]
      ),
    ])
}
