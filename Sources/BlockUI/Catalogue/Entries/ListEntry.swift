import BlockModel

extension ComponentEntry {
  static let list = ComponentEntry(
    .list,
    [
      Shapes.required(.data, .binding), Shapes.required(.title, Shapes.template, perRow: true),
      Shapes.optional(.subtitle, Shapes.template, perRow: true),
      Shapes.optional(.text, Shapes.template, perRow: true),
      Shapes.optional(
        .meta, .either([Shapes.template, .list(Shapes.template, 1...6)], .texts), perRow: true),
      Shapes.optional(.href, .url, perRow: true),
      Shapes.optional(.icon, .text(.icon), perRow: true),
      Shapes.optional(.image, .url, perRow: true),
      Shapes.optional(.imageAlt, Shapes.template, perRow: true),
      Shapes.optional(.badge, .object(Shapes.badge), perRow: true),
      Shapes.optional(.trailing, .object(Shapes.trailing), perRow: true),
      Shapes.optional(.ordered, .flag),
      Shapes.optional(.limit, .integer(1...200)), Shapes.optional(.collapse, .integer(1...50)),
      Shapes.optional(.size, Shapes.extents),
      Shapes.optional(.layout, .words(["rows", "cards", "inline"])),
      Shapes.optional(.lines, .integer(1...10)), Shapes.optional(.empty, Shapes.empty),
    ],
    note: "Items with a title line; usual for feeds.",
    skeleton: .lines,
    samples: {
      let plain: JSONValue = [
        "type": "list", "data": "${stories}", "title": "${item.title}", "href": "${item.url}",
        "meta": [
          "${item.points} points", "${item.author}", "${item.at | relative}",
          "${item.comments} comments",
        ],
      ]
      let rich: JSONValue = [
        "type": "list", "data": "${cities}", "title": "${item.name}", "subtitle": "${item.country}",
        "text": "${item.words}", "lines": 2, "image": "${item.picture}",
        "imageAlt": "${item.name}",
        "badge": ["text": "${item.sky}", "tone": "danger", "when": "item.sky == 'storm'"],
        "trailing": ["value": "${item.temperature}", "format": "number:0", "unit": "°C"],
      ]
      return [
        ("Stories", plain), ("With picture, badge and trailing value", rich),
        (
          "Folded after two",
          [
            "type": "list", "data": "${stories}", "title": "${item.title}", "collapse": 2,
            "ordered": true,
          ]
        ),
        (
          "With icons",
          [
            "type": "list", "data": "${cities}", "title": "${item.name}", "icon": "📍",
            "limit": 3, "trailing": ["value": "${item.seen}", "format": "time"],
          ]
        ),
      ]
    }())
}
