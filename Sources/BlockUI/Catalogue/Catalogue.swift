/// THE table of the UI language: checker, JSON Schema, prompt sheet and docs are made from it.
public enum Catalogue {
  /// The major version, `"ui": 1`.
  public static let version = 1
  /// Major and minor: what a block version records as the catalogue it was checked with.
  public static let fullVersion = "1.0"

  static func shape(of component: Component) -> ComponentShape { shapes[component] ?? row }

  private static let shapes = Dictionary(
    uniqueKeysWithValues: components.map { ($0.component, $0) })

  /// All components, in the order of the documentation.
  static let components: [ComponentShape] =
    [row] + layoutComponents + textComponents + dataComponents + stateComponents

  private typealias S = Shapes

  private static func component(
    _ component: Component, _ properties: [PropertyRule],
    oneOf alternatives: [ObjectShape.Alternative] = [], _ note: String
  ) -> ComponentShape {
    ComponentShape(
      component: component,
      shape: ObjectShape(
        name: component.rawValue, properties: properties + Shapes.common,
        alternatives: alternatives),
      note: note)
  }

  private static let row = component(
    .row,
    [
      S.required(.children, .nodes), S.optional(.gap, S.gap),
      S.optional(.align, .words(["start", "center", "end", "stretch", "baseline"])),
      S.optional(.justify, .words(["start", "center", "end", "between"])),
      S.optional(.wrap, .flag),
    ], "Children side by side; wraps on narrow cards.")

  private static let layoutComponents: [ComponentShape] = [
    component(
      .column,
      [
        S.required(.children, .nodes), S.optional(.gap, S.gap), S.optional(.align, S.crossAlign),
      ], "Children stacked."),
    component(
      .grid,
      [
        S.required(.children, .nodes), S.required(.columns, .integer(1...6)),
        S.optional(.gap, S.gap),
      ], "Equal columns; collapses to fewer columns when narrow."),
    component(
      .section,
      [S.required(.children, .nodes), S.optional(.title), S.optional(.collapsed, .flag)],
      "Titled group; collapsed makes it foldable."),
    component(
      .tabs, [S.required(.tabs, .list(.object(S.tab), 1...8))],
      "Alternative views of the same block."),
    component(
      .each,
      [
        S.required(.data, .binding), S.required(.children, .nodes, perRow: true),
        S.optional(.as, .name(.rowName)), S.optional(.layout, .words(["column", "row", "grid"])),
        S.optional(.columns, .integer(1...6)), S.optional(.gap, S.gap),
        S.optional(.limit, .integer(1...200)), S.optional(.empty, S.empty),
      ],
      "Repeats children once per element of data; the element is `item` (or the name in `as`), "
        + "its 1-based position is `index`."),
    component(.divider, [S.optional(.label)], "Thin line."),
  ]

  private static let textComponents: [ComponentShape] = [
    component(
      .text,
      [
        S.required(.text), S.optional(.size, .words(["xs", "sm", "md", "lg", "xl", "2xl"])),
        S.optional(.weight, .words(["normal", "medium", "bold"])), S.optional(.tone, .tone),
        S.optional(.align, S.textAlign), S.optional(.lines, .integer(1...20)),
        S.optional(.mono, .flag),
      ], "One paragraph of plain text."),
    component(
      .heading,
      [S.required(.text), S.optional(.level, .integer(1...3)), S.optional(.href, .url)],
      "Heading inside the card."),
    component(
      .markdown, [S.required(.text, .text(.longText)), S.optional(.lines, .integer(1...200))],
      "CommonMark subset: emphasis, links, lists, code, quotes. No HTML, no images."),
    component(.link, [S.required(.text), S.required(.href, .url)], "Text link."),
    component(
      .badge,
      [
        S.required(.text), S.optional(.tone, .tone), S.optional(.icon, .text(.icon)),
        S.optional(.href, .url), S.optional(.dot, .flag),
      ], "Small label."),
    component(
      .time,
      [
        S.optional(.value, .value),
        S.optional(.mode, .words(["relative", "countdown", "elapsed", "clock"])),
        S.optional(.label), S.optional(.format, .format), S.optional(.done),
        S.optional(.tone, .tone), S.optional(.size, .words(["sm", "md", "lg", "xl", "2xl"])),
      ], oneOf: [.has([.value]), .word(.mode, "clock")],
      "A moment that ticks in the browser; needs value unless mode is clock."),
    component(
      .log,
      [S.required(.text), S.optional(.lines, .integer(1...500)), S.optional(.wrap, .flag)],
      "Monospaced lines; text, or a binding to a list of lines."),
    component(
      .image,
      [
        S.required(.src, .url), S.required(.alt, .text(.alt)), S.optional(.href, .url),
        S.optional(.ratio, .words(["auto", "1:1", "4:3", "3:2", "16:9", "2:3"])),
        S.optional(.fit, .words(["cover", "contain"])),
        S.optional(.size, .words(["icon", "sm", "md", "lg", "full"])),
        S.optional(.shape, .words(["square", "rounded", "circle"])), S.optional(.caption),
      ],
      "Picture through the host's image proxy; alt is required (\"\" = decorative)."),
  ]

