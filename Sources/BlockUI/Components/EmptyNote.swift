/// A placeholder for a part, or a whole card, with nothing to show.
enum EmptyNote: ComponentRenderer {
  static let entry = ComponentEntry(
    .empty,
    [Shapes.required(.text), Shapes.optional(.title), Shapes.optional(.icon, .text(.icon))],
    note: "Placeholder for a part with nothing to show.",
    skeleton: .line,
    samples: [
      (
        "Nothing there",
        [
          "type": "empty", "icon": "🌤️", "title": "No warnings",
          "text": "The weather service has nothing to say.",
        ]
      )
    ])

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    html(
      painter.text(node.properties, .text, scope),
      title: painter.string(node.properties.template(.title), scope),
      icon: painter.string(node.properties.template(.icon), scope))
  }

  static func html(_ text: String, title: String?, icon: String?) -> HTML {
    HTML("div", class: "c-empty") {
      if let icon { HTML("span", [.class("c-empty__icon"), .decorative]) { HTML(icon) } }
      if let title { HTML("strong", class: "c-empty__title") { HTML(title) } }
      HTML("p", class: "c-empty__text") { HTML(text) }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    [painter.text(node.properties, .text, scope)]
  }

  /// What a data component without rows shows: its `empty`, or "No data".
  static func part(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let empty = node.properties.object(.empty)
    return html(
      painter.string(empty?.template(.text), scope) ?? "No data", title: nil,
      icon: painter.string(empty?.template(.icon), scope))
  }

  static func partText(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    [painter.string(node.properties.object(.empty)?.template(.text), scope) ?? "No data"]
  }
}

extension Component {
  /// A placeholder for a part, or a whole card, with nothing to show.
  public static let empty = Component(named: "empty")
}
