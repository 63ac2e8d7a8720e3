import BlockModel
import Testing

@testable import BlockUI

@Suite("The hosts of a card's pictures")
struct PictureHostTests {
  private func hosts(_ body: String, _ data: JSONValue = [:]) throws -> Set<String> {
    let compiled = CompiledSpec.compile(#"{"ui": 1, "body": [\#(body)]}"#)
    #expect(compiled.report.text == "")
    let hosts = try #require(compiled.spec).pictureHosts(
      RenderContext(data: data, block: BlockID(naming: "a"), blockName: "a", now: Gallery.now))
    return Set(hosts.map { $0.port == 443 ? $0.host : "\($0)" })
  }

  static let rows: JSONValue = [
    "rows": [
      ["pic": "https://A.example/1.png?x=https://no.example", "name": "a"],
      ["pic": "http://b.example:8080/2.png"], ["pic": "data:image/png;base64,iVBORw0KGgo="],
      ["pic": "javascript:alert(1)"], ["pic": "//c.example/3.png"], [:],
    ],
    "cover": "https://cover.example/x.jpg",
    "columns": [
      ["header": "Pic", "field": "pic", "kind": "image"]
    ], "host": "d.example",
  ]

  static let cases: [(body: String, hosts: Set<String>)] = [
    (#"{"type": "image", "src": "${cover}", "alt": ""}"#, ["cover.example"]),
    (
      #"{"type": "image", "src": "https://fixed.example/${cover}.png", "alt": ""}"#,
      ["fixed.example"]
    ),
    (
      #"{"type": "list", "data": "${rows}", "title": "x", "image": "${item.pic}"}"#,
      ["a.example", "b.example:8080"]
    ),
    (
      #"{"type": "table", "data": "${rows}", "columns": [{"header": "", "field": "pic", "kind": "image"}]}"#,
      ["a.example", "b.example:8080"]
    ),
    (
      #"{"type": "table", "data": "${rows}", "columns": [{"header": "", "text": "https://t.example/${item.name}", "kind": "image"}]}"#,
      ["t.example"]
    ),
    (
      #"{"type": "table", "data": "${rows}", "columns": "${columns}"}"#,
      ["a.example", "b.example:8080"]
    ),
    // A text is none, and a link is none.
    (#"{"type": "table", "data": "${rows}", "columns": [{"header": "", "field": "pic"}]}"#, []),
    (#"{"type": "link", "text": "x", "href": "${cover}"}"#, []),
    (#"{"type": "markdown", "text": "![x](https://m.example/x.png)"}"#, []),
    (
      #"{"type": "each", "data": "${rows}", "children": [{"type": "image", "src": "${item.pic}", "alt": ""}]}"#,
      ["a.example", "b.example:8080"]
    ),
    (
      #"{"type": "tabs", "tabs": [{"label": "x", "children": [{"type": "image", "src": "${cover}", "alt": ""}]}]}"#,
      ["cover.example"]
    ),
    // What is hidden now may be shown later, as far as the spec names it.
    (
      #"{"type": "image", "src": "https://later.example/x", "alt": "", "when": "missing"}"#,
      ["later.example"]
    ),
    (
      #"{"type": "list", "data": "${none}", "title": "x", "image": "https://none.example/${item.a}"}"#,
      ["none.example"]
    ),
    // A host that the data make up is the data's.
    (#"{"type": "image", "src": "https://img.${host}/x", "alt": ""}"#, ["img.d.example"]),
    (#"{"type": "image", "src": "https://img.${missing}/x", "alt": ""}"#, []),
    (
      #"{"type": "section", "title": "x", "children": [{"type": "image", "src": "https://s.example?a=${cover}", "alt": ""}]}"#,
      ["s.example"]
    ),
  ]

  @Test("every picture's host is listed, and nothing else", arguments: cases)
  func listed(_ example: (body: String, hosts: Set<String>)) throws {
    #expect(try hosts(example.body, Self.rows) == example.hosts)
  }

  @Test("every property that can show a picture is among the cases above")
  func everyPictureIsTested() {
    var pictures: Set<String> = []
    for component in Catalogue.components {
      for rule in component.shape.properties {
        let name = "\(component.component.rawValue).\(rule.name.rawValue)"
        if case .url = rule.kind, rule.name != .href { pictures.insert(name) }
        if name == "table.columns", Shapes.column.showsPictures { pictures.insert(name) }
      }
    }
    #expect(pictures == ["image.src", "list.image", "table.columns"])
  }
}

extension ObjectShape {
  fileprivate var showsPictures: Bool {
    properties.contains { rule in
      if case .words(let words) = rule.kind { words.contains("image") } else { false }
    }
  }
}
