extension ComponentEntry {
  static let timeline = ComponentEntry(
    .timeline,
    [
      Shapes.required(.data, .binding), Shapes.required(.time, .value, perRow: true),
      Shapes.required(.title, Shapes.template, perRow: true),
      Shapes.optional(.text, Shapes.template, perRow: true),
      Shapes.optional(.href, .url, perRow: true),
      Shapes.optional(.icon, .text(.icon), perRow: true),
      Shapes.optional(.tone, .tone, perRow: true),
      Shapes.optional(.format, .format), Shapes.optional(.limit, .integer(1...200)),
      Shapes.optional(.empty, Shapes.empty),
    ],
    note: "Events in time order.",
    skeleton: .lines, toneNeedsValue: true,
    samples: [
      (
        "What happened",
        [
          "type": "timeline", "data": "${events}", "time": "${item.at}",
          "title": "${item.title}", "text": "${item.text}",
        ]
      ),
      (
        "With icons and dates",
        [
          "type": "timeline", "data": "${events}", "time": "${item.at}", "icon": "📦",
          "title": "${item.title}", "format": "date:medium", "href": "https://example.org/",
        ]
      ),
    ])
}
