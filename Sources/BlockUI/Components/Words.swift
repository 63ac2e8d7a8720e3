import BlockModel
import Foundation

/// One paragraph of plain text.
enum TextParagraph: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    let text = painter.string(properties.template(.text), scope)
    return HTML(
      "p",
      [
        .class(
          "c-text", "u-text-\(properties.word(.size) ?? "md")",
          properties.word(.weight).map { "u-weight-\($0)" } ?? "",
          properties.word(.align).map { "u-text-align-\($0)" } ?? "",
          ToneClass.text(painter.tone(properties, in: scope)),
          properties.flag(.mono) == true ? "u-mono" : "", Clamp.name(properties))
      ]
    ) { MissingValue.html(text) }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    painter.text(node.properties, .text, scope).components(separatedBy: "\n")
  }
}

/// A heading inside the card (h3 to h5).
enum Heading: ComponentRenderer {
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

/// A text link.
enum Link: ComponentRenderer {
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

/// A small label.
enum Badge: ComponentRenderer {
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

/// A moment that ticks in the browser, or a clock.
enum TimeMoment: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    let mode = properties.word(.mode) ?? "relative"
    let classes = Attribute.class(
      "c-time", "u-text-\(properties.word(.size) ?? "md")",
      ToneClass.text(painter.tone(properties, in: scope)))
    let time = moment(properties, painter, scope)
    return HTML("div", [classes]) {
      if let label = painter.string(properties.template(.label), scope) {
        HTML("span", class: "c-time__label") { HTML(label) }
      }
      if let time {
        HTML("time", attributes(time, mode, properties, painter, scope)) {
          HTML(words(time, mode, properties, painter, scope))
        }
      } else {
        MissingValue.html(nil)
      }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let properties = node.properties
    let label = painter.string(properties.template(.label), scope).map { "\($0): " } ?? ""
    guard let time = moment(properties, painter, scope) else { return ["\(label)–"] }
    return [label + words(time, properties.word(.mode) ?? "relative", properties, painter, scope)]
  }

  private static func moment(
    _ properties: Properties, _ painter: Painter, _ scope: Scope
  ) -> TimeValue? {
    if properties.word(.mode) == "clock" {
      return TimeValue(date: painter.context.now, isDay: false)
    }
    return painter.value(properties, .value, scope)?.time(in: painter.context.timeZone)
  }

  private static func attributes(
    _ time: TimeValue, _ mode: String, _ properties: Properties, _ painter: Painter, _ scope: Scope
  ) -> [Attribute] {
    var attributes = [
      .class("c-time__value"), Attribute("datetime", time.date.formatted(.iso8601)),
      Attribute("data-tick", mode),
    ]
    if mode == "clock" {
      let zone = properties.format(.format)?.zone ?? painter.context.timeZone.identifier
      attributes.append(Attribute("data-zone", zone))
      if properties.format(.format)?.has("seconds") == true {
        attributes.append(.flag("data-seconds"))
      }
    }
    if let done = painter.string(properties.template(.done), scope) {
      attributes.append(Attribute("data-done", done))
    }
    return attributes
  }

  private static func words(
    _ time: TimeValue, _ mode: String, _ properties: Properties, _ painter: Painter, _ scope: Scope
  ) -> String {
    let seconds = time.date.timeIntervalSince(painter.context.now)
    let value = JSONValue.number(time.date.timeIntervalSince1970)
    switch mode {
    case "clock":
      return painter.format.text(value, [properties.format(.format) ?? FormatCall(.time)])
    case "countdown" where seconds <= 0:
      return painter.string(properties.template(.done), scope) ?? "now"
    case "countdown", "elapsed":
      return painter.format.text(.number(abs(seconds)), [FormatCall(.duration)])
    default:
      return properties.format(.format).map { painter.format.text(value, [$0]) }
        ?? RelativeTime.text(time.date, now: painter.context.now)
    }
  }
}

/// Monospaced lines, newest at the end.
enum Log: ComponentRenderer {
  private static func lines(
    _ node: Node, _ painter: Painter, _ scope: Scope
  ) -> [String] {
    let limit = min(node.properties.integer(.lines) ?? 100, 500)
    let all: [String]
    if case .array(let list)? = painter.value(node.properties, .text, scope) {
      all = list.map { painter.plain($0) }
    } else {
      all = (painter.string(node.properties.template(.text), scope) ?? "").components(
        separatedBy: "\n")
    }
    return Array(all.suffix(limit))
  }

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let wrap = node.properties.flag(.wrap) == true ? "c-log--wrap" : ""
    return HTML(
      "pre",
      [.class("c-log", wrap), Attribute("tabindex", "0"), Attribute("data-keep", node.pointer)]
    ) { HTML(lines(node, painter, scope).joined(separator: "\n")) }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    lines(node, painter, scope).map { "| \($0)" }
  }
}

/// A picture, through the host's image proxy.
enum Image: ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let properties = node.properties
    let alt = painter.string(properties.template(.alt), scope) ?? ""
    guard let source = painter.image(properties.template(.src), scope) else {
      return HTML("p", class: "c-placeholder") { HTML(alt.isEmpty ? "No image" : alt) }
    }
    let image = HTML(
      "img",
      [
        .url("src", source), Attribute("alt", alt), Attribute("loading", "lazy"),
        Attribute("decoding", "async"),
        .class(
          "c-image__img", "c-image--fit-\(properties.word(.fit) ?? "cover")",
          "c-image--\(properties.word(.shape) ?? "rounded")"),
      ])
    let ratio = (properties.word(.ratio) ?? "auto").replacing(":", with: "x")
    return HTML(
      "figure",
      [.class("c-image", "c-image--\(properties.word(.size) ?? "full")", "c-image--ratio-\(ratio)")]
    ) {
      LinkedText.html(image, painter.link(properties.template(.href), scope))
      if let caption = painter.string(properties.template(.caption), scope) {
        HTML("figcaption") { HTML(caption) }
      }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let alt = painter.string(node.properties.template(.alt), scope) ?? ""
    return alt.isEmpty ? [] : ["(image: \(alt))"]
  }
}
