/// A notice box.
enum Callout: ComponentRenderer {
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

/// A placeholder for a part, or a whole card, with nothing to show.
enum EmptyNote: ComponentRenderer {
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
