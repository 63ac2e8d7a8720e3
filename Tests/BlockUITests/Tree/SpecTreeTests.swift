import BlockModel
import Testing

@testable import BlockUI

/// Small specs, and what an edit makes of them, as a person would see it in a diff.
@Suite("Editing a spec as a tree")
struct SpecTreeTests {
  static let table = """
    {
      "ui": 1,
      "title": "Stocks",
      "x-note": "written by hand",
      "body": [
        {
          "type": "table",
          "data": "${rows}",
          "columns": [
            { "header": "Name", "field": "name" },
            { "header": "Price", "field": "price", "format": "currency:EUR" }
          ],
          "empty": "Nothing there."
        }
      ]
    }

    """

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let edit: @Sendable (inout SpecTree) throws -> Void
    /// Lines that go and lines that come, with their signs.
    let diff: String

    init(
      _ name: String, _ diff: String, _ edit: @escaping @Sendable (inout SpecTree) throws -> Void
    ) {
      testDescription = name
      self.diff = diff
      self.edit = edit
    }
  }

  static let cases: [Case] = [
    Case(
      "a value is replaced where it stands",
      """
      -  "title": "Stocks",
      +  "title": "Papers of ${place}",
      """
    ) { try $0.set(.title, to: "Papers of \(.data("place"))", at: "") },
    Case(
      "a new property stands where the catalogue has it",
      """
      +      "limit": 5,
      """
    ) { try $0.set(.limit, to: 5, at: "/body/0") },
    Case(
      "a property of the card stands before its body",
      """
      +  "size": "wide",
      """
    ) { try $0.set(.size, to: "wide", at: "") },
    Case(
      "a property is taken away with its line",
      """
      -      ],
      -      "empty": "Nothing there."
      +      ]
      """
    ) { try $0.set(PropertyKey<Template>.empty, to: nil, at: "/body/0") },
    Case(
      "a new column is written like its neighbours",
      """
      -        { "header": "Price", "field": "price", "format": "currency:EUR" }
      +        { "header": "Price", "field": "price", "format": "currency:EUR" },
      +        { "header": "Change", "field": "change", "align": "end" }
      """
    ) {
      try $0.insert(
        SpecPart().with(.header, "Change").with(.field, .field("change")).with(.align, "end"),
        into: .columns, at: "/body/0")
    },
    Case(
      "a column can be put first",
      """
      +        { "header": "No", "field": "number" },
      """
    ) {
      try $0.insert(
        SpecPart().with(.header, "No").with(.field, .field("number")), into: .columns,
        at: "/body/0", index: 0)
    },
    Case(
      "a property of a column stays on its line",
      """
      -        { "header": "Name", "field": "name" },
      +        { "header": "Name", "field": "name", "width": "lg" },
      """
    ) { try $0.set(.width, to: "lg", at: "/body/0/columns/0") },
    Case(
      "a column gets another name",
      """
      -        { "header": "Price", "field": "price", "format": "currency:EUR" }
      +        { "header": "Last price", "field": "price", "format": "currency:EUR" }
      """
    ) { try $0.rename(at: "/body/0/columns/1", to: "Last price") },
    Case(
      "columns change places",
      """
      -        { "header": "Name", "field": "name" },
      -        { "header": "Price", "field": "price", "format": "currency:EUR" }
      +        { "header": "Price", "field": "price", "format": "currency:EUR" },
      +        { "header": "Name", "field": "name" }
      """
    ) { try $0.move(at: "/body/0/columns/0", to: 1) },
    Case(
      "a column is removed",
      """
      -        { "header": "Name", "field": "name" },
      """
    ) { try $0.remove(at: "/body/0/columns/0") },
    Case(
      "a component is added below",
      """
      +    },
      +    {
      +      "type": "text",
      +      "text": "as of ${day | date:long}"
      """
    ) {
      try $0.insert(
        SpecPart(.text).with(
          .text, "as of \(.data("day", format: FormatCall(.date, ["long"])))"),
        into: .body, at: "")
    },
    Case(
      "a table becomes a list of the same rows",
      """
      -      "type": "table",
      +      "type": "list",
      -      "columns": [
      -        { "header": "Name", "field": "name" },
      -        { "header": "Price", "field": "price", "format": "currency:EUR" }
      -      ],
      +      "title": "${item.name}",
      """
    ) {
      try $0.replace(at: "/body/0", with: SpecPart(.list).with(.title, "\(.item("name"))"))
    },
  ]

  @Test("an edit changes what it names and nothing else", arguments: cases)
  func diff(_ example: Case) throws {
    var tree = try SpecTree(parsing: Self.table)
    try example.edit(&tree)
    #expect(Lines.diff(Self.table, tree.text) == example.diff)
    #expect(CompiledSpec.compile(tree.text).report.text == "")
  }

  @Test("the file's own line ends, tabs and byte order mark are kept and followed")
  func lineEnds() throws {
    let text =
      "\u{FEFF}{\r\n\t\"ui\": 1,\r\n\t\"body\": [\r\n\t\t{\r\n\t\t\t\"type\" : \"text\",\r\n"
      + "\t\t\t\"text\" : \"Grüße 🌍 \\u00e9\"\r\n\t\t}\r\n\t]\r\n}\r\n"
    var tree = try SpecTree(parsing: text)
    try tree.set(.lines, to: 2, at: "/body/0")
    try tree.insert(SpecPart(.divider).with(.label, "x"), into: .body, at: "", index: 0)
    #expect(
      tree.text == "\u{FEFF}{\r\n\t\"ui\": 1,\r\n\t\"body\": [\r\n\t\t{\r\n"
        + "\t\t\t\"type\" : \"divider\",\r\n\t\t\t\"label\" : \"x\"\r\n\t\t},\r\n"
        + "\t\t{\r\n\t\t\t\"type\" : \"text\",\r\n"
        + "\t\t\t\"text\" : \"Grüße 🌍 \\u00e9\",\r\n\t\t\t\"lines\" : 2\r\n\t\t}\r\n\t]\r\n}\r\n")
  }

  static let odd = """
    {"ui":1
    , "body" :
      [ {"type":"row", "children":[

          {"type":"text","text":"a"}

        , {"type":"text","text":"b"} ]} ] }
    """

  @Test("text that is laid out oddly stays as it is around the change")
  func oddLayout() throws {
    var tree = try SpecTree(parsing: Self.odd)
    try tree.insert(SpecPart(.text).with(.text, "c"), into: .children, at: "/body/0")
    try tree.set(.gap, to: "sm", at: "/body/0")
    #expect(
      tree.text
        == Self.odd.replacing(
          "\"b\"} ]", with: "\"b\"}\n    , {\"type\":\"text\",\"text\":\"c\"} ], \"gap\":\"sm\""))
  }

  @Test("one line stays one line")
  func oneLine() throws {
    var tree = try SpecTree(
      parsing: #"{"ui":1,"body":[{"type":"button","text":"Go","action":"go"}]}"#)
    try tree.set(.args, to: ["id": "\(.data("id"))", "n": Template(literal: 3)], at: "/body/0")
    try tree.wrap(at: "/body/0", in: SpecPart(.section).with(.title, "Do"))
    #expect(
      tree.text
        == #"{"ui":1,"body":[{"type":"section","title":"Do","children":"#
        + #"[{"type":"button","text":"Go","action":"go","args":{"id":"${id}","n":3}}]}]}"#)
  }

  @Test("an empty list or object is filled on lines of its own and emptied again")
  func empty() throws {
    let text = """
      {
        "ui": 1,
        "body": [
          {
            "type": "button",
            "text": "Go",
            "action": "go",
            "args": {}
          }
        ]
      }
      """
    var source = try #require(JSONText(text))
    let args = try #require(source.root.node(at: "/body/0/args"))
    try source.insert(into: args, at: 0) {
      $0.style.text(member: "a", 1, indent: $0.indent, $0.spread)
    }
    #expect(source.text == text.replacing("{}", with: "{\n        \"a\": 1\n      }"))
    try source.remove(0, from: try #require(source.root.node(at: "/body/0/args")))
    #expect(source.text == text)
    let inline = #"{ "a": [ ], "b": [] }"#
    for key in ["a", "b"] {
      var source = try #require(JSONText(inline))
      try source.insert(into: try #require(source.root[key]), at: 0) { _ in "1" }
      #expect(try JSONValue(parsing: source.text)[key] == [1])
      try source.remove(0, from: try #require(source.root[key]))
      #expect(source.text == inline)
    }
  }

  @Test("what is wrapped and unwrapped is what it was")
  func wrapping() throws {
    var tree = try SpecTree(parsing: Self.table)
    let place = try tree.wrap(at: "/body/0", in: SpecPart(.section).with(.title, "All"))
    #expect(place == "/body/0/children/0")
    #expect(tree.element(at: place)?.component == .table)
    #expect(tree.text.contains("\n          \"type\": \"table\",\n"))
    try tree.unwrap(at: "/body/0")
    #expect(tree.text == Self.table)
  }

  @Test("several children take the place of their container")
  func unwrapping() throws {
    var tree = try SpecTree(parsing: Self.odd)
    try tree.unwrap(at: "/body/0")
    #expect(tree.components.compactMap { $0[.text] } == ["a", "b"])
    #expect(tree.components.map(\.at) == ["/body/0", "/body/1"])
  }

  @Test("a component moves into another one, and back")
  func moving() throws {
    let text = """
      {
        "ui": 1,
        "body": [
          {
            "type": "text",
            "text": "a"
          },
          {
            "type": "column",
            "children": [
              {
                "type": "text",
                "text": "b"
              }
            ]
          }
        ]
      }

      """
    var tree = try SpecTree(parsing: text)
    let place = try tree.move(at: "/body/0", into: .children, of: "/body/1", index: 0)
    #expect(place == "/body/0/children/0")
    #expect(tree.components.map { $0[.text]?.text ?? "-" } == ["-", "a", "b"])
    #expect(try tree.move(at: place, into: .body, of: "", index: 0) == "/body/0")
    #expect(tree.text == text)
  }
}

/// Line by line: what goes and what comes, in order.
enum Lines {
  static func diff(_ old: String, _ new: String) -> String {
    let before = old.split(separator: "\n", omittingEmptySubsequences: false)
    let after = new.split(separator: "\n", omittingEmptySubsequences: false)
    // The longest common subsequence, from the end.
    var common = Array(
      repeating: Array(repeating: 0, count: after.count + 1), count: before.count + 1)
    for row in before.indices.reversed() {
      for column in after.indices.reversed() {
        common[row][column] =
          before[row] == after[column]
          ? common[row + 1][column + 1] + 1 : max(common[row + 1][column], common[row][column + 1])
      }
    }
    var lines: [String] = []
    var (row, column) = (0, 0)
    while row < before.count || column < after.count {
      if row < before.count, column < after.count, before[row] == after[column] {
        (row, column) = (row + 1, column + 1)
      } else if column == after.count
        || (row < before.count && common[row + 1][column] >= common[row][column + 1])
      {
        lines.append("-" + before[row])
        row += 1
      } else {
        lines.append("+" + after[column])
        column += 1
      }
    }
    return lines.joined(separator: "\n")
  }
}
