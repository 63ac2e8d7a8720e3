extension CompiledSpec {
  /// Grey shapes in the form of the card to come, while the first run is under way.
  public func renderSkeleton() -> HTML {
    HTML("div", [.class("c-skeleton"), .decorative]) {
      for node in body.prefix(6) { Self.shape(node, depth: 0) }
    }
  }

  private static func shape(_ node: Node, depth: Int) -> HTML {
    guard depth < 4, case .component(let component) = node.kind else { return line("md") }
    func shapes(_ nodes: [Node]) -> [HTML] {
      nodes.prefix(4).map { shape($0, depth: depth + 1) }
    }
    switch Catalogue.entry(of: component).skeleton {
    case .row:
      return HTML("div", class: "c-skeleton__row") {
        for part in shapes(node.properties.nodes(.children)) { part }
      }
    case .stack: return HTML(shapes(node.properties.nodes(.children)))
    case .firstTab:
      return HTML(shapes(node.properties.objects(.tabs).first?.nodes(.children) ?? []))
    case .lines: return HTML((0..<5).map { line($0 % 2 == 0 ? "lg" : "md") })
    case .line: return line("md")
    case .box: return HTML("div", class: "c-skeleton__box")
    case .figure: return HTML("div", class: "c-skeleton__stat")
    case .nothing: return HTML()
    }
  }

  private static func line(_ size: String) -> HTML {
    HTML("div", [.class("c-skeleton__line c-skeleton__line--\(size)")])
  }
}
