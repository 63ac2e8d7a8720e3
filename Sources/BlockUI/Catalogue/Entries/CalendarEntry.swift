extension ComponentEntry {
  static let calendar = ComponentEntry(
    .calendar,
    [
      Shapes.required(.data, .binding), Shapes.required(.date, .value, perRow: true),
      Shapes.optional(.end, .value, perRow: true),
      Shapes.required(.title, Shapes.template, perRow: true),
      Shapes.optional(.href, .url, perRow: true), Shapes.optional(.tone, .tone, perRow: true),
      Shapes.optional(.view, .words(["month", "week", "agenda"])),
      Shapes.optional(.empty, Shapes.empty),
    ],
    note: "Month, week or agenda of dated items.",
    skeleton: .box, toneNeedsValue: true,
    samples: [
      (
        "What is ahead",
        [
          "type": "calendar", "data": "${events}", "date": "${item.at}", "title": "${item.title}",
        ]
      )
    ])
}
