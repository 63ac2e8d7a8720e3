extension ComponentEntry {
  static let divider = ComponentEntry(
    .divider,
    [Shapes.optional(.label)],
    note: "Thin line.",
    skeleton: .nothing,
    samples: [
      ("A line", ["type": "divider"]), ("With a word", ["type": "divider", "label": "Earlier"]),
    ])
}
