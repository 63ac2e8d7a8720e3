import BlockModel
import Testing

@testable import BlockUI

@Suite("Edits that are refused")
struct SpecTreeRefusals {
  static let texts: [(text: String, says: String)] = [
    ("", "the file is empty"),
    ("{\"ui\": 1, \"body\": [] // none\n}", "JSON has no comments; remove it"),
    ("/* card */ {\"ui\": 1}", "JSON has no comments; remove it"),
    (
      "{\"ui\": 1, \"body\": [{\"type\": \"divider\"},]}",
      "there is a comma before `]`; remove it"
    ),
    ("{\"ui\": 1,}", "there is a comma before `}`; remove it"),
    ("[1]", "a spec is an object with 'ui' and 'body', not a list"),
    ("{\"ui\": 1, \"ui\": 1}", "the key 'ui' is there twice in one object"),
    ("\u{FEFF}{\"ui\": 1, \"ui\": 1}", "the key 'ui' is there twice in one object"),
    ("{\"ui\": 1, \"\\u0075i\": 1}", "the key 'ui' is there twice in one object"),
    (
      "{\"x-a\": " + String(repeating: "[", count: 300) + String(repeating: "]", count: 300) + "}",
      "nested too deeply"
    ),
    ("{\"title\": \"" + String(repeating: "a", count: 65_536) + "\"}", "at most 65536 are allowed"),
  ]

  @Test("a text that is not a spec is not edited, and the place is said", arguments: texts)
  func parsing(_ example: (text: String, says: String)) {
    let error = #expect(throws: SpecEditError.self) { try SpecTree(parsing: example.text) }
    #expect(error?.description.contains(example.says) == true, "\(error?.description ?? "")")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let edit: @Sendable (inout SpecTree) throws -> Void

    init(_ says: String, _ edit: @escaping @Sendable (inout SpecTree) throws -> Void) {
      testDescription = says
      self.edit = edit
    }
  }

  /// By what the error says.
  static let cases: [Case] = [
    Case("/body/0: a table has no property 'trailing'") {
      try $0.set(.trailing, to: SpecPart().with(.value, "x"), at: "/body/0")
    },
    Case("/body/0/columns/0: a column has no property 'when'") {
      try $0.set(.when, to: Condition(specValue: "a"), at: "/body/0/columns/0")
    },
    Case("/body/0/limit: 501 is outside 1…500") { try $0.set(.limit, to: 501, at: "/body/0") },
    Case("/body/0/columns/1/align: 'left' is not one of start, center, end") {
      try $0.set(.align, to: "left", at: "/body/0/columns/1")
    },
    Case("/body/0/caption: 'item' can only be used inside") {
      try $0.set(.caption, to: "\(.item("name"))", at: "/body/0")
    },
    Case("/body/0/caption: there is no parameter 'count'; the block declares place") {
      try $0.set(.caption, to: "\(Binding(path: .count))", at: "/body/0")
    },
    Case("/body/0: 'data' is missing") { try $0.set(.data, to: nil, at: "/body/0") },
    Case("/body: at least one component is needed") { try $0.remove(at: "/body/0") },
    Case("/body/9: there is nothing at this place") { try $0.remove(at: "/body/9") },
    Case("/body/0/empty: this is not an object") {
      try $0.set(.icon, to: "x", at: "/body/0/empty")
    },
    Case("/body/0/data: this is not in a list") { try $0.remove(at: "/body/0/data") },
    Case("/body/0/columns/0: 2 is outside 0…1") { try $0.move(at: "/body/0/columns/0", to: 2) },
    Case("/body/0/columns: 7 is outside 0…2") {
      try $0.insert(SpecPart(), into: .columns, at: "/body/0", index: 7)
    },
    Case("/body/0/columns/2: 'header' is missing") {
      try $0.insert(SpecPart().with(.field, .field("a")), into: .columns, at: "/body/0")
    },
    Case("/body/0/items: there is no list here yet; set it first") {
      try $0.replace(at: "/body/0", with: Self.keyvalue)
      try $0.insert(SpecPart().with(.label, "a"), into: .items, at: "/body/0")
    },
    Case("/body/1/action: 'x y' is not a valid name") {
      try $0.insert(
        SpecPart(.button).with(.text, "Go").with(.action, "x y"), into: .body, at: "")
    },
    Case("/body/0: a component needs a type") { try $0.replace(at: "/body/0", with: SpecPart()) },
    Case("/body/0: 'title' is missing") { try $0.replace(at: "/body/0", with: SpecPart(.list)) },
    Case("/body/0/columns/0: there is no component at this place") {
      try $0.replace(at: "/body/0/columns/0", with: SpecPart(.divider))
    },
    Case("/body/0: this has no children to put in its place") { try $0.unwrap(at: "/body/0") },
    Case("unknown property 'children'") {
      try $0.wrap(at: "/body/0", in: SpecPart(.divider))
    },
    Case("/body/0: a part cannot be moved into itself") {
      try $0.wrap(at: "/body/0", in: SpecPart(.section))
      try $0.move(at: "/body/0", into: .children, of: "/body/0")
    },
    Case("/body/0: a divider has no property 'title'") { tree in
      try tree.replace(at: "/body/0", with: SpecPart(.divider))
      try tree.set(.title, to: "x", at: "/body/0")
    },
    Case("/body/0/children/0: a text has no name to change") { tree in
      try tree.wrap(at: "/body/0", in: SpecPart(.section))
      try tree.replace(at: "/body/0/children/0", with: SpecPart(.text).with(.text, "x"))
      try tree.rename(at: "/body/0/children/0", to: "x")
    },
    Case("at most 65536 are allowed") { tree in
      for _ in 0..<20 {
        try tree.insert(
          SpecPart(.text).with(
            .text, Template(literal: .string(String(repeating: "a", count: 4000)))),
          into: .body, at: "")
      }
    },
  ]

