/// Children side by side; wraps in narrow cards.
enum Row: ComponentRenderer {
  static let entry = ComponentEntry(
    .row,
    [
      Shapes.required(.children, .nodes), Shapes.optional(.gap, Shapes.gap),
      Shapes.optional(.align, .words(["start", "center", "end", "stretch", "baseline"])),
      Shapes.optional(.justify, .words(["start", "center", "end", "between"])),
      Shapes.optional(.wrap, .flag),
    ],
    note: "Children side by side; wraps on narrow cards.",
    skeleton: .row, isContainer: true,
    samples: [
      ("Three figures", ["type": "row", "children": ComponentEntry.threeFigures, "gap": "lg"])
    ])

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

extension Component {
  /// Children side by side; wraps in narrow cards.
  public static let row = Component(named: "row")
}
