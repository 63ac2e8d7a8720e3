import Foundation

extension CompiledSpec {
  /// The card as HTML. Always ends and never fails: what cannot be shown becomes a placeholder.
  public func renderHTML(_ context: RenderContext) -> RenderedCard {
    let painter = Painter(self, context)
    let scope = painter.scope
    let emptiness = painter.emptiness(scope)
    let body: HTML =
      switch emptiness {
      case .no: HTML(painter.html(body, scope))
      case .empty(let text, let icon, _): EmptyNote.html(text, title: nil, icon: icon)
      }
    let updated = updated?.value(in: scope, format: painter.formatter)?.time(in: context.timeZone)
    return RenderedCard(
      title: title(painter, scope), subtitle: painter.string(subtitle, scope),
      icon: painter.string(icon, scope), href: painter.link(href, scope), updated: updated?.date,
      size: size, body: body, isEmpty: emptiness != .no, isHidden: emptiness.isHidden,
      warnings: painter.warnings)
  }

  /// The card as plain text, for the command line.
  public func renderText(_ context: RenderContext) -> String {
    let painter = Painter(self, context)
    let scope = painter.scope
    let title = [title(painter, scope), painter.string(subtitle, scope)].compactMap(\.self)
      .filter { !$0.isEmpty }.joined(separator: " — ")
    var lines = ["== \(title)"]
    switch painter.emptiness(scope) {
    case .no: lines += painter.text(body, scope).map { "  " + $0 }
    case .empty(let text, let icon, _):
      lines.append("  " + [icon, text].compactMap(\.self).joined(separator: " "))
    }
    return lines.map { TextLine.printable($0) }.joined(separator: "\n") + "\n"
  }

  private func title(_ painter: Painter, _ scope: Scope) -> String {
    painter.string(title, scope).flatMap { $0.isEmpty ? nil : $0 } ?? painter.context.blockName
  }
}

/// Whether the whole card is empty.
enum Emptiness: Equatable {
  case no
  case empty(text: String, icon: String?, isHidden: Bool)

  var isHidden: Bool {
    if case .empty(_, _, true) = self { true } else { false }
  }
}

extension Painter {
  func emptiness(_ scope: Scope) -> Emptiness {
    guard let empty = spec.empty, let when = empty.condition(.when), when.evaluate(in: scope)
    else { return .no }
    return .empty(
      text: string(empty.template(.text), scope) ?? "No data",
      icon: string(empty.template(.icon), scope), isHidden: empty.flag(.hide) ?? false)
  }

  /// Nodes that are to be shown, in order, as HTML.
  func html(_ nodes: [Node], _ scope: Scope) -> [HTML] {
    nodes.compactMap { node in
      guard holds(node.properties, scope), admits() else { return nil }
      return html(node, scope)
    }
  }

  func text(_ nodes: [Node], _ scope: Scope) -> [String] {
    nodes.flatMap { node -> [String] in
      guard holds(node.properties, scope), admits() else { return [] }
      switch node.kind {
      case .component(let component): return component.renderer.text(node, self, scope)
      case .unknown(let name): return ["(\(Placeholder.sentence(name)))"]
      }
    }
  }

  private func html(_ node: Node, _ scope: Scope) -> HTML {
    switch node.kind {
    case .component(let component):
      let html = component.renderer.html(node, self, scope)
      // What containers hold was counted already.
      guard component.isContainer || admits(html) else { return Placeholder.tooLarge }
      return wrapped(html, node, scope)
    case .unknown(let name): return Placeholder.html(name)
    }
  }

  /// `span`, `grow`, `tooltip` and `id` live on a wrapper, so that no component must know them.
  private func wrapped(_ html: HTML, _ node: Node, _ scope: Scope) -> HTML {
    let properties = node.properties
    let span = properties.integer(.span).map { "u-span-\(min(max($0, 1), 6))" } ?? ""
    let grow = properties.flag(.grow) == true ? "u-grow" : ""
    let tooltip = string(properties.template(.tooltip), scope)
    guard !span.isEmpty || !grow.isEmpty || tooltip != nil else { return html }
    var attributes = [Attribute.class(span, grow)]
    if let tooltip { attributes.append(Attribute("title", tooltip)) }
    return HTML("div", attributes) { html }
  }
}

/// Stands where a component cannot be shown.
enum Placeholder {
  static func sentence(_ name: String) -> String {
    "This part (\(name.prefix(40))) needs a newer version"
  }

  static func html(_ name: String) -> HTML { note(sentence(name)) }

  static let tooLarge = note("This part is too large to show. Let the script return less of it.")

  private static func note(_ sentence: String) -> HTML {
    HTML("p", class: "c-placeholder") { HTML(sentence) }
  }
}

extension Component {
  /// Does it hold other components?
  fileprivate var isContainer: Bool {
    switch self {
    case .row, .column, .grid, .section, .tabs, .each: true
    case .divider, .text, .heading, .markdown, .link, .badge, .time, .log, .image, .stat,
      .keyvalue, .table, .list, .chart, .progress, .strip, .timeline, .calendar, .callout, .empty,
      .form, .button, .checkbox:
      false
    }
  }
}
