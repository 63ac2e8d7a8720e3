/// The objects inside components.
enum Shapes {
  static let gap = PropertyKind.words(["none", "sm", "md", "lg"])
  static let crossAlign = PropertyKind.words(["start", "center", "end", "stretch"])
  static let textAlign = PropertyKind.words(["start", "center", "end"])
  static let extents = PropertyKind.words(["sm", "md", "lg"])
  static let template = PropertyKind.text(.template)

  static func required(
    _ name: PropertyName, _ kind: PropertyKind = template, perRow: Bool = false
  ) -> PropertyRule {
    PropertyRule(name: name, kind: kind, isRequired: true, isPerRow: perRow)
  }

  static func optional(
    _ name: PropertyName, _ kind: PropertyKind = template, perRow: Bool = false
  ) -> PropertyRule {
    PropertyRule(name: name, kind: kind, isPerRow: perRow)
  }

  /// What every component takes, after its own properties.
  static let common: [PropertyRule] = [
    optional(.id, .name(.id)), optional(.when, .condition), optional(.span, .integer(1...6)),
    optional(.grow, .flag), optional(.tooltip),
  ]

  static let emptyObject = ObjectShape(
    name: "emptyObject", properties: [required(.text), optional(.icon, .text(.icon))])

  static let empty = PropertyKind.either([.text(.emptyText), .object(emptyObject)], .emptyState)

  static let rootEmpty = ObjectShape(
    name: "rootEmpty",
    properties: [
      required(.text), optional(.when, .condition), optional(.icon, .text(.icon)),
      optional(.hide, .flag),
    ])

  static let channelObject = ObjectShape(
    name: "channelObject",
    properties: [
      required(.field, .field), optional(.label, .text(.label)),
      optional(.type, .words(["quantitative", "temporal", "nominal", "ordinal"])),
      optional(.format, .format), optional(.unit, .text(.unit)), optional(.min, .number),
      optional(.max, .number), optional(.zero, .flag),
      optional(.scale, .words(["linear", "log"])), optional(.tone, .toneName),
    ])

  static let channel = PropertyKind.either([.field, .object(channelObject)], .channel)
  static let channels = PropertyKind.either(
    [.field, .object(channelObject), .list(channel, 1...8)], .channels)

  static let column = ObjectShape(
    name: "column",
    properties: [
      required(.header, .text(.alt)), optional(.field, .field),
      optional(.text, template, perRow: true),
      optional(.kind, .words(["text", "badge", "image", "progress"])),
      optional(.format, .format), optional(.unit, .text(.unit), perRow: true),
      optional(.tone, .tone, perRow: true), optional(.href, .url, perRow: true),
      optional(.align, textAlign), optional(.max, .value, perRow: true),
      optional(.width, extents), optional(.lines, .integer(1...10)),
    ],
    alternatives: [.has([.field]), .has([.text])])

  static let columns = PropertyKind.either(
    [.list(.object(column), 1...12), .binding], .columns)

  static let tab = ObjectShape(
    name: "tab",
    properties: [
      required(.label), optional(.when, .condition), required(.children, .nodes),
    ])

  static let item = ObjectShape(
    name: "item",
    properties: [
      required(.label), required(.value, .value), optional(.format, .format),
      optional(.unit, .text(.unit)), optional(.tone, .tone), optional(.href, .url),
      optional(.when, .condition),
    ])

  static let delta = ObjectShape(
    name: "delta",
    properties: [
      required(.value, .value), optional(.format, .format), optional(.tone, .tone),
      optional(.label),
    ])

  static let spark = ObjectShape(
    name: "spark",
    properties: [
      required(.data, .binding), required(.y, .field), optional(.x, .field),
      optional(.kind, .words(["line", "area", "bar"])),
    ])

  static let badge = ObjectShape(
    name: "listBadge",
    properties: [required(.text), optional(.tone, .tone), optional(.when, .condition)])

  static let trailing = ObjectShape(
    name: "trailing",
    properties: [
      required(.value, .value), optional(.format, .format), optional(.unit, .text(.unit)),
      optional(.tone, .tone),
    ])

  static let reference = ObjectShape(
    name: "reference",
    properties: [required(.value, .value), optional(.label), optional(.tone, .tone)])

  static let option = ObjectShape(
    name: "optionObject",
    properties: [
      required(.value, .plain([.string, .number], maximum: 200)),
      required(.label, .plain([.string], maximum: 200)),
    ])

  /// A setting in the root of an old spec; new blocks declare theirs in the manifest.
  static let param = ObjectShape(
    name: "param",
    properties: [
      required(.name, .name(.identifier)),
      required(.type, .words(["text", "number", "boolean", "choice", "date"])),
      required(.label, .plain([.string], maximum: 60)),
      optional(.default, .plain([.string, .number, .boolean, .null], maximum: 2000)),
      optional(
        .options,
        .list(
          .either([.plain([.string, .number], maximum: 200), .object(option)], .option), 1...50)),
      optional(.min, .number), optional(.max, .number), optional(.step, .number),
      optional(.placeholder, .plain([.string], maximum: 80)),
      optional(.help, .plain([.string], maximum: 200)), optional(.required, .flag),
    ])

  static let root = ObjectShape(
    name: "root",
    properties: [
      optional(.schema, .plain([.string], maximum: 2000)), required(.ui, .version),
      optional(.title), optional(.subtitle), optional(.href, .url),
      optional(.icon, .text(.icon)),
      optional(.size, .words(CompiledSpec.Size.allCases.map(\.rawValue))),
      optional(.updated, .value), optional(.params, .list(.object(param), 1...12)),
      optional(.empty, .object(rootEmpty)), required(.body, .nodes),
    ])
}
