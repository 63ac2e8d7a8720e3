import BlockModel

/// A heading inside the card (h3 to h5).
enum Heading: ComponentRenderer {
  static let entry = ComponentEntry(
    .heading,
    [
      Shapes.required(.text), Shapes.optional(.level, .integer(1...3)),
      Shapes.optional(.href, .url),
    ],
    note: "Heading inside the card.",
    skeleton: .line,
    samples: [
      ("A heading", ["type": "heading", "text": "Departures"]),
      ("Level 2", ["type": "heading", "text": "Platform 4", "level": 2]),
      (
        "Level 3, with a link",
        ["type": "heading", "text": "All platforms", "level": 3, "href": "https://example.org/"]
      ),
    ])

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

extension Component {
  /// A heading inside the card (h3 to h5).
  public static let heading = Component(named: "heading")
}
