extension ComponentEntry {
  static let table = ComponentEntry(
    .table,
    [
      Shapes.required(.data, .binding), Shapes.required(.columns, Shapes.columns),
      Shapes.optional(.caption),
      Shapes.optional(.limit, .integer(1...500)), Shapes.optional(.sortable, .flag),
      Shapes.optional(.search, .flag), Shapes.optional(.dense, .flag),
      Shapes.optional(.href, .url, perRow: true), Shapes.optional(.rowTone, .tone, perRow: true),
      Shapes.optional(.empty, Shapes.empty),
    ],
    note: "Rows and columns.",
    skeleton: .lines,
    samples: [
      (
        "Columns of every kind",
        [
          "type": "table", "data": "${cities}", "caption": "Weather by city",
          "href": "https://example.org/?q=${item.name}",
          "columns": [
            ["header": "", "field": "picture", "kind": "image"],
            ["header": "City", "field": "name"],
            [
              "header": "°C", "field": "temperature", "format": "number:1", "align": "end",
              "tone": ["steps": [["from": 25, "tone": "warning"]]],
            ],
            [
              "header": "Sky", "field": "sky", "kind": "badge",
              "tone": ["map": ["sunny": "success", "storm": "danger"], "else": "neutral"],
            ],
            ["header": "Humidity", "field": "humidity", "kind": "progress", "format": "percent"],
            ["header": "Seen", "field": "seen", "format": "relative"],
          ],
        ]
      ),
      (
        "Columns out of the data",
        [
          "type": "table", "data": "${cities}", "columns": "${columns}", "search": true,
          "sortable": true,
        ]
      ),
    ])
}
