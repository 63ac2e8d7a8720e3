extension ComponentEntry {
  static let text = ComponentEntry(
    .text,
    [
      Shapes.required(.text),
      Shapes.optional(.size, .words(["xs", "sm", "md", "lg", "xl", "2xl"])),
      Shapes.optional(.weight, .words(["normal", "medium", "bold"])), Shapes.optional(.tone, .tone),
      Shapes.optional(.align, Shapes.textAlign), Shapes.optional(.lines, .integer(1...20)),
      Shapes.optional(.mono, .flag),
    ],
    note: "One paragraph of plain text.",
    skeleton: .line, toneNeedsValue: true,
    samples: [
      ("A sentence", ["type": "text", "text": "Trains to the airport run every 20 minutes."]),
      (
        "A long text, cut after two lines",
        ["type": "text", "text": "${story}", "lines": 2]
      ),
    ])
}
