extension ComponentEntry {
  static let empty = ComponentEntry(
    .empty,
    [Shapes.required(.text), Shapes.optional(.title), Shapes.optional(.icon, .text(.icon))],
    note: "Placeholder for a part with nothing to show.",
    skeleton: .line,
    samples: [
      (
        "Nothing there",
        [
          "type": "empty", "icon": "🌤️", "title": "No warnings",
          "text": "The weather service has nothing to say.",
        ]
      )
    ])
}
