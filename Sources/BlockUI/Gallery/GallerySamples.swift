import BlockModel

/// The hand-written examples of the gallery. The first of a component is the one that is varied.
enum GallerySamples {
  typealias Sample = (name: String, node: JSONValue)

  static func nodes(of component: Component) -> [Sample] {
    switch component {
    case .row: row
    case .column: column
    case .grid: grid
    case .section: section
    case .tabs: tabs
    case .each: each
    case .divider: divider
    case .text: text
    case .heading: heading
    case .markdown: markdown
    case .link: link
    case .badge: badge
    case .time: time
    case .log: log
    case .image: image
    case .stat: stat
    case .keyvalue: keyvalue
    case .chart: charts
    case .progress: progress
    case .strip: strip
    case .table: table
    case .list: list
    case .timeline: timeline
    case .calendar: calendar
    case .callout: callout
    case .empty: empty
    case .form: form
    case .button: button
    case .checkbox: checkbox
    }
  }

  /// Parameters that `form` shows.
  static let params = [
    Param(
      name: "city", kind: .text, label: "City", placeholder: "Lisbon",
      help: "As you would say it to a person.", isRequired: true),
    Param(name: "days", kind: .number(min: 1, max: 10, step: 1), label: "Days", defaultValue: 5),
    Param(
      name: "units",
      kind: .choice([.init(value: "c", label: "°C"), .init(value: "f", label: "°F")]),
      label: "Units", defaultValue: "c"),
    Param(name: "hourly", kind: .boolean, label: "By the hour", defaultValue: true),
    Param(name: "from", kind: .date, label: "From", defaultValue: "2025-11-24"),
  ]

  private static func stat(_ label: JSONValue, _ value: JSONValue) -> JSONValue {
    ["type": "stat", "label": label, "value": value]
  }

  static let three: JSONValue = [
    stat("Temperature", "21 °C"), stat("Wind", "14 km/h"), stat("Rain", "0 mm"),
  ]

  static var row: [Sample] {
    [("Three figures", ["type": "row", "children": three, "gap": "lg"])]
  }

  static var column: [Sample] {
    [("Three figures", ["type": "column", "children": three, "gap": "sm"])]
  }

  static var grid: [Sample] {
    [("Three columns", ["type": "grid", "columns": 3, "children": three])]
  }

  static var section: [Sample] {
    [("With a title", ["type": "section", "title": "Today", "children": three])]
  }

  static var tabs: [Sample] {
    [
      (
        "Two views",
        [
          "type": "tabs",
          "tabs": [
            ["label": "Figures", "children": three],
            [
              "label": "Words",
              "children": [["type": "text", "text": "Dry and mild, with a little wind."]],
            ],
          ],
        ]
      )
    ]
  }

  static var each: [Sample] {
    [
      (
        "A part for each city",
        [
          "type": "each", "data": "${cities}", "limit": 4, "gap": "sm",
          "children": [
            [
              "type": "stat", "label": "${item.name}", "value": "${item.temperature}",
              "unit": "°C",
            ]
          ],
        ]
      )
    ]
  }

  static var divider: [Sample] {
    [
      ("A line", ["type": "divider"]), ("With a word", ["type": "divider", "label": "Earlier"]),
    ]
  }

  static var text: [Sample] {
    [
      ("A sentence", ["type": "text", "text": "Trains to the airport run every 20 minutes."]),
      (
        "A long text, cut after two lines",
        ["type": "text", "text": "${story}", "lines": 2]
      ),
    ]
  }

  static var heading: [Sample] {
    [
      ("A heading", ["type": "heading", "text": "Departures"]),
      ("Level 2", ["type": "heading", "text": "Platform 4", "level": 2]),
      (
        "Level 3, with a link",
        ["type": "heading", "text": "All platforms", "level": 3, "href": "https://example.org/"]
      ),
    ]
  }

  static var markdown: [Sample] {
    [("Notes", ["type": "markdown", "text": "${notes}"])]
  }

  static var link: [Sample] {
    [
      ("A link", ["type": "link", "text": "Open the timetable", "href": "https://example.org/"])
    ]
  }

  static var badge: [Sample] {
    [
      ("A label", ["type": "badge", "text": "on time"]),
      (
        "With an icon and a link",
        [
          "type": "badge", "text": "12 open", "icon": "🐞", "tone": "warning",
          "href": "https://example.org/",
        ]
      ),
    ]
  }

  static var time: [Sample] {
    [
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
    ]
  }

  static var log: [Sample] {
    [("The end of a log", ["type": "log", "text": "${lines}", "lines": 8])]
  }

  static var image: [Sample] {
    [
      (
        "A picture",
        [
          "type": "image", "src": "${picture}", "alt": "Two ranges of hills under a blue sky",
          "size": "md", "caption": "Serra de Sintra",
        ]
      ),
      (
        "Refused: the address is no picture of this host",
        ["type": "image", "src": "${nowhere}", "alt": "A chart of the tide"]
      ),
    ]
  }
}
