public import BlockModel

/// Inputs for the block's parameters; saving runs the block again, or calls an action with what was typed.
enum Form: ComponentRenderer {
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

/// One parameter as a labelled input; also used by the settings of a card.
public enum ParamField {
  /// - Parameters:
  ///   - id: unique on the page.
  ///   - lines: of a text. One that has several is shown with several.
  public static func html(
    _ param: Param, _ value: JSONValue?, id: String, lines: Int = 1
  ) -> HTML {
    HTML("div", class: "c-form__field") {
      HTML("label", [Attribute("for", id)]) { HTML(param.label) }
      input(param, value ?? param.defaultValue, id, lines)
      if let help = param.help { HTML("small", class: "c-form__help") { HTML(help) } }
    }
  }

  private static func input(
    _ param: Param, _ value: JSONValue, _ id: String, _ lines: Int
  ) -> HTML {
    var attributes = [.class("c-form__input"), .id(id), Attribute("name", param.name)]
    if param.isRequired { attributes.append(.flag("required")) }
    if let placeholder = param.placeholder {
      attributes.append(Attribute("placeholder", placeholder))
    }
    let text = value.plainText ?? ""
    switch param.kind {
    case .text where lines > 1 || text.contains(where: \.isNewline):
      let rows = max(lines, min(12, text.count(where: \.isNewline) + 2))
      return HTML("textarea", attributes + [Attribute("rows", "\(rows)")]) { HTML(text) }
    case .text: attributes += [Attribute("type", "text"), Attribute("value", text)]
    case .date: attributes += [Attribute("type", "date"), Attribute("value", text)]
    case .number(let min, let max, let step):
      attributes += [Attribute("type", "number"), Attribute("value", text)]
      attributes.append(Attribute("step", step.map { "\($0)" } ?? "any"))
      if let min { attributes.append(Attribute("min", "\(min)")) }
      if let max { attributes.append(Attribute("max", "\(max)")) }
    case .boolean:
      attributes += [Attribute("type", "checkbox"), Attribute("value", "true")]
      if value.isTruthy { attributes.append(.flag("checked")) }
    case .choice(let options):
      return HTML("select", attributes) {
        for option in options {
          HTML(
            "option",
            [Attribute("value", option.value)] + (option.value == text ? [.flag("selected")] : [])
          ) { HTML(option.label) }
        }
      }
    }
    return HTML("input", attributes)
  }
}

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

/// A box that is ticked or not; ticking it does something.
enum Checkbox: ComponentRenderer {
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

/// The form behind a button or checkbox: it works without script, and `forms.js` makes it quick.
enum ActionForm {
  static func html(
    _ node: Node, _ painter: Painter, _ scope: Scope, @HTMLBuilder _ content: () -> HTML
  ) -> HTML {
    guard
      let name = node.properties.word(.action)
        ?? painter.string(node.properties.template(.action), scope),
      let action = PageURL(own: "/blocks/\(painter.context.block)/actions")
    else { return content() }
    var arguments: JSONObject = [:]
    for (key, template) in node.properties.arguments(.args).sorted(by: { $0.key < $1.key }) {
      arguments[key] = template.value(in: scope, format: painter.formatter)
    }
    painter.note(RenderedAction(name: name, arguments: arguments))
    return HTML(
      "form",
      [
        .class("c-action"), Attribute("method", "post"), .url("action", action),
        .flag("data-action"),
      ]
    ) {
      CSRFField.html(painter)
      HTML(
        "input",
        [Attribute("type", "hidden"), Attribute("name", "action"), Attribute("value", name)])
      HTML(
        "input",
        [
          Attribute("type", "hidden"), Attribute("name", "args"),
          Attribute("value", JSONValue.object(arguments).json()),
        ])
      content()
    }
  }
}

/// The token that shows a form comes from our own page.
enum CSRFField {
  static func html(_ painter: Painter) -> HTML? {
    painter.context.csrfToken.map {
      HTML(
        "input", [Attribute("type", "hidden"), Attribute("name", "csrf"), Attribute("value", $0)])
    }
  }
}
