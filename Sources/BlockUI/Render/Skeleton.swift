extension CompiledSpec {
  /// Grey shapes in the form of the card to come, while the first run is under way.
  public func renderSkeleton() -> HTML {
    HTML("div", [.class("c-skeleton"), .decorative]) {
      for node in body.prefix(6) { Self.shape(node, depth: 0) }
    }
  }

  private static func shape(_ node: Node, depth: Int) -> HTML {
    guard depth < 4, case .component(let component) = node.kind else { return line("md") }
    switch component {
    case .row, .grid:
      return HTML("div", class: "c-skeleton__row") {
        for child in node.properties.nodes(.children).prefix(4) { shape(child, depth: depth + 1) }
      }
    case .column, .section, .each:
      return HTML(node.properties.nodes(.children).prefix(4).map { shape($0, depth: depth + 1) })
    case .tabs:
      return HTML(
        (node.properties.objects(.tabs).first?.nodes(.children) ?? []).prefix(4)
          .map { shape($0, depth: depth + 1) })
    case .list, .table, .timeline, .keyvalue, .log:
      return HTML((0..<5).map { line($0 % 2 == 0 ? "lg" : "md") })
    case .chart, .image, .calendar: return HTML("div", class: "c-skeleton__box")
    case .stat, .progress, .time: return HTML("div", class: "c-skeleton__stat")
    case .divider, .form, .button, .checkbox: return HTML()
    case .text, .heading, .markdown, .link, .badge, .strip, .callout, .empty: return line("md")
    }
  }

  private static func line(_ size: String) -> HTML {
    HTML("div", [.class("c-skeleton__line c-skeleton__line--\(size)")])
  }
}
