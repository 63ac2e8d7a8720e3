extension ComponentEntry {
  static let heading = ComponentEntry(
    .heading,
    [
      Shapes.required(.text), Shapes.optional(.level, .integer(1...3)),
      Shapes.optional(.href, .url),
    ],
    note: "Heading inside the card.",
    skeleton: .line,
    samples: [
      ("A heading", ["type": "heading", "text": "Departures"]),
      ("Level 2", ["type": "heading", "text": "Platform 4", "level": 2]),
      (
        "Level 3, with a link",
        ["type": "heading", "text": "All platforms", "level": 3, "href": "https://example.org/"]
      ),
    ])
}
