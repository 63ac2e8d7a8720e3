import BlockModel

/// Items with a title line: the usual choice for feeds.
enum List: ComponentRenderer {
  static let entry = ComponentEntry(
    .list,
    [
      Shapes.required(.data, .binding), Shapes.required(.title, Shapes.template, perRow: true),
      Shapes.optional(.subtitle, Shapes.template, perRow: true),
      Shapes.optional(.text, Shapes.template, perRow: true),
      Shapes.optional(
        .meta, .either([Shapes.template, .list(Shapes.template, 1...6)], .texts), perRow: true),
      Shapes.optional(.href, .url, perRow: true),
      Shapes.optional(.icon, .text(.icon), perRow: true),
      Shapes.optional(.image, .url, perRow: true),
      Shapes.optional(.imageAlt, Shapes.template, perRow: true),
      Shapes.optional(.badge, .object(Shapes.badge), perRow: true),
      Shapes.optional(.trailing, .object(Shapes.trailing), perRow: true),
      Shapes.optional(.ordered, .flag),
      Shapes.optional(.limit, .integer(1...200)), Shapes.optional(.collapse, .integer(1...50)),
      Shapes.optional(.size, Shapes.extents),
      Shapes.optional(.layout, .words(["rows", "cards", "inline"])),
      Shapes.optional(.lines, .integer(1...10)), Shapes.optional(.empty, Shapes.empty),
    ],
    note: "Items with a title line; usual for feeds.",
    skeleton: .lines,
    samples: {
      let plain: JSONValue = [
        "type": "list", "data": "${stories}", "title": "${item.title}", "href": "${item.url}",
        "meta": [
          "${item.points} points", "${item.author}", "${item.at | relative}",
          "${item.comments} comments",
        ],
      ]
      let rich: JSONValue = [
        "type": "list", "data": "${cities}", "title": "${item.name}", "subtitle": "${item.country}",
        "text": "${item.words}", "lines": 2, "image": "${item.picture}",
        "imageAlt": "${item.name}",
        "badge": ["text": "${item.sky}", "tone": "danger", "when": "item.sky == 'storm'"],
        "trailing": ["value": "${item.temperature}", "format": "number:0", "unit": "°C"],
      ]
      return [
        ("Stories", plain), ("With picture, badge and trailing value", rich),
        (
          "Folded after two",
          [
            "type": "list", "data": "${stories}", "title": "${item.title}", "collapse": 2,
            "ordered": true,
          ]
        ),
        (
          "With icons",
          [
            "type": "list", "data": "${cities}", "title": "${item.name}", "icon": "📍",
            "limit": 3, "trailing": ["value": "${item.seen}", "format": "time"],
          ]
        ),
      ]
    }())

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    let (rows, more) = painter.rows(node, scope, atMost: 200)
    guard !rows.isEmpty else { return EmptyNote.part(node, painter, scope) }
    let collapse = properties.integer(.collapse)
    var attributes = [
      Attribute.class(
        "c-list", "c-list--\(properties.word(.layout) ?? "rows")",
        "c-list--\(properties.word(.size) ?? "md")",
        properties.flag(.ordered) == true ? "c-list--ordered" : "")
    ]
    if let collapse, collapse < rows.count {
      attributes.append(Attribute("data-collapse", String(collapse)))
      attributes.append(Attribute("data-keep", node.pointer))
    }
    let items = HTML(
      rows.enumerated().map { index, row in
        item(properties, painter, scope.row(row, index: index + 1))
      })
    let list =
      properties.flag(.ordered) == true
      ? HTML("ol", attributes) { items } : HTML("ul", attributes) { items }
    return list + (MoreRows.html(more) ?? HTML())
  }

  private static func item(_ properties: Properties, _ painter: Painter, _ scope: Scope) -> HTML {
    let url = painter.link(properties.template(.href), scope)
    return HTML("li", class: "c-list__item") {
      if let image = painter.image(properties.template(.image), scope) {
        HTML(
          "img",
          [
            .class("c-list__image"), .url("src", image), Attribute("loading", "lazy"),
            Attribute("alt", painter.string(properties.template(.imageAlt), scope) ?? ""),
          ])
      }
      if let icon = painter.string(properties.template(.icon), scope) {
        HTML("span", [.class("c-list__icon"), .decorative]) { HTML(icon) }
      }
      HTML("div", class: "c-list__body") {
        HTML("div", class: "c-list__head") {
          HTML("span", [.class("c-list__title", Clamp.name(properties))]) {
            LinkedText.html(
              MissingValue.html(painter.string(properties.template(.title), scope)), url)
          }
          if let badge = properties.object(.badge), painter.holds(badge, scope),
            let text = painter.string(badge.template(.text), scope)
          {
            Badge.html(text, painter.tone(badge, in: scope))
          }
          if let trailing = properties.object(.trailing), let shown = painter.shown(trailing, scope)
          {
            let tone = painter.tone(
              trailing, own: painter.value(trailing, .value, scope), in: scope)
            HTML("span", [.class("c-list__trailing", ToneClass.text(tone))]) {
              HTML(shown)
              ToneWord.html(tone)
            }
          }
        }
        if let subtitle = painter.string(properties.template(.subtitle), scope) {
          HTML("div", class: "c-list__subtitle") { HTML(subtitle) }
        }
        if let text = painter.string(properties.template(.text), scope) {
          HTML("p", [.class("c-list__text", Clamp.name(properties))]) { HTML(text) }
        }
        meta(properties, painter, scope)
      }
    }
  }

  /// Parts whose binding is missing disappear with their separator.
  private static func metaParts(
    _ properties: Properties, _ painter: Painter, _ scope: Scope
  ) -> [(template: Template, text: String)] {
    properties.templates(.meta).compactMap { template in
      guard let text = painter.string(template, scope), !text.isEmpty else { return nil }
      let bindings = template.bindings
      let isMissing =
        !bindings.isEmpty && bindings.allSatisfy { scope.value(at: $0.path) == nil }
      return isMissing ? nil : (template, text)
    }
  }

  private static func meta(
    _ properties: Properties, _ painter: Painter, _ scope: Scope
  ) -> HTML? {
    let parts = metaParts(properties, painter, scope)
    guard !parts.isEmpty else { return nil }
    return HTML("div", class: "c-list__meta") {
      for part in parts {
        HTML("span") { TickingText.html(part.template, part.text, painter, scope) }
      }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let properties = node.properties
    let (rows, more) = painter.rows(node, scope, atMost: 200)
    guard !rows.isEmpty else { return EmptyNote.partText(node, painter, scope) }
    let isOrdered = properties.flag(.ordered) == true
    return rows.enumerated().flatMap { index, row -> [String] in
      let scope = scope.row(row, index: index + 1)
      var head = isOrdered ? "\(index + 1). " : "• "
      head += painter.text(properties, .title, scope)
      if let badge = properties.object(.badge), painter.holds(badge, scope),
        let text = painter.string(badge.template(.text), scope)
      {
        head += " ‹\(text)›"
      }
      if let trailing = properties.object(.trailing), let shown = painter.shown(trailing, scope) {
        let tone = painter.tone(trailing, own: painter.value(trailing, .value, scope), in: scope)
        head += "  \(TextLine.mark(tone))\(shown)"
      }
      var lines = [head]
      for name in [PropertyName.subtitle, .text] {
        if let text = painter.string(properties.template(name), scope), !text.isEmpty {
          lines.append("  \(text)")
        }
      }
      let meta = metaParts(properties, painter, scope).map(\.text)
      if !meta.isEmpty { lines.append("  " + meta.joined(separator: " · ")) }
      return lines
    } + MoreRows.text(more)
  }
}

/// A text whose relative time ticks in the browser.
enum TickingText {
  static func html(_ template: Template, _ painter: Painter, _ scope: Scope) -> HTML {
    time(template, painter, scope) ?? HTML(painter.string(template, scope) ?? "–")
  }

  /// - Parameter text: what the template says in this scope.
  static func html(
    _ template: Template, _ text: String, _ painter: Painter, _ scope: Scope
  ) -> HTML {
    time(template, painter, scope) ?? HTML(text)
  }

  private static func time(_ template: Template, _ painter: Painter, _ scope: Scope) -> HTML? {
    guard let binding = template.soleBinding, binding.formats.count == 1,
      binding.formats[0].name == .relative,
      let time = scope.value(at: binding.path)?.time(in: painter.context.timeZone)
    else { return nil }
    return html(time, painter)
  }

  static func html(_ time: TimeValue, _ painter: Painter) -> HTML {
    HTML(
      "time",
      [Attribute("datetime", time.date.formatted(.iso8601)), Attribute("data-tick", "relative")]
    ) { HTML(RelativeTime.text(time.date, now: painter.context.now)) }
  }
}

extension Component {
  /// Items with a title line: the usual choice for feeds.
  public static let list = Component(named: "list")
}
