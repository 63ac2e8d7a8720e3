import BlockModel
import Testing

@testable import BlockUI

@Suite("Finding in a spec")
struct SpecFieldTests {
  static let spec = """
    {
      "ui": 1,
      "body": [
        { "type": "stat", "label": "Now", "value": "${price}", "format": "currency:EUR",
          "unit": "each", "note": "since ${start | date:year}",
          "spark": { "data": "${history}", "y": "close" } },
        { "type": "tabs", "tabs": [
          { "label": "List", "children": [
            { "type": "list", "data": "${rows}", "title": "${item.name} (${item.code})",
              "href": "${item.url}", "meta": ["${item.time | relative}", "of ${total}"],
              "trailing": { "value": "${item.price}", "format": "number:2", "unit": "€" },
              "badge": { "text": "${item.state}", "when": "item.hidden" } } ] },
          { "label": "Table", "children": [
            { "type": "table", "data": "${rows}", "columns": [
              { "header": "Name", "field": "name" },
              { "header": "Who", "text": "${item.user.name}" },
              { "header": "Name", "field": "name" } ] } ] } ] },
        { "type": "chart", "kind": "line", "data": "${rows}", "x": "time",
          "y": [ "price", { "field": "high", "label": "High", "format": "number" } ] },
        { "type": "keyvalue", "items": [ { "label": "Open", "value": "${open}", "unit": "€" } ] },
        { "type": "each", "data": "${groups}", "as": "group", "children": [
          { "type": "text", "text": "${group.name}: ${title}" },
          { "type": "list", "data": "${group.rows}", "title": "${item.x}" } ] }
      ]
    }
    """

  private func tree() throws -> SpecTree { try SpecTree(parsing: Self.spec) }

  private func described(_ field: SpecField) -> String {
    [
      field.path.origin == .row ? "@\(field.path.fieldText)" : field.path.text,
      field.rows.map { "of \($0.text)" }, field.label.map { "‘\($0.text)’" }, field.format?.text,
      field.unit?.text, field.at,
    ].compactMap(\.self).joined(separator: " ")
  }

  @Test("what is shown is told with its label, format, unit and place")
  func fields() throws {
    let all = try tree().components.map { $0.fields.map(described) }
    #expect(
      all == [
        [
          "price ‘Now’ currency:EUR each /body/0/value", "start date:year /body/0/note",
          "@close of history /body/0/spark/y",
        ],
        [],
        [
          "@name of rows /body/1/tabs/0/children/0/title",
          "@code of rows /body/1/tabs/0/children/0/title",
          "@time of rows relative /body/1/tabs/0/children/0/meta/0",
          "total /body/1/tabs/0/children/0/meta/1",
          "@price of rows number:2 € /body/1/tabs/0/children/0/trailing",
          "@state of rows /body/1/tabs/0/children/0/badge",
        ],
        [
          "@name of rows ‘Name’ /body/1/tabs/1/children/0/columns/0",
          "@user.name of rows ‘Who’ /body/1/tabs/1/children/0/columns/1",
          "@name of rows ‘Name’ /body/1/tabs/1/children/0/columns/2",
        ],
        [
          "@time of rows /body/2/x", "@price of rows /body/2/y/0",
          "@high of rows ‘High’ number /body/2/y/1",
        ],
        ["open ‘Open’ € /body/3/items/0"],
        ["@name of groups /body/4/children/0/text", "title /body/4/children/0/text"],
        ["group.name /body/4/children/0/text", "title /body/4/children/0/text"],
        ["@x of group.rows /body/4/children/1/title"],
      ])
  }

  @Test("components are found by type, by their rows and by what they show")
  func finding() throws {
    let tree = try tree()
    #expect(tree.components.first { $0.component == .table }?.at == "/body/1/tabs/1/children/0")
    let rows = Path(origin: .scope, segments: ["rows"])
    #expect(tree.components(over: rows).map(\.component) == [.list, .table, .chart])
    #expect(tree.components(showing: .field("price")).map(\.component) == [.list, .chart])
    #expect(
      tree.components(showing: Path(origin: .scope, segments: ["open"])).map(\.component)
        == [.keyvalue])
    #expect(tree.element(at: "/body/1/tabs/1/children/0")?.parent?.at == "/body/1/tabs/1")
    #expect(tree.element(at: "/body/1/nothing") == nil)
    #expect(
      tree.card[elements: .body].map(\.component) == [.stat, .tabs, .chart, .keyvalue, .each])
  }

  @Test("a field is written as a column, a channel, a text and a value")
  func forms() throws {
    let price = try #require(try tree().components[2].fields.first { $0.name == "price" })
    #expect(price.text.text == "${item.price | number:2} €")
    #expect(
      price.value.specValue == ["value": "${item.price}", "format": "number:2", "unit": "€"])
    #expect(
      price.column.specValue
        == ["header": "price", "field": "price", "format": "number:2", "unit": "€"])
    #expect(price.channel.specValue == ["field": "price", "format": "number:2", "unit": "€"])
  }
}
