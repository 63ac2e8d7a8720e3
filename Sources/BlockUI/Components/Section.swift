/// A titled group; foldable when `collapsed` is given.
enum Section: ComponentRenderer {
  static let entry = ComponentEntry(
    .section,
    [
      Shapes.required(.children, .nodes), Shapes.optional(.title),
      Shapes.optional(.collapsed, .flag),
    ],
    note: "Titled group; collapsed makes it foldable.",
    skeleton: .stack, isContainer: true,
    samples: [
      (
        "With a title",
        ["type": "section", "title": "Today", "children": ComponentEntry.threeFigures]
      )
    ])

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

extension Component {
  /// A titled group; foldable when `collapsed` is given.
  public static let section = Component(named: "section")
}
