extension Painter {
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
      case .component(let component): return renderer(component).text(node, self, scope)
      case .unknown(let name): return ["(\(Placeholder.sentence(name)))"]
      }
    }
  }

  private func html(_ node: Node, _ scope: Scope) -> HTML {
    switch node.kind {
    case .component(let component):
      let renderer = renderer(component)
      let html = renderer.html(node, self, scope)
      // What containers hold was counted already.
      guard renderer.entry.isContainer || admits(html) else {
        return Placeholder.tooLarge
      }
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
