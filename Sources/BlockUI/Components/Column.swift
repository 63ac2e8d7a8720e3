/// Children stacked.
enum Column: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    HTML(
      "div",
      [.class("c-column", Arrangement.gap(node.properties), Arrangement.align(node.properties))]
    ) { HTML(painter.html(node.properties.nodes(.children), scope)) }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    painter.text(node.properties.nodes(.children), scope)
  }
}
