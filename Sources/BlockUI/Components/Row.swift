/// Children side by side; wraps in narrow cards.
enum Row: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    return HTML(
      "div",
      [
        .class(
          "c-row", Arrangement.gap(properties), Arrangement.align(properties),
          properties.word(.justify).map { "u-justify-\($0)" } ?? "",
          properties.flag(.wrap) == false ? "c-row--nowrap" : "")
      ]
    ) { HTML(painter.html(properties.nodes(.children), scope)) }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    painter.text(node.properties.nodes(.children), scope)
  }
}
