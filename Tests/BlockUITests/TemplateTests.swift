import BlockModel
import Testing

@testable import BlockUI

@Suite("Templates, paths, tones and scopes")
struct TemplateTests {
  private let scope = Scope(
    data: [
      "title": "root", "item": "root item", "list": [["a": 1], ["a": 2]],
      "head": ["content-type": "json"], "n": 7, "none": .null,
    ],
    params: ["city": "Berlin"], now: 1_764_000_000, block: ["name": "My block"]
  ).row(["title": "row", "none": .null], index: 3, as: "story")

  private let plain = ValueFormatter { value, formats in
    ([value.plainText ?? value.json()] + formats.map(\.text)).joined(separator: "|")
  }

  @Test(
    "become text",
    arguments: [
      ("plain { text }", "plain { text }"), ("${title} ${item.title}", "root row"),
      ("${story.title}-${index}", "row-3"), ("${$.item}", "root item"),
      ("${list[-1].a}${list[0].a}", "21"), ("${head['content-type']}", "json"),
      ("${@.title}", "row"), ("a ${item.none} b", "a – b"), ("$${x} $5", "${x} $5"),
      ("${n | number:2 | truncate:80}", "7|number:2|truncate:80"),
      ("${params.city}, ${block.name}, ${now}", "Berlin, My block, 1764000000"),
      ("${list[5].a}!", "–!"), ("${head[\"content-type\"]}", "json"),
    ])
  func text(_ text: String, _ expected: String) throws {
    let template = try Template(parsing: text)
    #expect(template.string(in: scope, format: plain) == expected)
  }

  @Test("a sole binding keeps its type, and nothing stays nothing")
  func types() throws {
    #expect(try Template(parsing: "${n}").value(in: scope, format: plain) == 7)
    #expect(try Template(parsing: "${none}").value(in: scope, format: plain) == nil)
    #expect(Template(literal: 2.5).value(in: scope, format: plain) == 2.5)
    #expect(try Template(parsing: "${list}").value(in: scope, format: plain)?.array?.count == 2)
  }

  @Test(
    "paths that cannot be read are refused",
    arguments: ["", "a.", ".a", "a[", "a[x]", "a['x]", "a b", "a-b", "[0]", "a..b", "a.*", "1a"])
  func badPaths(_ text: String) {
    #expect(throws: SyntaxProblem.self) { try PathParser.path(text) }
  }

  @Test("a path has at most 16 parts")
  func longPath() throws {
    let path = Array(repeating: "a", count: 16).joined(separator: ".")
    #expect(try PathParser.path(path).segments.count == 16)
    #expect(throws: SyntaxProblem.self) { try PathParser.path(path + ".a") }
  }

  @Test(
    "tones follow sign, map and steps",
    arguments: [
      (#""sign""#, 2, ToneName.success), (#""sign-inverse""#, 2, .danger),
      (#""sign""#, 0, .neutral),
      (#"{"map": {"2": "info"}, "else": "muted"}"#, 2, .info),
      (#"{"map": {"2": "info"}, "else": "muted"}"#, 3, .muted),
      (
        #"{"steps": [{"from": 70, "tone": "warning"}, {"from": 90, "tone": "danger"}]}"#, 95,
        .danger
      ),
      (
        #"{"steps": [{"from": 90, "tone": "danger"}, {"from": 70, "tone": "warning"}]}"#, 75,
        .warning
      ),
      (#"{"steps": [{"from": 70, "tone": "warning"}], "else": "success"}"#, 5, .success),
      (#"{"of": "${n}", "map": {"7": "accent"}}"#, 1, .accent),
    ] as [(String, JSONValue, ToneName)])
  func tones(_ json: String, _ own: JSONValue, _ expected: ToneName) throws {
    let body = #"{"type":"stat","label":"a","value":1,"tone":\#(json)}"#
    let spec = try #require(CompiledSpec.compile(MistakeTests.spec(body)).spec)
    let tone = try #require(spec.body[0].properties.tone(.tone))
    #expect(tone.evaluate(own: own, in: scope, format: plain) == .tone(expected))
  }

  @Test("a spec for a newer version shows what it can")
  func lenient() throws {
    let text = MistakeTests.spec(
      #"{"type":"hologram","x-fallback":{"type":"text","text":"flat"}},{"type":"warp"},"#
        + #"{"type":"text","text":"a","glow":3}"#)
    let result = CompiledSpec.compileForDisplay(text)
    #expect(
      result.spec?.body.map(\.kind) == [
        .component(.text), .unknown("warp"), .component(.text),
      ])
    #expect(result.report.ok)
    #expect(result.report.warnings.count == 3)
  }
}
