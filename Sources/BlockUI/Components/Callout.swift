/// A notice box.
enum Callout: ComponentRenderer {
  static let entry = ComponentEntry(
    .callout,
    [
      Shapes.required(.text), Shapes.optional(.title), Shapes.optional(.tone, .tone),
      Shapes.optional(.icon, .text(.icon)), Shapes.optional(.href, .url),
    ],
    note: "Notice box.",
    skeleton: .line, toneNeedsValue: true,
    samples: [
      (
        "A notice",
        [
          "type": "callout", "title": "Maintenance on Sunday",
          "text": "The timetable is read again at noon.",
        ]
      )
    ])

  private static func icon(_ tone: ToneName) -> String {
    switch tone {
    case .success: "✓"
    case .warning: "⚠"
    case .danger: "✕"
    case .neutral, .muted, .info, .accent: "ℹ"
    }
  }

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    let tone = properties.has(.tone) ? painter.tone(properties, in: scope) : .info
    let icon = painter.string(properties.template(.icon), scope) ?? icon(tone)
    return HTML("div", [.class("c-callout", ToneClass.block(tone)), Attribute("role", "note")]) {
      HTML("span", [.class("c-callout__icon"), .decorative]) { HTML(icon) }
      HTML("div", class: "c-callout__body") {
        HTML("span", class: "u-hidden") { HTML("\(tone.rawValue): ") }
        if let title = painter.string(properties.template(.title), scope) {
          HTML("strong", class: "c-callout__title") { HTML(title) }
        }
        HTML("p", class: "c-callout__text") {
          LinkedText.html(
            painter.text(properties, .text, scope), painter.link(properties.template(.href), scope))
        }
      }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let tone = node.properties.has(.tone) ? painter.tone(node.properties, in: scope) : .info
    let title = painter.string(node.properties.template(.title), scope).map { "\($0): " } ?? ""
    return ["!\(tone.rawValue)! \(title)\(painter.text(node.properties, .text, scope))"]
  }
}

extension Component {
  /// A notice box.
  public static let callout = Component(named: "callout")
}
