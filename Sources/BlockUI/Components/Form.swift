import BlockModel

/// Inputs for the block's parameters; saving runs the block again, or calls an action with what was typed.
enum Form: ComponentRenderer {
  static let entry = ComponentEntry(
    .form,
    [
      Shapes.required(.params, .list(.name(.identifier), 1...12)),
      Shapes.optional(.submit, .text(.label)), Shapes.optional(.layout, .words(["row", "column"])),
      Shapes.optional(.lines, .integer(1...40)), Shapes.optional(.action, .name(.action)),
    ],
    note: "Inputs for parameters; saving runs the block, or its action.",
    skeleton: .nothing,
    samples: [
      (
        "Settings of the block",
        [
          "type": "form", "params": ["city", "days", "units", "hourly", "from"],
          "submit": "Show",
        ]
      )
    ])

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let names = node.properties.words(.params)
    let params = painter.spec.declaredParams.filter { names.contains($0.name) }
    let action = node.properties.word(.action)
    let path = action == nil ? "params" : "actions"
    guard let address = PageURL(own: "/blocks/\(painter.context.block)/\(path)") else {
      return HTML()
    }
    let layout = node.properties.word(.layout) ?? "column"
    return HTML(
      "form",
      [
        .class("c-form c-form--\(layout)"), Attribute("method", "post"), .url("action", address),
        .flag(action == nil ? "data-params" : "data-action"),
      ]
    ) {
      CSRFField.html(painter)
      if let action {
        HTML(
          "input",
          [Attribute("type", "hidden"), Attribute("name", "action"), Attribute("value", action)])
      }
      // A box that is not ticked sends nothing, so its name is told here.
      HTML(
        "input",
        [
          Attribute("type", "hidden"), Attribute("name", "unticked"),
          Attribute(
            "value", params.filter { $0.kind == .boolean }.map(\.name).joined(separator: " ")),
        ])
      for param in params {
        // What an action was called with is not kept: the next one begins anew.
        ParamField.html(
          param, action == nil ? painter.context.params[param.name] : nil,
          id: painter.nextID("param-\(param.name)"), lines: node.properties.integer(.lines) ?? 1)
      }
      HTML("button", [.class("c-button"), Attribute("type", "submit")]) {
        HTML(painter.string(node.properties.template(.submit), scope) ?? "Apply")
      }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    ["form: \(node.properties.words(.params).joined(separator: ", "))"]
  }
}

extension Component {
  /// Inputs for the block's parameters; saving runs the block again, or calls an action with what was typed.
  public static let form = Component(named: "form")
}
