import BlockModel

/// A text link.
enum Link: ComponentRenderer {
  static let entry = ComponentEntry(
    .link,
    [Shapes.required(.text), Shapes.required(.href, .url)],
    note: "Text link.",
    skeleton: .line,
    samples: [
      ("A link", ["type": "link", "text": "Open the timetable", "href": "https://example.org/"])
    ])

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    HTML("p", class: "c-link") {
      LinkedText.html(
        painter.text(node.properties, .text, scope),
        painter.link(node.properties.template(.href), scope))
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let url = painter.link(node.properties.template(.href), scope)
    return [painter.text(node.properties, .text, scope) + (url.map { " <\($0.text)>" } ?? "")]
  }
}

extension Component {
  /// A text link.
  public static let link = Component(named: "link")
}
