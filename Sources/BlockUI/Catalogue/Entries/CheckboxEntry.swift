extension ComponentEntry {
  static let checkbox = ComponentEntry(
    .checkbox,
    [
      Shapes.required(.label), Shapes.required(.checked, .value),
      Shapes.required(.action, .name(.action)),
      Shapes.optional(.args, .arguments),
    ],
    note: "A tick that calls on_action(action, args); checked is bound to the data.",
    skeleton: .nothing,
    samples: [
      (
        "Done and not",
        [
          "type": "checkbox", "label": "Feed the cat", "checked": true, "action": "tick",
          "args": ["id": 1],
        ]
      ),
      (
        "Open",
        ["type": "checkbox", "label": "Call Ana", "checked": false, "action": "tick"]
      ),
    ])
}
