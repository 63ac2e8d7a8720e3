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
      warnings: painter.warnings, actions: painter.actions)
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
}
