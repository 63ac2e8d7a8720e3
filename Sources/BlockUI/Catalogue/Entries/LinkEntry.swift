extension ComponentEntry {
  static let link = ComponentEntry(
    .link,
    [Shapes.required(.text), Shapes.required(.href, .url)],
    note: "Text link.",
    skeleton: .line,
    samples: [
      ("A link", ["type": "link", "text": "Open the timetable", "href": "https://example.org/"])
    ])
}
