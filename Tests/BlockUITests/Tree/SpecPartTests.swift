import BlockModel
import Testing

@testable import BlockUI

@Suite("Specs written in Swift")
struct SpecPartTests {
  @Test("a card is written as the text a person would write")
  func card() {
    let columns = [
      SpecPart().with(.header, "Name").with(.field, .field("name")),
      SpecPart().with(.header, "Price").with(.field, .field("price"))
        .with(.format, FormatCall(.currency, ["EUR"])).with(.align, "end"),
    ]
    let card = SpecPart.card.with(.title, "Prices of ${today}").with(.size, "wide")
      .with(
        .body,
        [
          SpecPart(.table).with(.data, .data("rows")).with(.columns, columns)
            .with(.rowTone, .named(.muted)).with(.empty, "None.").with(.limit, nil)
        ])
    #expect(
      card.text == """
        {
          "ui": 1,
          "title": "Prices of $${today}",
          "size": "wide",
          "body": [
            {
              "type": "table",
              "data": "${rows}",
              "columns": [
                {
                  "header": "Name",
                  "field": "name"
                },
                {
                  "header": "Price",
                  "field": "price",
                  "format": "currency:EUR",
                  "align": "end"
                }
              ],
              "rowTone": "muted",
              "empty": "None."
            }
          ]
        }

        """)
    #expect(CompiledSpec.compile(card.text).report.text == "")
  }

  static let writtenTexts: [(template: Template, text: String)] = [
    ("plain", "plain"), ("", ""), ("cost ${x}", "cost $${x}"), ("$$", "$$"), ("$${", "$$${"),
    ("\(Binding.item("name"))", "${item.name}"),
    ("\(Binding.item("a", 0, "b c"))!", "${item.a[0]['b c']}!"),
    (
      "\(Binding.data("rows", -1, "t", format: FormatCall(.date, ["short"])))",
      "${rows[-1].t | date:short}"
    ),
    ("\(Binding.data("item"))", "${$.item}"), ("\(Binding.data("odd key"))", "${$['odd key']}"),
    ("\(Binding.data("it's"))", "${$[\"it's\"]}"),
    ("$\(Binding.data("price"))", "$\u{2060}${price}"), ("{{x}} {%", "{\u{2060}{x}} {\u{2060}%"),
    ("\("a${")\("b}")", "a$${b}"),
  ]

  @Test("texts and bindings are written so that they are read the same", arguments: writtenTexts)
  func templates(_ example: (template: Template, text: String)) throws {
    #expect(example.template.text == example.text)
    let read = try Template(parsing: example.text)
    #expect(read.bindings == example.template.bindings)
    #expect(read.text == example.text)
  }

  @Test("whatever text is put in is shown and never read")
  func anyText() throws {
    var random = SplitMix64(state: 7)
    let pieces = [
      "$", "{", "}", "${", "{{", "}}", "{%", "item.a", "|", " ", "\"", "\\", "é", "\n", "$${",
    ]
    for _ in 0..<2000 {
      let text = (0..<6).compactMap { _ in pieces.randomElement(using: &random) }.joined()
      let template: Template = "\(text)\(.data("a"))\(text)"
      let read = try Template(parsing: template.text)
      let shown = read.parts.map { part in
        switch part {
        case .text(let text): text.replacing("\u{2060}", with: "")
        case .binding: "•"
        }
      }
      #expect(shown.joined() == text + "•" + text, "\(template.text)")
    }
  }

  static let writtenTones: [JSONValue] = [
    "success", "sign", "sign-inverse", "${item.tone}",
    ["of": "${item.state}", "map": ["down": "danger", "up": "success"], "else": "muted"],
    ["map": ["true": "success"]],
    [
      "steps": [["from": 0.5, "tone": "warning"], ["from": 90, "tone": "danger"]],
      "else": "success",
    ],
  ]

  @Test("a tone is written as it was read", arguments: writtenTones)
  func tones(_ value: JSONValue) throws {
    #expect(try #require(Tone(specValue: value)).specValue == value)
  }

  @Test("a property that holds another kind of value is not read as this one")
  func otherKinds() throws {
    let tree = try SpecTree(
      parsing: #"{"ui": 1, "title": 5, "body": [{"type": "chart", "kind": "bar", "data": "${r}","#
        + #" "x": "day", "y": ["a", {"field": "b", "type": "text"}]}, {"type": "divider"}]}"#)
    let chart = try #require(tree.components.first)
    #expect(chart[.x] as Path? == .field("day"))
    #expect(chart[.x] as SpecPart? == nil)
    #expect(chart[.limit] == nil)
    #expect(chart[elements: .y].map(\.at) == ["/body/0/y/1"])
    #expect(chart[elements: .y][0].component == nil)
    #expect(tree.card[.title] == Template(literal: 5))
    #expect(tree.components.map(\.component) == [.chart, .divider])
  }

  /// Every property of the catalogue as Swift can write it.
  static let keys: [PropertyName: [any SpecValue.Type]] = {
    var keys: [PropertyName: [any SpecValue.Type]] = [:]
    func add<Value: SpecValue>(_ names: PropertyKey<Value>...) {
      for key in names { keys[key.name, default: []].append(Value.self) }
    }
    typealias K = PropertyKey<Template>
    add(
      K.alt, K.caption, K.checked, K.date, K.done, K.empty, K.end, K.header, K.href, K.icon,
      K.image,
      K.imageAlt, K.label, K.max, K.meta, K.min, K.note, K.src, K.submit, K.subtitle, K.text,
      K.time,
      K.title, K.tooltip, K.unit, K.updated, K.value)
    add(PropertyKey<[Template]>.meta)
    add(PropertyKey<Binding>.columns, .data)
    add(PropertyKey<Path>.field, .series, .size, .toneField, .x, .y)
    add(PropertyKey<Condition>.when)
    add(PropertyKey<FormatCall>.format)
    add(PropertyKey<Tone>.rowTone, .tone)
    add(
      PropertyKey<Bool>.collapsed, .dense, .dot, .grow, .hide, .horizontal, .mono, .ordered,
      .points,
      .search, .smooth, .sortable, .stack, .wrap, .zero)
    add(PropertyKey<Int>.collapse, .columns, .level, .limit, .lines, .span, .ui)
    add(PropertyKey<Double>.max, .min)
    add(
      PropertyKey<String>.action, .align, .as, .fit, .gap, .height, .id, .justify, .kind, .layout,
      .legend, .mode, .ratio, .scale, .shape, .size, .stack, .type, .view, .weight, .width)
    add(PropertyKey<[String]>.params)
    add(
      PropertyKey<SpecPart>.badge, .delta, .empty, .series, .size, .spark, .trailing, .x, .y)
    add(PropertyKey<[SpecPart]>.body, .children, .columns, .items, .refs, .tabs, .y)
    add(PropertyKey<Arguments>.args)
    return keys
  }()

  @Test("every property of the catalogue has a key, whose type is one of its kinds")
  func keysFitTheCatalogue() {
    var rules: [PropertyName: [PropertyKind]] = [:]
    var seen: Set<String> = []
    func visit(_ shape: ObjectShape) {
      guard seen.insert(shape.name + "\(shape.properties.count)").inserted else { return }
      for rule in shape.properties { visit(rule.name, rule.kind) }
    }
    func visit(_ name: PropertyName, _ kind: PropertyKind) {
      switch kind {
      case .either(let kinds, _): for kind in kinds { visit(name, kind) }
      case .object(let shape):
        rules[name, default: []].append(kind)
        visit(shape)
      case .list(let element, _):
        rules[name, default: []].append(kind)
        if case .object(let shape) = element { visit(shape) }
      default: rules[name, default: []].append(kind)
      }
    }
    // Settings in the root of old specs are not written any more.
    visit(
      ObjectShape(
        name: "root",
        properties: Shapes.root.properties.filter { ![.params, .schema].contains($0.name) }))
    for component in Catalogue.components { visit(component.shape) }
    for (name, kinds) in rules {
      for kind in kinds {
        let types = Self.keys[name] ?? []
        #expect(types.contains { Self.writes($0, kind) }, "\(name): \(kind) has no key")
      }
    }
    for (name, types) in Self.keys {
      for type in types {
        #expect(rules[name]?.contains { Self.writes(type, $0) } == true, "\(name): \(type)")
      }
    }
  }

  private static func writes(_ type: any SpecValue.Type, _ kind: PropertyKind) -> Bool {
    switch kind {
    case .text, .value, .url: type == Template.self
    case .binding: type == Binding.self
    case .condition: type == Condition.self
    case .format: type == FormatCall.self
    case .field: type == Path.self
    case .tone, .toneName: type == Tone.self
    case .words, .name: type == String.self
    case .flagOr: type == Bool.self || type == String.self
    case .flag: type == Bool.self
    case .integer, .version: type == Int.self
    case .number: type == Double.self
    case .object: type == SpecPart.self
    case .nodes: type == [SpecPart].self
    case .list(.object, _), .list(.either, _): type == [SpecPart].self
    case .list(.text, _): type == [Template].self
    case .list: type == [String].self
    case .arguments: type == Arguments.self
    case .plain, .either: false
    }
  }
}
