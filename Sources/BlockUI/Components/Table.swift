import BlockModel

/// Rows and columns.
enum Table: ComponentRenderer {
  static let entry = ComponentEntry(
    .table,
    [
      Shapes.required(.data, .binding), Shapes.required(.columns, Shapes.columns),
      Shapes.optional(.caption),
      Shapes.optional(.limit, .integer(1...500)), Shapes.optional(.sortable, .flag),
      Shapes.optional(.search, .flag), Shapes.optional(.dense, .flag),
      Shapes.optional(.href, .url, perRow: true), Shapes.optional(.rowTone, .tone, perRow: true),
      Shapes.optional(.empty, Shapes.empty),
    ],
    note: "Rows and columns.",
    skeleton: .lines,
    samples: [
      (
        "Columns of every kind",
        [
          "type": "table", "data": "${cities}", "caption": "Weather by city",
          "href": "https://example.org/?q=${item.name}",
          "columns": [
            ["header": "", "field": "picture", "kind": "image"],
            ["header": "City", "field": "name"],
            [
              "header": "°C", "field": "temperature", "format": "number:1", "align": "end",
              "tone": ["steps": [["from": 25, "tone": "warning"]]],
            ],
            [
              "header": "Sky", "field": "sky", "kind": "badge",
              "tone": ["map": ["sunny": "success", "storm": "danger"], "else": "neutral"],
            ],
            ["header": "Humidity", "field": "humidity", "kind": "progress", "format": "percent"],
            ["header": "Seen", "field": "seen", "format": "relative"],
          ],
        ]
      ),
      (
        "Columns out of the data",
        [
          "type": "table", "data": "${cities}", "columns": "${columns}", "search": true,
          "sortable": true,
        ]
      ),
    ])

  /// A column with what is the same in all of its cells.
  private struct Column {
    let properties: Properties
    let field: Path?
    let kind: String
    let classes: String
    let clamp: String
    let isRelative: Bool

    init(_ properties: Properties) {
      self.properties = properties
      field = properties.field(.field)
      kind = properties.word(.kind) ?? "text"
      let align = properties.word(.align).map { "u-text-align-\($0)" } ?? ""
      let width = properties.word(.width).map { "c-table__col--\($0)" } ?? ""
      classes = [align, width].filter { !$0.isEmpty }.joined(separator: " ")
      clamp = Clamp.name(properties)
      isRelative = properties.format(.format)?.name == .relative
    }
  }

  private struct Cell {
    var shown: String?
    var value: JSONValue?
    var tone: ToneName
    var url: PageURL?
    var image: PageURL?
  }

  private static func columns(_ node: Node, _ painter: Painter, _ scope: Scope) -> [Column] {
    if let bound = node.properties.template(.columns),
      let list = bound.value(in: scope, format: painter.formatter)
    {
      return painter.columns(list).map(Column.init)
    }
    return node.properties.objects(.columns).map(Column.init)
  }

  private static func cell(_ column: Column, _ painter: Painter, _ scope: Scope) -> Cell {
    let properties = column.properties
    let value =
      column.field.map { scope.value(at: $0) } ?? painter.value(properties, .text, scope)
    let shown: String? =
      if column.field != nil {
        value.map { painter.shown(cell: $0, properties, scope) }
      } else {
        painter.string(properties.template(.text), scope)
      }
    return Cell(
      shown: shown, value: value, tone: painter.tone(properties, own: value, in: scope),
      url: painter.link(properties.template(.href), scope),
      image: column.kind == "image"
        ? value?.plainText.flatMap { painter.image(Template(literal: .string($0)), scope) } : nil)
  }

  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML {
    let (rows, more) = painter.rows(node, scope, atMost: 500)
    guard !rows.isEmpty else { return EmptyNote.part(node, painter, scope) }
    let properties = node.properties
    let columns = columns(node, painter, scope)
    var attributes = [
      Attribute.class("c-table", properties.flag(.dense) == true ? "c-table--dense" : "")
    ]
    if properties.flag(.sortable) == true { attributes.append(.flag("data-sortable")) }
    let table = HTML("table", attributes) {
      if let caption = painter.string(properties.template(.caption), scope) {
        HTML("caption", class: "u-hidden") { HTML(caption) }
      }
      HTML("thead") {
        HTML("tr") {
          for column in columns {
            if let header = painter.string(column.properties.template(.header), scope),
              !header.isEmpty
            {
              HTML("th", [Attribute("scope", "col"), .class(column.classes)]) { HTML(header) }
            } else {
              HTML("td", [.class(column.classes)]) {}
            }
          }
        }
      }
      HTML("tbody") {
        for (index, row) in rows.enumerated() {
          self.row(columns, properties, painter, scope.row(row, index: index + 1))
        }
      }
    }
    let wrapped = HTML(
      "div",
      [
        .class("c-table__wrap"), Attribute("data-keep", node.pointer), Attribute("tabindex", "0"),
        Attribute("role", "region"),
        .label(painter.string(properties.template(.caption), scope) ?? "Table"),
      ]
    ) { table }
    let search = properties.flag(.search) == true ? searchField(painter) : HTML()
    return HTML("div", class: "c-table__box") {
      search
      wrapped
      MoreRows.html(more)
    }
  }

