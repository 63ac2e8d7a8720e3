/// Equal columns, fewer in narrow cards.
enum Grid: ComponentRenderer {
  static let entry = ComponentEntry(
    .grid,
    [
      Shapes.required(.children, .nodes), Shapes.required(.columns, .integer(1...6)),
      Shapes.optional(.gap, Shapes.gap),
    ],
    note: "Equal columns; collapses to fewer columns when narrow.",
    skeleton: .row, isContainer: true,
    samples: [
      ("Three columns", ["type": "grid", "columns": 3, "children": ComponentEntry.threeFigures])
    ])

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    HTML(
      "div",
      [.class("c-grid", Arrangement.columns(node.properties), Arrangement.gap(node.properties))]
    ) { HTML(painter.html(node.properties.nodes(.children), scope)) }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    painter.text(node.properties.nodes(.children), scope)
  }
}

extension Component {
  /// Equal columns, fewer in narrow cards.
  public static let grid = Component(named: "grid")
}
