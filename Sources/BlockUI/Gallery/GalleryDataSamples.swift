import BlockModel

/// The examples of components that show rows and figures, and of those that take input.
extension GallerySamples {
  static var stat: [Sample] {
    [
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
    ]
  }

  static var keyvalue: [Sample] {
    [
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
    ]
  }

  static var progress: [Sample] {
    [
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
    ]
  }

  static var strip: [Sample] {
    [
      (
        "Thirty days",
        [
          "type": "strip", "data": "${days}", "label": "API",
          "tone": [
            "of": "${item.state}", "map": ["up": "success", "slow": "warning", "down": "danger"],
            "else": "muted",
          ], "text": "${item.day}",
        ]
      )
    ]
  }

  static var table: [Sample] {
    [
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
    ]
  }

  static var list: [Sample] {
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
  }

  static let charts: [Sample] = [
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
  ]

  static var timeline: [Sample] {
    [
      (
        "What happened",
        [
          "type": "timeline", "data": "${events}", "time": "${item.at}",
          "title": "${item.title}", "text": "${item.text}",
        ]
      ),
      (
        "With icons and dates",
        [
          "type": "timeline", "data": "${events}", "time": "${item.at}", "icon": "📦",
          "title": "${item.title}", "format": "date:medium", "href": "https://example.org/",
        ]
      ),
    ]
  }

  static var calendar: [Sample] {
    [
      (
        "What is ahead",
        [
          "type": "calendar", "data": "${events}", "date": "${item.at}", "title": "${item.title}",
        ]
      )
    ]
  }

  static var callout: [Sample] {
    [
      (
        "A notice",
        [
          "type": "callout", "title": "Maintenance on Sunday",
          "text": "The timetable is read again at noon.",
        ]
      )
    ]
  }

  static var empty: [Sample] {
    [
      (
        "Nothing there",
        [
          "type": "empty", "icon": "🌤️", "title": "No warnings",
          "text": "The weather service has nothing to say.",
        ]
      )
    ]
  }

  static var form: [Sample] {
    [
      (
        "Settings of the block",
        [
          "type": "form", "params": ["city", "days", "units", "hourly", "from"],
          "submit": "Show",
        ]
      )
    ]
  }

  static var button: [Sample] {
    [
      ("A button", ["type": "button", "text": "Water the plants", "action": "water"]),
      (
        "With an icon",
        ["type": "button", "text": "Water the plants", "icon": "🪴", "action": "water"]
      ),
    ]
  }

  static var checkbox: [Sample] {
    [
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
    ]
  }

}
