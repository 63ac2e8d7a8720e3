/// Does something: the script's `on_action`.
enum Button: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let tone = painter.tone(node.properties, in: scope)
    return ActionForm.html(node, painter, scope) {
      HTML(
        "button",
        [
          .class("c-button", tone == .neutral ? "" : ToneClass.block(tone)),
          Attribute("type", "submit"),
        ]
      ) {
        if let icon = painter.string(node.properties.template(.icon), scope) {
          HTML("span", [.decorative]) { HTML(icon + " ") }
        }
        HTML(painter.text(node.properties, .text, scope))
      }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    ["[ \(painter.text(node.properties, .text, scope)) ]"]
  }
}
