/// A box that is ticked or not; ticking it does something.
enum Checkbox: ComponentRenderer {
  static let entry = ComponentEntry(
    .checkbox,
    [
      Shapes.required(.label), Shapes.required(.checked, .value),
      Shapes.required(.action, .name(.action)),
      Shapes.optional(.args, .arguments),
    ],
    note: "A tick that calls on_action(action, args); checked is bound to the data.",
    skeleton: .nothing,
    samples: [
      (
        "Done and not",
        [
          "type": "checkbox", "label": "Feed the cat", "checked": true, "action": "tick",
          "args": ["id": 1],
        ]
      ),
      (
        "Open",
        ["type": "checkbox", "label": "Call Ana", "checked": false, "action": "tick"]
      ),
    ])

  private static func isChecked(_ node: Node, _ painter: Painter, _ scope: Scope) -> Bool {
    painter.value(node.properties, .checked, scope)?.isTruthy ?? false
  }

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let isChecked = isChecked(node, painter, scope)
    let label = painter.text(node.properties, .label, scope)
    return ActionForm.html(node, painter, scope) {
      HTML(
        "button",
        [
          .class("c-checkbox", isChecked ? "c-checkbox--on" : ""), Attribute("type", "submit"),
          Attribute("role", "checkbox"), Attribute("aria-checked", isChecked ? "true" : "false"),
        ]
      ) {
        HTML("span", [.class("c-checkbox__box"), .decorative]) { HTML(isChecked ? "✓" : "") }
        HTML("span", class: "c-checkbox__label") { HTML(label) }
      }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    [
      (isChecked(node, painter, scope) ? "[x] " : "[ ] ")
        + painter.text(node.properties, .label, scope)
    ]
  }
}

extension Component {
  /// A box that is ticked or not; ticking it does something.
  public static let checkbox = Component(named: "checkbox")
}
