import BlockModel

/// A heading inside the card (h3 to h5).
enum Heading: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let level = node.properties.integer(.level) ?? 1
    let name: StaticString = level == 1 ? "h3" : level == 2 ? "h4" : "h5"
    return HTML(name, [.class("c-heading c-heading--\(min(max(level, 1), 3))")]) {
      LinkedText.html(
        painter.text(node.properties, .text, scope),
        painter.link(node.properties.template(.href), scope))
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    ["# \(painter.text(node.properties, .text, scope))"]
  }
}
