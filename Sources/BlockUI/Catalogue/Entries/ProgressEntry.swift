extension ComponentEntry {
  static let progress = ComponentEntry(
    .progress,
    [
      Shapes.required(.value, .value), Shapes.optional(.min, .value), Shapes.optional(.max, .value),
      Shapes.optional(.label), Shapes.optional(.note), Shapes.optional(.format, .format),
      Shapes.optional(.tone, .tone), Shapes.optional(.shape, .words(["bar", "ring"])),
    ],
    note: "Share of a whole.",
    skeleton: .figure,
    samples: [
      (
        "A share",
        [
          "type": "progress", "value": 68, "label": "Disk", "note": "312 of 460 GB",
          "format": "percent",
        ]
      ),
      (
        "A tone by steps",
        [
          "type": "progress", "value": 93, "label": "Memory", "format": "percent",
          "tone": [
            "steps": [["from": 70, "tone": "warning"], ["from": 90, "tone": "danger"]],
            "else": "success",
          ],
        ]
      ),
      (
        "Tone, as a ring",
        [
          "type": "progress", "value": 41, "label": "Battery", "shape": "ring",
          "format": "percent", "tone": "success",
        ]
      ),
    ])
}
