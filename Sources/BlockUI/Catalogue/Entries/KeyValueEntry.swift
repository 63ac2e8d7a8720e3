extension ComponentEntry {
  static let keyvalue = ComponentEntry(
    .keyvalue,
    [
      Shapes.optional(.items, .list(.object(Shapes.item), 1...50)),
      Shapes.optional(.data, .binding),
      Shapes.optional(.label, Shapes.template, perRow: true),
      Shapes.optional(.value, .value, perRow: true),
      Shapes.optional(.format, .format), Shapes.optional(.tone, .tone, perRow: true),
      Shapes.optional(.href, .url, perRow: true),
      Shapes.optional(.layout, .words(["rows", "grid", "inline"])),
      Shapes.optional(.limit, .integer(1...200)), Shapes.optional(.empty, Shapes.empty),
    ], oneOf: [.has([.items]), .has([.data, .label, .value])],
    note: "Label/value pairs: fixed `items`, or `data` + label + value.",
    skeleton: .lines,
    samples: [
      (
        "A pair for each row",
        [
          "type": "keyvalue", "data": "${cities}", "label": "${item.name}",
          "value": "${item.temperature}", "format": "number:1",
        ]
      ),
      (
        "Fixed pairs",
        [
          "type": "keyvalue",
          "items": [
            ["label": "Version", "value": "3.12.4", "href": "https://example.org/"],
            ["label": "Size", "value": 148_000_000, "format": "bytes"],
            ["label": "Build", "value": "passing", "tone": "success"],
            ["label": "Licence", "value": "${none}"],
          ],
        ]
      ),
    ])
}
