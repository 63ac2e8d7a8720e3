import BlockModel

/// A small label.
enum Badge: ComponentRenderer {
  static let entry = ComponentEntry(
    .badge,
    [
      Shapes.required(.text), Shapes.optional(.tone, .tone), Shapes.optional(.icon, .text(.icon)),
      Shapes.optional(.href, .url), Shapes.optional(.dot, .flag),
    ],
    note: "Small label.",
    skeleton: .line, toneNeedsValue: true,
    samples: [
      ("A label", ["type": "badge", "text": "on time"]),
      (
        "With an icon and a link",
        [
          "type": "badge", "text": "12 open", "icon": "🐞", "tone": "warning",
          "href": "https://example.org/",
        ]
      ),
    ])

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    return html(
      painter.text(properties, .text, scope), painter.tone(properties, in: scope),
      icon: painter.string(properties.template(.icon), scope),
      hasDot: properties.flag(.dot) ?? false, url: painter.link(properties.template(.href), scope))
  }

  static func html(
    _ text: String, _ tone: ToneName, icon: String? = nil, hasDot: Bool = false, url: PageURL? = nil
  ) -> HTML {
    HTML("span", [.class("c-badge", ToneClass.block(tone))]) {
      if hasDot { HTML("span", [.class("c-badge__dot"), .decorative]) }
      if let icon { HTML("span", [.decorative]) { HTML(icon + " ") } }
      LinkedText.html(text, url)
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let icon = painter.string(node.properties.template(.icon), scope).map { "\($0) " } ?? ""
    return [
      TextLine.mark(painter.tone(node.properties, in: scope)) + icon
        + painter.text(node.properties, .text, scope)
    ]
  }
}

extension Component {
  /// A small label.
  public static let badge = Component(named: "badge")
}
