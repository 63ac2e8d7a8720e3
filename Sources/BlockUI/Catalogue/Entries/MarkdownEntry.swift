extension ComponentEntry {
  static let markdown = ComponentEntry(
    .markdown,
    [Shapes.required(.text, .text(.longText)), Shapes.optional(.lines, .integer(1...200))],
    note: "CommonMark subset: emphasis, links, lists, code, quotes. No HTML, no images.",
    skeleton: .line,
    samples: [("Notes", ["type": "markdown", "text": "${notes}"])])
}
