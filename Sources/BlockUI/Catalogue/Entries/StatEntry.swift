extension ComponentEntry {
  static let stat = ComponentEntry(
    .stat,
    [
      Shapes.required(.label), Shapes.required(.value, .value), Shapes.optional(.format, .format),
      Shapes.optional(.unit, .text(.unit)), Shapes.optional(.icon, .text(.icon)),
      Shapes.optional(.tone, .tone), Shapes.optional(.href, .url), Shapes.optional(.note),
      Shapes.optional(.delta, .object(Shapes.delta)),
      Shapes.optional(.spark, .object(Shapes.spark)),
    ],
    note: "One big number.",
    skeleton: .figure,
    samples: [
      (
        "A figure", ["type": "stat", "label": "Visitors", "value": 48210, "format": "number"]
      ),
      (
        "With change, note and sparkline",
        [
          "type": "stat", "label": "Copper", "value": "${price}", "format": "currency:USD",
          "icon": "🟠", "note": "per tonne",
          "delta": [
            "value": -1.8, "format": "percent:1:signed", "tone": "sign", "label": "since Friday",
          ],
          "spark": ["data": "${prices}", "y": "value", "kind": "area"],
        ]
      ),
      ("Without data", ["type": "stat", "label": "Rainfall", "value": "${none}"]),
    ])
}
