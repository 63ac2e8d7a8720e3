extension ComponentEntry {
  static let time = ComponentEntry(
    .time,
    [
      Shapes.optional(.value, .value),
      Shapes.optional(.mode, .words(["relative", "countdown", "elapsed", "clock"])),
      Shapes.optional(.label), Shapes.optional(.format, .format), Shapes.optional(.done),
      Shapes.optional(.tone, .tone),
      Shapes.optional(.size, .words(["sm", "md", "lg", "xl", "2xl"])),
    ], oneOf: [.has([.value]), .word(.mode, "clock")],
    note: "A moment that ticks in the browser; needs value unless mode is clock.",
    skeleton: .figure,
    samples: [
      ("A moment", ["type": "time", "value": "${soon}", "label": "Next launch"]),
      (
        "Over",
        [
          "type": "time", "mode": "countdown", "value": "${before}", "label": "Sale ends in",
          "done": "The sale is over",
        ]
      ),
      (
        "A clock elsewhere",
        [
          "type": "time", "mode": "clock", "label": "Tokyo", "format": "time:Asia/Tokyo",
          "size": "2xl",
        ]
      ),
    ])
}
