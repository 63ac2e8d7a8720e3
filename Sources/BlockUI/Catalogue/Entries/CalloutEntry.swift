extension ComponentEntry {
  static let callout = ComponentEntry(
    .callout,
    [
      Shapes.required(.text), Shapes.optional(.title), Shapes.optional(.tone, .tone),
      Shapes.optional(.icon, .text(.icon)), Shapes.optional(.href, .url),
    ],
    note: "Notice box.",
    skeleton: .line, toneNeedsValue: true,
    samples: [
      (
        "A notice",
        [
          "type": "callout", "title": "Maintenance on Sunday",
          "text": "The timetable is read again at noon.",
        ]
      )
    ])
}