  private static let dataComponents: [ComponentShape] = [
    component(
      .stat,
      [
        S.required(.label), S.required(.value, .value), S.optional(.format, .format),
        S.optional(.unit, .text(.unit)), S.optional(.icon, .text(.icon)),
        S.optional(.tone, .tone), S.optional(.href, .url), S.optional(.note),
        S.optional(.delta, .object(S.delta)), S.optional(.spark, .object(S.spark)),
      ], "One big number."),
    component(
      .keyvalue,
      [
        S.optional(.items, .list(.object(S.item), 1...50)), S.optional(.data, .binding),
        S.optional(.label, S.template, perRow: true), S.optional(.value, .value, perRow: true),
        S.optional(.format, .format), S.optional(.tone, .tone, perRow: true),
        S.optional(.href, .url, perRow: true),
        S.optional(.layout, .words(["rows", "grid", "inline"])),
        S.optional(.limit, .integer(1...200)), S.optional(.empty, S.empty),
      ], oneOf: [.has([.items]), .has([.data, .label, .value])],
      "Label/value pairs: fixed `items`, or `data` + label + value."),
    component(
      .table,
      [
        S.required(.data, .binding), S.required(.columns, S.columns), S.optional(.caption),
        S.optional(.limit, .integer(1...500)), S.optional(.sortable, .flag),
        S.optional(.search, .flag), S.optional(.dense, .flag),
        S.optional(.href, .url, perRow: true), S.optional(.rowTone, .tone, perRow: true),
        S.optional(.empty, S.empty),
      ], "Rows and columns."),
    component(
      .list,
      [
        S.required(.data, .binding), S.required(.title, S.template, perRow: true),
        S.optional(.subtitle, S.template, perRow: true),
        S.optional(.text, S.template, perRow: true),
        S.optional(
          .meta, .either([S.template, .list(S.template, 1...6)], .texts), perRow: true),
        S.optional(.href, .url, perRow: true), S.optional(.icon, .text(.icon), perRow: true),
        S.optional(.image, .url, perRow: true), S.optional(.imageAlt, S.template, perRow: true),
        S.optional(.badge, .object(S.badge), perRow: true),
        S.optional(.trailing, .object(S.trailing), perRow: true), S.optional(.ordered, .flag),
        S.optional(.limit, .integer(1...200)), S.optional(.collapse, .integer(1...50)),
        S.optional(.size, S.extents), S.optional(.layout, .words(["rows", "cards", "inline"])),
        S.optional(.lines, .integer(1...10)), S.optional(.empty, S.empty),
      ], "Items with a title line; the usual choice for feeds."),
    component(
      .chart,
      [
        S.required(
          .kind, .words(["line", "area", "bar", "pie", "donut", "scatter", "sparkline"])),
        S.required(.data, .binding), S.optional(.x, S.channel), S.required(.y, S.channels),
        S.optional(.series, S.channel), S.optional(.size, S.channel),
        S.optional(.toneField, .field), S.optional(.title),
        S.optional(.stack, .flagOr(["percent"])), S.optional(.horizontal, .flag),
        S.optional(.smooth, .flag), S.optional(.points, .flag), S.optional(.height, S.extents),
        S.optional(.legend, .words(["auto", "none", "bottom", "right"])),
        S.optional(.refs, .list(.object(S.reference), 1...5)), S.optional(.alt),
        S.optional(.limit, .integer(2...5000)), S.optional(.empty, S.empty),
      ],
      "Chart of a list of rows; x, y, series name fields of a row; x is needed except in a "
        + "sparkline."),
    component(
      .progress,
      [
        S.required(.value, .value), S.optional(.min, .value), S.optional(.max, .value),
        S.optional(.label), S.optional(.note), S.optional(.format, .format),
        S.optional(.tone, .tone), S.optional(.shape, .words(["bar", "ring"])),
      ], "Share of a whole."),
    component(
      .strip,
      [
        S.required(.data, .binding), S.required(.tone, .tone, perRow: true),
        S.optional(.text, S.template, perRow: true), S.optional(.label),
        S.optional(.limit, .integer(1...400)), S.optional(.wrap, .flag),
        S.optional(.empty, S.empty),
      ], "Row of small coloured cells, one per element: uptime per day, streaks."),
    component(
      .timeline,
      [
        S.required(.data, .binding), S.required(.time, .value, perRow: true),
        S.required(.title, S.template, perRow: true),
        S.optional(.text, S.template, perRow: true), S.optional(.href, .url, perRow: true),
        S.optional(.icon, .text(.icon), perRow: true), S.optional(.tone, .tone, perRow: true),
        S.optional(.format, .format), S.optional(.limit, .integer(1...200)),
        S.optional(.empty, S.empty),
      ], "Events in time order."),
    component(
      .calendar,
      [
        S.required(.data, .binding), S.required(.date, .value, perRow: true),
        S.optional(.end, .value, perRow: true), S.required(.title, S.template, perRow: true),
        S.optional(.href, .url, perRow: true), S.optional(.tone, .tone, perRow: true),
        S.optional(.view, .words(["month", "week", "agenda"])), S.optional(.empty, S.empty),
      ], "Month, week or agenda of dated items."),
  ]

  private static let stateComponents: [ComponentShape] = [
    component(
      .callout,
      [
        S.required(.text), S.optional(.title), S.optional(.tone, .tone),
        S.optional(.icon, .text(.icon)), S.optional(.href, .url),
      ], "Notice box."),
    component(
      .empty, [S.required(.text), S.optional(.title), S.optional(.icon, .text(.icon))],
      "Placeholder for a part with nothing to show."),
    component(
      .form,
      [
        S.required(.params, .list(.name(.identifier), 1...12)),
        S.optional(.submit, .text(.label)), S.optional(.layout, .words(["row", "column"])),
      ], "Inputs for the block's parameters; saving runs the block again."),
    component(
      .button,
      [
        S.required(.text), S.required(.action, .name(.action)), S.optional(.args, .arguments),
        S.optional(.icon, .text(.icon)), S.optional(.tone, .tone),
      ], "Calls on_action(action, args) of the script, then shows the new data."),
    component(
      .checkbox,
      [
        S.required(.label), S.required(.checked, .value), S.required(.action, .name(.action)),
        S.optional(.args, .arguments),
      ], "A tick that calls on_action(action, args); checked is bound to the data."),
  ]
}
