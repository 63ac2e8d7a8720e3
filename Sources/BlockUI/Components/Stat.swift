import BlockModel

/// One big number.
enum Stat: ComponentRenderer {
  static let entry = ComponentEntry(
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

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    let own = painter.value(properties, .value, scope)
    let tone = painter.tone(properties, own: own, in: scope)
    let url = painter.link(properties.template(.href), scope)
    return HTML("dl", class: "c-stat") {
      HTML("dt", class: "c-stat__label") {
        if let icon = painter.string(properties.template(.icon), scope) {
          HTML("span", [.decorative]) { HTML(icon + " ") }
        }
        HTML(painter.text(properties, .label, scope))
      }
      HTML("dd", [.class("c-stat__value", ToneClass.text(tone))]) {
        LinkedText.html(MissingValue.html(painter.shown(properties, scope)), url)
        ToneWord.html(tone)
      }
      if let delta = properties.object(.delta) { self.delta(delta, painter, scope) }
      if let note = painter.string(properties.template(.note), scope) {
        HTML("dd", class: "c-stat__note") { HTML(note) }
      }
      if let spark = properties.object(.spark), let line = spark.field(.y) {
        HTML("dd", class: "c-stat__spark") {
          Sparkline.html(values(spark, line, painter, scope), kind: spark.word(.kind) ?? "line")
        }
      }
    }
  }

  private static func delta(_ delta: Properties, _ painter: Painter, _ scope: Scope) -> HTML? {
    guard let value = painter.value(delta, .value, scope), let shown = painter.shown(delta, scope)
    else { return nil }
    let tone = painter.tone(delta, own: value, in: scope)
    let number = value.numeric ?? 0
    return HTML("dd", [.class("c-stat__delta", ToneClass.text(tone))]) {
      if number != 0 {
        HTML("span", [.decorative]) { HTML(number > 0 ? "▲" : "▼") }
        HTML("span", class: "u-hidden") { HTML(number > 0 ? "up " : "down ") }
      }
      HTML(shown)
      if let label = painter.string(delta.template(.label), scope) {
        HTML("span", class: "c-stat__delta-label") { HTML(" \(label)") }
      }
    }
  }

  private static func values(
    _ spark: Properties, _ field: Path, _ painter: Painter, _ scope: Scope
  ) -> [Double] {
    (painter.value(spark, .data, scope)?.array ?? []).suffix(200).enumerated().compactMap {
      scope.row($1, index: $0 + 1).value(at: field)?.numeric
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let properties = node.properties
    let own = painter.value(properties, .value, scope)
    var line = "\(painter.text(properties, .label, scope)): "
    line += TextLine.mark(painter.tone(properties, own: own, in: scope))
    line += painter.shown(properties, scope) ?? "–"
    if let delta = properties.object(.delta), let value = painter.value(delta, .value, scope),
      let shown = painter.shown(delta, scope)
    {
      let number = value.numeric ?? 0
      let label = painter.string(delta.template(.label), scope).map { " \($0)" } ?? ""
      let tone = painter.tone(delta, own: value, in: scope)
      let mark = TextLine.mark(tone).trimmingSuffix(" ")
      line += "  \(number > 0 ? "▲" : number < 0 ? "▼" : "")\(shown)\(label)"
      if !mark.isEmpty { line += " \(mark)" }
    }
    if let note = painter.string(properties.template(.note), scope) { line += "  (\(note))" }
    if let spark = properties.object(.spark), let field = spark.field(.y) {
      line += "  \(Sparkline.text(values(spark, field, painter, scope)))"
    }
    return [line]
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}

extension Component {
  /// One big number.
  public static let stat = Component(named: "stat")
}
