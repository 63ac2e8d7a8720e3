/// Does something: the script's `on_action`.
enum Button: ComponentRenderer {
  static let entry = ComponentEntry(
    .button,
    [
      Shapes.required(.text), Shapes.required(.action, .name(.action)),
      Shapes.optional(.args, .arguments),
      Shapes.optional(.icon, .text(.icon)), Shapes.optional(.tone, .tone),
    ],
    note: "Calls on_action(action, args), then shows the new data.",
    skeleton: .nothing, toneNeedsValue: true,
    samples: [
      ("A button", ["type": "button", "text": "Water the plants", "action": "water"]),
      (
        "With an icon",
        ["type": "button", "text": "Water the plants", "icon": "🪴", "action": "water"]
      ),
    ])

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

extension Component {
  /// Does something: the script's `on_action`.
  public static let button = Component(named: "button")
}
