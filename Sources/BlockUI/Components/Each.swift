/// Its children once for each row.
enum Each: ComponentRenderer {
  static let entry = ComponentEntry(
    .each,
    [
      Shapes.required(.data, .binding), Shapes.required(.children, .nodes, perRow: true),
      Shapes.optional(.as, .name(.rowName)),
      Shapes.optional(.layout, .words(["column", "row", "grid"])),
      Shapes.optional(.columns, .integer(1...6)), Shapes.optional(.gap, Shapes.gap),
      Shapes.optional(.limit, .integer(1...200)), Shapes.optional(.empty, Shapes.empty),
    ],
    note:
      "Repeats children for each element of data: `item` (or the name in `as`), 1-based `index`.",
    skeleton: .stack, isContainer: true,
    samples: [
      (
        "A part for each city",
        [
          "type": "each", "data": "${cities}", "limit": 4, "gap": "sm",
          "children": [
            [
              "type": "stat", "label": "${item.name}", "value": "${item.temperature}",
              "unit": "°C",
            ]
          ],
        ]
      )
    ])

  private static func scopes(
    _ node: Node, _ painter: Painter, _ scope: Scope
  ) -> (scopes: [Scope], more: Int) {
    let (rows, more) = painter.rows(node, scope, atMost: 100)
    let name = node.properties.word(.as)
    return (rows.enumerated().map { scope.row($1, index: $0 + 1, as: name) }, more)
  }

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let (scopes, more) = scopes(node, painter, scope)
    guard !scopes.isEmpty else { return EmptyNote.part(node, painter, scope) }
    let layout = node.properties.word(.layout) ?? "column"
    let kind =
      layout == "grid" ? "c-grid \(Arrangement.columns(node.properties))" : "c-\(layout)"
    let children = node.properties.nodes(.children)
    return HTML("div", [.class("c-each", kind, Arrangement.gap(node.properties))]) {
      for scope in scopes {
        HTML("div", class: "c-each__item") { HTML(painter.html(children, scope)) }
      }
      MoreRows.html(more)
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let (scopes, more) = scopes(node, painter, scope)
    guard !scopes.isEmpty else { return EmptyNote.partText(node, painter, scope) }
    let children = node.properties.nodes(.children)
    return scopes.flatMap { painter.text(children, $0) } + MoreRows.text(more)
  }
}

extension Component {
  /// Its children once for each row.
  public static let each = Component(named: "each")
}
