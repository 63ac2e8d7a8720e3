extension ComponentEntry {
  static let form = ComponentEntry(
    .form,
    [
      Shapes.required(.params, .list(.name(.identifier), 1...12)),
      Shapes.optional(.submit, .text(.label)), Shapes.optional(.layout, .words(["row", "column"])),
      Shapes.optional(.lines, .integer(1...40)), Shapes.optional(.action, .name(.action)),
    ],
    note: "Inputs for parameters; saving runs the block, or its action.",
    skeleton: .nothing,
    samples: [
      (
        "Settings of the block",
        [
          "type": "form", "params": ["city", "days", "units", "hourly", "from"],
          "submit": "Show",
        ]
      )
    ])
}