  private static let keyvalue = SpecPart(.keyvalue).with(.label, "\(.item("name"))")
    .with(.value, "\(.item("price"))")

  @Test("an edit that would leave a mistake says which", arguments: cases)
  func refusals(_ example: Case) throws {
    let params = [Param(name: "place", kind: .text, label: "Place", defaultValue: "x")]
    var tree = try SpecTree(parsing: SpecTreeTests.table, params: params)
    let error = #expect(throws: SpecEditError.self) { try example.edit(&tree) }
    #expect(
      error?.description.contains(example.testDescription) == true, "\(error?.description ?? "")")
    // What was done before is whole, and still compiles.
    #expect(CompiledSpec.compile(tree.text, params: params).report.text == "")
  }

  @Test("a refused edit changes nothing")
  func unchanged() throws {
    var tree = try SpecTree(parsing: SpecTreeTests.table)
    let before = tree
    #expect(throws: SpecEditError.self) { try tree.set(.limit, to: 0, at: "/body/0") }
    #expect(throws: SpecEditError.self) { try tree.remove(at: "/body/0") }
    #expect(throws: SpecEditError.self) {
      try tree.replace(at: "/body/0", with: SpecPart(.chart).with(.kind, "line"))
    }
    #expect(tree == before)
  }

  @Test("a mistake elsewhere does not stand in the way, and can be mended")
  func mistakeElsewhere() throws {
    let text = SpecTreeTests.table.replacing("\"empty\"", with: "\"emtpy\"")
    var tree = try SpecTree(parsing: text)
    try tree.set(.limit, to: 5, at: "/body/0")
    #expect(tree.text == text.replacing("\"emtpy\"", with: "\"limit\": 5,\n      \"emtpy\""))
    #expect(throws: SpecEditError.self) { try tree.set(.limit, to: 0, at: "/body/0") }
  }
}

extension Path {
  fileprivate static var count: Path {
    Path(origin: .scope, segments: [.name("params"), .name("count")])
  }
}
