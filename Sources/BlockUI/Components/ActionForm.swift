import BlockModel

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
