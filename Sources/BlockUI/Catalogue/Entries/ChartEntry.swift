extension ComponentEntry {
  static let chart = ComponentEntry(
    .chart,
    [
      Shapes.required(
        .kind, .words(["line", "area", "bar", "pie", "donut", "scatter", "sparkline"])),
      Shapes.required(.data, .binding), Shapes.optional(.x, Shapes.channel),
      Shapes.required(.y, Shapes.channels),
      Shapes.optional(.series, Shapes.channel), Shapes.optional(.size, Shapes.channel),
      Shapes.optional(.toneField, .field), Shapes.optional(.title),
      Shapes.optional(.stack, .flagOr(["percent"])), Shapes.optional(.horizontal, .flag),
      Shapes.optional(.smooth, .flag), Shapes.optional(.points, .flag),
      Shapes.optional(.height, Shapes.extents),
      Shapes.optional(.legend, .words(["auto", "none", "bottom", "right"])),
      Shapes.optional(.refs, .list(.object(Shapes.reference), 1...5)), Shapes.optional(.alt),
      Shapes.optional(.limit, .integer(2...5000)), Shapes.optional(.empty, Shapes.empty),
    ],
    note: "Chart of a list of rows; x, y, series name fields of a row; x is needed except in a "
      + "sparkline.",
    skeleton: .box,
    samples: [
      (
        "A line",
        [
          "type": "chart", "kind": "line", "data": "${prices}", "x": "at",
          "y": ["field": "value", "label": "Copper", "format": "currency:USD"], "height": "sm",
          "refs": [["value": 8500, "label": "target", "tone": "success"]],
        ]
      ),
      (
        "Two series",
        [
          "type": "chart", "kind": "bar", "data": "${cities}", "x": "name",
          "y": [["field": "temperature", "label": "°C"], ["field": "humidity", "label": "%"]],
          "height": "sm", "title": "Cities compared",
        ]
      ),
      (
        "Shares",
        [
          "type": "chart", "kind": "donut", "data": "${cities}", "x": "name", "y": "humidity",
          "height": "sm",
        ]
      ),
      (
        "Bubbles",
        [
          "type": "chart", "kind": "scatter", "data": "${cities}", "x": "temperature",
          "y": "humidity", "size": "humidity", "height": "sm",
        ]
      ),
    ])
}