  private static func searchField(_ painter: Painter) -> HTML {
    HTML(
      "input",
      [
        .class("c-table__search"), Attribute("type", "search"), .flag("data-search"),
        .id(painter.nextID("search")), .label("Search in the table"),
        Attribute("placeholder", "Search"),
      ])
  }

  private static func row(
    _ columns: [Column], _ table: Properties, _ painter: Painter, _ scope: Scope
  ) -> HTML {
    let tone = painter.tone(table, from: .rowTone, in: scope)
    let url = painter.link(table.template(.href), scope)
    // The link of a row is on what names it, and a picture has no words.
    let named = columns.firstIndex { $0.kind != "image" } ?? 0
    return HTML("tr", [.class(tone == .neutral ? "" : ToneClass.block(tone))]) {
      for (index, column) in columns.enumerated() {
        let cell = self.cell(column, painter, scope)
        HTML("td", attributes(cell, column)) {
          content(cell, column, index == named ? cell.url ?? url : cell.url, painter)
        }
      }
    }
  }

  /// Numbers and times sort by their value, not by how they look.
  private static func attributes(_ cell: Cell, _ column: Column) -> [Attribute] {
    var attributes = [Attribute.class(column.classes)]
    if let number = cell.value?.numeric { attributes.append(Attribute("data-value", "\(number)")) }
    return attributes
  }

  private static func content(
    _ cell: Cell, _ column: Column, _ url: PageURL?, _ painter: Painter
  ) -> HTML {
    switch column.kind {
    case "badge" where cell.shown != nil:
      return Badge.html(cell.shown ?? "", cell.tone, url: url)
    case "image":
      guard let image = cell.image else { return MissingValue.html(nil) }
      return LinkedText.html(
        HTML(
          "img",
          [
            .class("c-table__image"), .url("src", image),
            Attribute("alt", url == nil ? "" : "Open"),
            Attribute("loading", "lazy"),
          ]),
        url)
    case "progress" where cell.value?.numeric != nil:
      return Progress.bar(
        cell.value?.numeric ?? 0, from: 0, to: column.properties.number(.max) ?? 100,
        tone: cell.tone,
        label: cell.shown ?? "")
        + HTML("span", class: "c-table__number") { HTML(cell.shown ?? "") }
    default:
      let text = HTML("span", [.class(ToneClass.text(cell.tone), column.clamp)]) {
        if column.isRelative,
          let time = cell.value?.time(in: painter.context.timeZone)
        {
          TickingText.html(time, painter)
        } else {
          MissingValue.html(cell.shown)
        }
        ToneWord.html(cell.tone)
      }
      return LinkedText.html(text, url)
    }
  }

  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String] {
    let (rows, more) = painter.rows(node, scope, atMost: 500)
    guard !rows.isEmpty else { return EmptyNote.partText(node, painter, scope) }
    let columns = columns(node, painter, scope)
    let header = columns.map { painter.string($0.properties.template(.header), scope) ?? "" }
    let cells = rows.enumerated().map { index, row in
      columns.map { column in
        let cell = cell(column, painter, scope.row(row, index: index + 1))
        return TextLine.mark(cell.tone) + (cell.shown ?? "–").replacing("\n", with: " ")
      }
    }
    let ends = columns.indices.filter { columns[$0].properties.word(.align) == "end" }
    return TextLine.columns([header] + cells, ends: Set(ends)) + MoreRows.text(more)
  }
}

extension Component {
  /// Rows and columns.
  public static let table = Component(named: "table")
}
