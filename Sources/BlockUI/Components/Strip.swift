/// A row of small coloured cells: uptime by day, streaks.
enum Strip: ComponentRenderer {
  static let entry = ComponentEntry(
    .strip,
    [
      Shapes.required(.data, .binding), Shapes.required(.tone, .tone, perRow: true),
      Shapes.optional(.text, Shapes.template, perRow: true), Shapes.optional(.label),
      Shapes.optional(.limit, .integer(1...400)), Shapes.optional(.wrap, .flag),
      Shapes.optional(.empty, Shapes.empty),
    ],
    note: "Row of small coloured cells, one per element: uptime per day, streaks.",
    skeleton: .line, toneNeedsValue: true,
    samples: [
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
    ])

  private static func tones(
    _ node: Node, _ painter: Painter, _ scope: Scope
  ) -> (cells: [(tone: ToneName, text: String?)], more: Int) {
    let (rows, more) = painter.rows(node, scope, atMost: 400)
    let cells = rows.enumerated().map { index, row in
      let scope = scope.row(row, index: index + 1)
      return (
        tone: painter.tone(node.properties, own: row, in: scope),
        text: painter.string(node.properties.template(.text), scope)
      )
    }
    return (cells, more)
  }

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let (cells, more) = tones(node, painter, scope)
    guard !cells.isEmpty else { return EmptyNote.part(node, painter, scope) }
    let wrap = node.properties.flag(.wrap) == true ? "c-strip--wrap" : ""
    return HTML("div", class: "c-strip") {
      if let label = painter.string(node.properties.template(.label), scope) {
        HTML("span", class: "c-strip__label") { HTML(label) }
      }
      HTML("ul", [.class("c-strip__cells", wrap)]) {
        for cell in cells {
          let words = [cell.text, cell.tone.rawValue].compactMap(\.self).joined(separator: ", ")
          HTML(
            "li", [.class("c-strip__cell", ToneClass.block(cell.tone)), Attribute("title", words)]
          ) {
            HTML("span", class: "u-hidden") { HTML(words) }
          }
        }
      }
      MoreRows.html(more)
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let (cells, more) = tones(node, painter, scope)
    guard !cells.isEmpty else { return EmptyNote.partText(node, painter, scope) }
    let label = painter.string(node.properties.template(.label), scope).map { "\($0): " } ?? ""
    let marks = cells.map { cell in
      switch cell.tone {
      case .danger: "✕"
      case .warning: "▲"
      case .muted: "▯"
      case .neutral, .info, .success, .accent: "▮"
      }
    }
    return [label + marks.joined()] + MoreRows.text(more)
  }
}

extension Component {
  /// A row of small coloured cells: uptime by day, streaks.
  public static let strip = Component(named: "strip")
}
