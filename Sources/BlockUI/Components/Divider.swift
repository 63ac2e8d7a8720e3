/// A thin line, with or without a word.
enum Divider: ComponentRenderer {
  static let entry = ComponentEntry(
    .divider,
    [Shapes.optional(.label)],
    note: "Thin line.",
    skeleton: .nothing,
    samples: [
      ("A line", ["type": "divider"]), ("With a word", ["type": "divider", "label": "Earlier"]),
    ])

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    guard let label = painter.string(node.properties.template(.label), scope) else {
      return HTML("hr", class: "c-divider")
    }
    return HTML("div", [.class("c-divider c-divider--label"), Attribute("role", "separator")]) {
      HTML("span") { HTML(label) }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    ["---" + (painter.string(node.properties.template(.label), scope).map { " \($0) ---" } ?? "")]
  }
}

extension Component {
  /// A thin line, with or without a word.
  public static let divider = Component(named: "divider")
}
