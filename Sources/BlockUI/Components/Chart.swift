import BlockModel
import Foundation

/// A chart: drawn by Chart.js from the JSON beside it, with the data table for everybody else.
enum Chart: ComponentRenderer {
  static let entry = ComponentEntry(
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
    note: "Chart of rows; x, y, series name their fields; only a sparkline needs no x.",
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

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    guard let chart = ChartReader(node: node, painter: painter, scope: scope).read() else {
      return EmptyNote.part(node, painter, scope)
    }
    let properties = node.properties
    let alt = painter.string(properties.template(.alt), scope) ?? description(chart)
    if chart.kind == "sparkline" {
      return HTML(
        "div", [.class("c-chart c-chart--sparkline"), Attribute("role", "img"), .label(alt)]
      ) {
        Sparkline.html(chart.series[0].known.map(\.value), kind: "line")
      }
    }
    return HTML(
      "figure",
      [.class("c-chart", "c-chart--\(properties.word(.height) ?? "md")"), .flag("data-chart")]
    ) {
      if let title = painter.string(properties.template(.title), scope) {
        HTML("figcaption", class: "c-chart__title") { HTML(title) }
      }
      HTML("div", class: "c-chart__canvas") {
        HTML("canvas", [Attribute("role", "img"), .label(alt)])
      }
      HTML.data([.flag("data-chart-data")], json: json(chart, node, painter, scope).json())
      HTML("details", [.class("c-chart__data"), Attribute("data-keep", node.pointer)]) {
        HTML("summary") { HTML("Data") }
        table(chart)
      }
    }
  }

  /// What `charts.js` draws.
  private static func json(
    _ chart: ChartData, _ node: Node, _ painter: Painter, _ scope: Scope
  ) -> JSONValue {
    let properties = node.properties
    let channel = properties.objects(.y).first ?? Properties()
    func numbers(_ values: [Double?]) -> JSONValue {
      .array(values.map { value in value.map { .number($0) } ?? .null })
    }
    var series: [JSONValue] = []
    for entry in chart.series {
      var members: JSONObject = [
        "name": .string(entry.name), "tone": .string(entry.tone.rawValue),
        "values": numbers(entry.values), "texts": .array(entry.texts.map { .string($0) }),
      ]
      if !entry.sizes.isEmpty { members["sizes"] = numbers(entry.sizes) }
      series.append(.object(members))
    }
    let stack: JSONValue =
      switch properties.values[.stack] {
      case .flag(let isStacked): .bool(isStacked)
      case .word(let word): .string(word)
      default: false
      }
    let refs = properties.objects(.refs).compactMap { ref -> JSONValue? in
      guard let value = painter.value(ref, .value, scope)?.numeric else { return nil }
      return [
        "value": .number(value),
        "label": .string(painter.string(ref.template(.label), scope) ?? ""),
        "tone": .string(painter.tone(ref, in: scope).rawValue),
      ]
    }
    return [
      "kind": .string(chart.kind), "scale": .string(chart.xScale.rawValue),
      "positions": numbers(chart.positions.map { $0.isFinite ? $0 : nil }),
      "labels": .array(chart.labels.map { .string($0) }), "series": .array(series),
      "tones": .array(chart.pointTones.map { $0.map { .string($0.rawValue) } ?? .null }),
      "refs": .array(refs), "stack": stack,
      "horizontal": .bool(properties.flag(.horizontal) ?? false),
      "smooth": .bool(properties.flag(.smooth) ?? false),
      "points": .bool(properties.flag(.points) ?? false),
      "legend": .string(properties.word(.legend) ?? "auto"),
      "zero": .bool(channel.flag(.zero) ?? ["bar", "area"].contains(chart.kind)),
      "log": .bool(channel.word(.scale) == "log"),
      "min": channel.number(.min).map { .number($0) } ?? .null,
      "max": channel.number(.max).map { .number($0) } ?? .null,
      "zone": .string(painter.context.timeZone.identifier),
    ]
  }

  private static func table(_ chart: ChartData) -> HTML {
    HTML("table", class: "c-table c-table--dense") {
      HTML("thead") {
        HTML("tr") {
          HTML("th", [Attribute("scope", "col")]) { HTML(chart.xLabel) }
          for series in chart.series {
            HTML("th", [Attribute("scope", "col"), .class("u-text-align-end")]) {
              HTML(series.name)
            }
          }
        }
      }
      HTML("tbody") {
        for (index, label) in chart.labels.enumerated() {
          HTML("tr") {
            HTML("td") { HTML(label) }
            for series in chart.series {
              HTML("td", class: "u-text-align-end") { HTML(series.texts[index]) }
            }
          }
        }
      }
    }
  }

  /// "Line chart, Price: last €249.00, low €239.00, high €279.00, 4 points".
  private static func description(_ chart: ChartData) -> String {
    let parts = chart.series.map { "\($0.name): \(summary($0))" }
    return
      "\(chart.kind.capitalizingFirst) chart, \(parts.joined(separator: "; "))"
  }

  private static func summary(_ series: ChartData.Series) -> String {
    let known = series.known
    guard let last = known.last, let low = known.min(by: { $0.value < $1.value }),
      let high = known.max(by: { $0.value < $1.value })
    else { return "no data" }
    return "last \(last.text), low \(low.text), high \(high.text), \(known.count) points"
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    guard let chart = ChartReader(node: node, painter: painter, scope: scope).read() else {
      return EmptyNote.partText(node, painter, scope)
    }
    return chart.series.map { series in
      "\(chart.kind) \(series.name): \(Sparkline.text(series.known.map(\.value)))  \(summary(series))"
    }
  }
}

extension Component {
  /// A chart: drawn by Chart.js from the JSON beside it, with the data table for everybody else.
  public static let chart = Component(named: "chart")
}
