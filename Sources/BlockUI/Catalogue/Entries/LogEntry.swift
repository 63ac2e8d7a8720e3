extension ComponentEntry {
  static let log = ComponentEntry(
    .log,
    [
      Shapes.required(.text), Shapes.optional(.lines, .integer(1...500)),
      Shapes.optional(.wrap, .flag),
    ],
    note: "Monospaced lines; text, or a binding to a list of lines.",
    skeleton: .lines,
    samples: [("The end of a log", ["type": "log", "text": "${lines}", "lines": 8])])
}
