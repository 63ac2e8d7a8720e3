/// Alternative views; without script all are visible, one after the other.
enum Tabs: ComponentRenderer {
  static let entry = ComponentEntry(
    .tabs,
    [Shapes.required(.tabs, .list(.object(Shapes.tab), 1...8))],
    note: "Alternative views of the same block.",
    skeleton: .firstTab, isContainer: true,
    samples: [
      (
        "Two views",
        [
          "type": "tabs",
          "tabs": [
            ["label": "Figures", "children": ComponentEntry.threeFigures],
            [
              "label": "Words",
              "children": [["type": "text", "text": "Dry and mild, with a little wind."]],
            ],
          ],
        ]
      )
    ])

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let tabs = node.properties.objects(.tabs).filter { painter.holds($0, scope) }
    let id = painter.nextID("tabs")
    return HTML(
      "div", [.class("c-tabs"), Attribute("data-tabs", ""), Attribute("data-keep", node.pointer)]
    ) {
      HTML("div", [.class("c-tabs__list"), Attribute("role", "tablist")]) {
        for (index, tab) in tabs.enumerated() {
          HTML(
            "button",
            [
              .class("c-tabs__tab"), Attribute("type", "button"), Attribute("role", "tab"),
              .id("\(id)-tab-\(index)"), Attribute("aria-controls", "\(id)-panel-\(index)"),
              Attribute("aria-selected", index == 0 ? "true" : "false"),
            ]
          ) { HTML(painter.text(tab, .label, scope)) }
        }
      }
      for (index, tab) in tabs.enumerated() {
        HTML(
          "div",
          [
            .class("c-tabs__panel"), Attribute("role", "tabpanel"), .id("\(id)-panel-\(index)"),
            Attribute("aria-labelledby", "\(id)-tab-\(index)"),
          ]
        ) { HTML(painter.html(tab.nodes(.children), scope)) }
      }
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    node.properties.objects(.tabs).filter { painter.holds($0, scope) }.flatMap { tab in
      ["<\(painter.text(tab, .label, scope))>"]
        + TextLine.indented(painter.text(tab.nodes(.children), scope))
    }
  }
}

extension Component {
  /// Alternative views; without script all are visible, one after the other.
  public static let tabs = Component(named: "tabs")
}
