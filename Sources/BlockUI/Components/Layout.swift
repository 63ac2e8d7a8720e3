/// Children side by side; wraps in narrow cards.
enum Row: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    return HTML(
      "div",
      [
        .class(
          "c-row", Arrangement.gap(properties), Arrangement.align(properties),
          properties.word(.justify).map { "u-justify-\($0)" } ?? "",
          properties.flag(.wrap) == false ? "c-row--nowrap" : "")
      ]
    ) { HTML(painter.html(properties.nodes(.children), scope)) }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    painter.text(node.properties.nodes(.children), scope)
  }
}

/// Children stacked.
enum Column: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    HTML(
      "div",
      [.class("c-column", Arrangement.gap(node.properties), Arrangement.align(node.properties))]
    ) { HTML(painter.html(node.properties.nodes(.children), scope)) }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    painter.text(node.properties.nodes(.children), scope)
  }
}

/// Equal columns, fewer in narrow cards.
enum Grid: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    HTML(
      "div",
      [.class("c-grid", Arrangement.columns(node.properties), Arrangement.gap(node.properties))]
    ) { HTML(painter.html(node.properties.nodes(.children), scope)) }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    painter.text(node.properties.nodes(.children), scope)
  }
}

/// A titled group; foldable when `collapsed` is given.
enum Section: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let title = painter.string(node.properties.template(.title), scope)
    let children = HTML(painter.html(node.properties.nodes(.children), scope))
    guard let isCollapsed = node.properties.flag(.collapsed) else {
      return HTML("section", class: "c-section") {
        if let title { HTML("h3", class: "c-section__title") { HTML(title) } }
        children
      }
    }
    var attributes = [
      Attribute.class("c-section c-section--fold"), Attribute("data-keep", node.pointer),
    ]
    if !isCollapsed { attributes.append(.flag("open")) }
    return HTML("details", attributes) {
      HTML("summary", class: "c-section__title") { HTML(title ?? "More") }
      children
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let title = painter.string(node.properties.template(.title), scope)
    let fold = node.properties.flag(.collapsed) == true ? " (folded)" : ""
    let children = painter.text(node.properties.nodes(.children), scope)
    return (title.map { ["## \($0)\(fold)"] } ?? []) + TextLine.indented(children)
  }
}

/// Alternative views; without script all are visible, one after the other.
enum Tabs: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let tabs = node.properties.objects(.tabs).filter { painter.holds($0, scope) }
    let id = painter.nextID("tabs")
    return HTML(
      "div", [.class("c-tabs"), Attribute("data-tabs", ""), Attribute("data-keep", node.pointer)]
    ) {
      HTML("div", [.class("c-tabs__list"), Attribute("role", "tablist")]) {
        for (index, tab) in tabs.enumerated() {
          HTML(
            "button",
            [
              .class("c-tabs__tab"), Attribute("type", "button"), Attribute("role", "tab"),
              .id("\(id)-tab-\(index)"), Attribute("aria-controls", "\(id)-panel-\(index)"),
              Attribute("aria-selected", index == 0 ? "true" : "false"),
            ]
          ) { HTML(painter.text(tab, .label, scope)) }
        }
      }
      for (index, tab) in tabs.enumerated() {
        HTML(
          "div",
          [
            .class("c-tabs__panel"), Attribute("role", "tabpanel"), .id("\(id)-panel-\(index)"),
            Attribute("aria-labelledby", "\(id)-tab-\(index)"),
          ]
        ) { HTML(painter.html(tab.nodes(.children), scope)) }
      }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    node.properties.objects(.tabs).filter { painter.holds($0, scope) }.flatMap { tab in
      ["<\(painter.text(tab, .label, scope))>"]
        + TextLine.indented(painter.text(tab.nodes(.children), scope))
    }
  }
}

/// Its children once for each row.
enum Each: ComponentRenderer {
  private static func scopes(
    _ node: Node, _ painter: Painter, _ scope: Scope
  ) -> (scopes: [Scope], more: Int) {
    let (rows, more) = painter.rows(node, scope, atMost: 100)
    let name = node.properties.word(.as)
    return (rows.enumerated().map { scope.row($1, index: $0 + 1, as: name) }, more)
  }

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let (scopes, more) = scopes(node, painter, scope)
    guard !scopes.isEmpty else { return EmptyNote.part(node, painter, scope) }
    let layout = node.properties.word(.layout) ?? "column"
    let kind =
      layout == "grid" ? "c-grid \(Arrangement.columns(node.properties))" : "c-\(layout)"
    let children = node.properties.nodes(.children)
    return HTML("div", [.class("c-each", kind, Arrangement.gap(node.properties))]) {
      for scope in scopes {
        HTML("div", class: "c-each__item") { HTML(painter.html(children, scope)) }
      }
      MoreRows.html(more)
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let (scopes, more) = scopes(node, painter, scope)
    guard !scopes.isEmpty else { return EmptyNote.partText(node, painter, scope) }
    let children = node.properties.nodes(.children)
    return scopes.flatMap { painter.text(children, $0) } + MoreRows.text(more)
  }
}

/// A thin line, with or without a word.
enum Divider: ComponentRenderer {
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

/// Class names of gaps, alignment and columns.
enum Arrangement {
  static func gap(_ properties: Properties) -> String { "u-gap-\(properties.word(.gap) ?? "md")" }

  static func align(_ properties: Properties) -> String {
    properties.word(.align).map { "u-align-\($0)" } ?? ""
  }

  static func columns(_ properties: Properties) -> String {
    "c-grid--\(min(max(properties.integer(.columns) ?? 2, 1), 6))"
  }
}

/// "+12 more": rows that were cut.
enum MoreRows {
  static func html(_ count: Int) -> HTML? {
    count > 0 ? HTML("p", class: "c-more") { HTML("+\(count) more") } : nil
  }

  static func text(_ count: Int) -> [String] { count > 0 ? ["+\(count) more"] : [] }
}
