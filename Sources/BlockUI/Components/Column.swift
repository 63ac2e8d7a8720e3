/// Children stacked.
enum Column: ComponentRenderer {
  static let entry = ComponentEntry(
    .column,
    [
      Shapes.required(.children, .nodes), Shapes.optional(.gap, Shapes.gap),
      Shapes.optional(.align, Shapes.crossAlign),
    ],
    note: "Children stacked.",
    skeleton: .stack, isContainer: true,
    samples: [
      ("Three figures", ["type": "column", "children": ComponentEntry.threeFigures, "gap": "sm"])
    ])

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

extension Component {
  /// Children stacked.
  public static let column = Component(named: "column")
}
