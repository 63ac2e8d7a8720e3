extension ComponentEntry {
  static let button = ComponentEntry(
    .button,
    [
      Shapes.required(.text), Shapes.required(.action, .name(.action)),
      Shapes.optional(.args, .arguments),
      Shapes.optional(.icon, .text(.icon)), Shapes.optional(.tone, .tone),
    ],
    note: "Calls on_action(action, args), then shows the new data.",
    skeleton: .nothing, toneNeedsValue: true,
    samples: [
      ("A button", ["type": "button", "text": "Water the plants", "action": "water"]),
      (
        "With an icon",
        ["type": "button", "text": "Water the plants", "icon": "🪴", "action": "water"]
      ),
    ])
}
