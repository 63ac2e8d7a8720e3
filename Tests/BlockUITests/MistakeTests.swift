import BlockModel
import Testing

@testable import BlockUI

@Suite("Typical mistakes")
struct MistakeTests {
  /// One mistake of a model or a person.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let body: String
    let code: IssueCode
    let at: String
    var suggest: String?
    /// Whether the repair makes it compile.
    var repairs = true
    var testDescription: String { "\(code.rawValue) in \(body)" }
  }

  static let mistakes: [Mistake] = [
    .init(
      body: #"{"type":"list","data":"${rows}","title":"${item.a}","subtitel":"x"}"#,
      code: .unknownProperty, at: "/body/0/subtitel", suggest: "subtitle"),
    .init(
      body: #"{"type":"metric","label":"A","value":1}"#, code: .unknownComponent,
      at: "/body/0/type", suggest: "stat"),
    .init(
      body: #"{"type":"tabel","data":"${rows}","columns":"${cols}"}"#, code: .unknownComponent,
      at: "/body/0/type", suggest: "table"),
    .init(
      body: #"{"type":"wormhole"}"#, code: .unknownComponent, at: "/body/0/type", repairs: false),
    .init(
      body: #"{"type":"text","props":{"text":"hello"}}"#, code: .propsWrapper,
      at: "/body/0/props"),
    .init(
      body: #"{"type":"stat","value":1}"#, code: .missing, at: "/body/0", repairs: false),
    .init(body: #"{"text":"a"}"#, code: .missing, at: "/body/0", repairs: false),
    .init(
      body: #"{"type":"text","text":"a","size":"large"}"#, code: .value, at: "/body/0/size",
      suggest: "lg"),
    .init(
      body: #"{"type":"text","text":"a","tone":"red"}"#, code: .value, at: "/body/0/tone",
      suggest: "danger"),
    .init(
      body: #"{"type":"text","text":5}"#, code: .type, at: "/body/0/text", suggest: "5"),
    .init(
      body: #"{"type":"grid","columns":"3","children":[{"type":"divider"}]}"#, code: .type,
      at: "/body/0/columns", suggest: "3"),
    .init(
      body: #"{"type":"grid","columns":9,"children":[{"type":"divider"}]}"#, code: .range,
      at: "/body/0/columns", repairs: false),
    .init(
      body: #"{"type":"text","text":"{{ rows }}"}"#, code: .templateSyntax,
      at: "/body/0/text", suggest: "${rows}"),
    .init(
      body: ##"{"type":"text","text":"{{#if x}}a{{/if}}"}"##, code: .templateLogic,
      at: "/body/0/text", repairs: false),
    .init(
      body: #"{"type":"text","text":"${a + b}"}"#, code: .templateLogic, at: "/body/0/text",
      repairs: false),
    .init(
      body: #"{"type":"text","text":"${upper(a)}"}"#, code: .unknownFunction,
      at: "/body/0/text", repairs: false),
    .init(
      body: #"{"type":"text","text":"${head.content-type}"}"#, code: .pathSyntax,
      at: "/body/0/text", suggest: "head['content-type']"),
    .init(
      body: #"{"type":"text","text":"${days.0.max}"}"#, code: .pathSyntax, at: "/body/0/text",
      suggest: "days[0].max"),
    .init(
      body: #"{"type":"text","text":"${price | usd}"}"#, code: .unknownFormat,
      at: "/body/0/text", suggest: "currency:USD"),
    .init(
      body: #"{"type":"stat","label":"A","value":"${a}","format":".2f"}"#,
      code: .unknownFormat, at: "/body/0/format", suggest: "number:2"),
    .init(
      body: #"{"type":"text","text":"a","when":"${count > 0}"}"#, code: .exprSyntax,
      at: "/body/0/when", suggest: "count > 0"),
    .init(
      body: #"{"type":"text","text":"a","when":"count(rows) > 0"}"#, code: .exprSyntax,
      at: "/body/0/when", repairs: false),
    .init(
      body: #"{"type":"list","data":"rows","title":"${item.a}"}"#, code: .binding,
      at: "/body/0/data", suggest: "${rows}"),
    .init(
      body: #"{"type":"list","data":"/a/rows","title":"${item.a}"}"#, code: .binding,
      at: "/body/0/data", suggest: "${a.rows}"),
    .init(
      body: #"{"type":"chart","kind":"line","data":"${r}","x":"${item.t}","y":"p"}"#,
      code: .field, at: "/body/0/x", suggest: "t"),
    .init(
      body: #"{"type":"chart","kind":"bar","data":"${r}","y":"p"}"#, code: .missing,
      at: "/body/0", repairs: false),
    .init(
      body: #"{"type":"text","text":"${item.a}"}"#, code: .scope, at: "/body/0/text",
      repairs: false),
    .init(
      body: #"{"type":"text","text":"${params.citty}"}"#, code: .unknownParam,
      at: "/body/0/text", suggest: "params.city", repairs: false),
    .init(
      body: #"{"type":"link","text":"a","href":"javascript:alert(1)"}"#, code: .url,
      at: "/body/0/href", repairs: false),
    .init(
      body: #"{"type":"divider","id":"a"},{"type":"divider","id":"a"}"#, code: .duplicateID,
      at: "/body/1/id", repairs: false),
    .init(
      body: #"{"type":"text","text":"a","tone":null}"#, code: .type, at: "/body/0/tone"),
    .init(
      body: #"{"type":"text","text":"${rows | lenght} rows"}"#, code: .unknownFormat,
      at: "/body/0/text", repairs: false),
    .init(
      body: #"{"type":"text","text":"${#rows} rows"}"#, code: .templateLogic,
      at: "/body/0/text", suggest: "${rows | count}"),
    .init(
      body: #"{"type":"badge","text":"a","tone":"sign"}"#, code: .missing, at: "/body/0/tone",
      repairs: false),
    .init(
      body: #"{"type":"form","params":["town"]}"#, code: .unknownParam,
      at: "/body/0/params/0", repairs: false),
  ]

  static func spec(_ body: String) -> String { "{\"ui\": 1, \"body\": [\(body)]}" }

  @Test(
    "give one error at the right place, with what was meant",
    arguments: mistakes)
  func error(_ mistake: Mistake) throws {
    let report = CompiledSpec.compile(
      Self.spec(mistake.body), params: [Param(name: "city", kind: .text)]
    ).report
    #expect(report.errors.map(\.kind) == [mistake.code], "\(report.text)")
    let issue = try #require(report.errors.first)
    #expect(issue.at == mistake.at)
    #expect(issue.suggest == mistake.suggest)
    #expect(issue.line == 1)
  }

  @Test("are repaired exactly when it is clear what was meant", arguments: mistakes)
  func repair(_ mistake: Mistake) {
    let result = CompiledSpec.compile(
      Self.spec(mistake.body), params: [Param(name: "city", kind: .text)], repairing: true)
    #expect(result.report.ok == mistake.repairs, "\(result.report.text)")
    if mistake.repairs, let suggest = mistake.suggest {
      #expect(result.canonicalText?.contains(suggest) == true)
    }
    if mistake.repairs { #expect(!result.report.repaired.isEmpty) }
  }

  @Test("text that is not JSON says where, and is set right")
  func notJSON() throws {
    let text = """
      ```json
      {
        "ui": 1, // version
        "body": [{"type": "text", "text": "a // b",}],
      }
      ```
      """
    let strict = CompiledSpec.compile(text).report.errors
    #expect(strict.map(\.kind) == [.json])
    #expect(strict.first?.line == 1)
    let repaired = CompiledSpec.compile(text, repairing: true)
    #expect(repaired.report.ok)
    #expect(repaired.report.repaired.count == 3)
    #expect(repaired.canonicalText?.contains("a // b") == true)
  }

  @Test("a key written twice is an error with its line")
  func duplicateKey() {
    let text = "{\"ui\": 1,\n \"body\": [{\"type\": \"text\",\n \"text\": \"a\", \"text\": \"b\"}]}"
    let errors = CompiledSpec.compile(text).report.errors
    #expect(errors.map(\.at) == ["/body/0/text"])
    #expect(errors.first?.line == 3)
    #expect(errors.first?.column == 15)
  }

  @Test("at most 20 errors come, in document order")
  func manyErrors() {
    let body = (0..<40).map { _ in #"{"type":"text","text":"a","tone":"wrong!"}"# }
    let errors = CompiledSpec.compile(Self.spec(body.joined(separator: ","))).report.errors
    #expect(errors.map(\.at) == (0..<20).map { "/body/\($0)/tone" })
  }

  @Test("too many components, too deep and too large are errors")
  func limits() {
    let deep =
      String(repeating: #"{"type":"column","children":["#, count: 8) + #"{"type":"divider"}"#
      + String(repeating: "]}", count: 8)
    #expect(CompiledSpec.compile(Self.spec(deep)).report.errors.map(\.kind) == [.tooDeep])
    let row =
      #"{"type":"row","children":["#
      + Array(repeating: #"{"type":"divider"}"#, count: 50)
      .joined(separator: ",") + "]}"
    let many = Self.spec(Array(repeating: row, count: 6).joined(separator: ","))
    #expect(CompiledSpec.compile(many).report.errors.map(\.kind) == [.tooLarge])
    let large = Self.spec(#"{"type":"divider"}"#) + String(repeating: " ", count: 65_536)
    #expect(CompiledSpec.compile(large).report.errors.map(\.kind) == [.tooLarge])
  }
}
