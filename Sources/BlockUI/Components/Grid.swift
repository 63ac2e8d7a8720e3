/// Equal columns, fewer in narrow cards.
enum Grid: ComponentRenderer {
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
