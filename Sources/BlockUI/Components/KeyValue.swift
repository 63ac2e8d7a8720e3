/// Labels with values: fixed ones, or one for each row.
enum KeyValue: ComponentRenderer {
  static let entry = ComponentEntry(
    .keyvalue,
    [
      Shapes.optional(.items, .list(.object(Shapes.item), 1...50)),
      Shapes.optional(.data, .binding),
      Shapes.optional(.label, Shapes.template, perRow: true),
      Shapes.optional(.value, .value, perRow: true),
      Shapes.optional(.format, .format), Shapes.optional(.tone, .tone, perRow: true),
      Shapes.optional(.href, .url, perRow: true),
      Shapes.optional(.layout, .words(["rows", "grid", "inline"])),
      Shapes.optional(.limit, .integer(1...200)), Shapes.optional(.empty, Shapes.empty),
    ], oneOf: [.has([.items]), .has([.data, .label, .value])],
    note: "Label/value pairs: fixed `items`, or `data` + label + value.",
    skeleton: .lines,
    samples: [
      (
        "A pair for each row",
        [
          "type": "keyvalue", "data": "${cities}", "label": "${item.name}",
          "value": "${item.temperature}", "format": "number:1",
        ]
      ),
      (
        "Fixed pairs",
        [
          "type": "keyvalue",
          "items": [
            ["label": "Version", "value": "3.12.4", "href": "https://example.org/"],
            ["label": "Size", "value": 148_000_000, "format": "bytes"],
            ["label": "Build", "value": "passing", "tone": "success"],
            ["label": "Licence", "value": "${none}"],
          ],
        ]
      ),
    ])

  private struct Pair {
    var label: String
    var value: String?
    var tone: ToneName
    var url: PageURL?
  }

  private static func pairs(
    _ node: Node, _ painter: Painter, _ scope: Scope
  ) -> (pairs: [Pair], more: Int) {
    let properties = node.properties
    guard properties.has(.data) else {
      let items = properties.objects(.items).filter { painter.holds($0, scope) }
      return (items.map { pair($0, painter, scope) }, 0)
    }
    let (rows, more) = painter.rows(node, scope, atMost: 200)
    return (
      rows.enumerated().map { pair(properties, painter, scope.row($1, index: $0 + 1)) }, more
    )
  }

  private static func pair(_ item: Properties, _ painter: Painter, _ scope: Scope) -> Pair {
    Pair(
      label: painter.text(item, .label, scope), value: painter.shown(item, scope),
      tone: painter.tone(item, own: painter.value(item, .value, scope), in: scope),
      url: painter.link(item.template(.href), scope))
  }

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let (pairs, more) = pairs(node, painter, scope)
    guard !pairs.isEmpty else { return EmptyNote.part(node, painter, scope) }
    let layout = node.properties.word(.layout) ?? "rows"
    let list = HTML("dl", [.class("c-keyvalue c-keyvalue--\(layout)")]) {
      for pair in pairs {
        HTML("div", class: "c-keyvalue__pair") {
          HTML("dt") { HTML(pair.label) }
          HTML("dd", [.class(ToneClass.text(pair.tone))]) {
            LinkedText.html(MissingValue.html(pair.value), pair.url)
            ToneWord.html(pair.tone)
          }
        }
      }
    }
    return list + (MoreRows.html(more) ?? HTML())
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let (pairs, more) = pairs(node, painter, scope)
    guard !pairs.isEmpty else { return EmptyNote.partText(node, painter, scope) }
    return pairs.map { "\($0.label): \(TextLine.mark($0.tone))\($0.value ?? "–")" }
      + MoreRows.text(more)
  }
}

extension Component {
  /// Labels with values: fixed ones, or one for each row.
  public static let keyvalue = Component(named: "keyvalue")
}
