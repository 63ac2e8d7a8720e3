import BlockModel
import Foundation

/// Events in time order.
enum Timeline: ComponentRenderer {
  static let entry = ComponentEntry(
    .timeline,
    [
      Shapes.required(.data, .binding), Shapes.required(.time, .value, perRow: true),
      Shapes.required(.title, Shapes.template, perRow: true),
      Shapes.optional(.text, Shapes.template, perRow: true),
      Shapes.optional(.href, .url, perRow: true),
      Shapes.optional(.icon, .text(.icon), perRow: true),
      Shapes.optional(.tone, .tone, perRow: true),
      Shapes.optional(.format, .format), Shapes.optional(.limit, .integer(1...200)),
      Shapes.optional(.empty, Shapes.empty),
    ],
    note: "Events in time order.",
    skeleton: .lines, toneNeedsValue: true,
    samples: [
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
    ])

  private static func time(
    _ node: Node, _ painter: Painter, _ scope: Scope
  ) -> (shown: String, value: TimeValue?) {
    let value = painter.value(node.properties, .time, scope)
    let moment = value?.time(in: painter.context.timeZone)
    let call = node.properties.format(.format) ?? FormatCall(.relative)
    let shown = value.map { painter.format.text($0, moment == nil ? [] : [call]) }
    return (shown ?? "–", call.name == .relative ? moment : nil)
  }

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    let (rows, more) = painter.rows(node, scope, atMost: 200)
    guard !rows.isEmpty else { return EmptyNote.part(node, painter, scope) }
    return HTML("ol", class: "c-timeline") {
      for (index, row) in rows.enumerated() {
        let scope = scope.row(row, index: index + 1)
        let tone = painter.tone(properties, in: scope)
        let time = self.time(node, painter, scope)
        HTML("li", [.class("c-timeline__item", ToneClass.text(tone))]) {
          HTML("span", class: "c-timeline__time") {
            if let value = time.value { TickingText.html(value, painter) } else { HTML(time.shown) }
          }
          HTML("div", class: "c-timeline__body") {
            HTML("span", class: "c-timeline__title") {
              if let icon = painter.string(properties.template(.icon), scope) {
                HTML("span", [.decorative]) { HTML(icon + " ") }
              }
              LinkedText.html(
                painter.text(properties, .title, scope),
                painter.link(properties.template(.href), scope))
              ToneWord.html(tone)
            }
            if let text = painter.string(properties.template(.text), scope), !text.isEmpty {
              HTML("p", class: "c-timeline__text") { HTML(text) }
            }
          }
        }
      }
    } + (MoreRows.html(more) ?? HTML())
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let properties = node.properties
    let (rows, more) = painter.rows(node, scope, atMost: 200)
    guard !rows.isEmpty else { return EmptyNote.partText(node, painter, scope) }
    return rows.enumerated().map { index, row in
      let scope = scope.row(row, index: index + 1)
      let text = painter.string(properties.template(.text), scope).map { " — \($0)" } ?? ""
      return
        "\(time(node, painter, scope).shown)  \(TextLine.mark(painter.tone(properties, in: scope)))"
        + "\(painter.text(properties, .title, scope))\(text)"
    } + MoreRows.text(more)
  }
}

extension Component {
  /// Events in time order.
  public static let timeline = Component(named: "timeline")
}
