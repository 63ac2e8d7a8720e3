import BlockModel
import Foundation
import Testing

@testable import BlockUI

/// A spec comes from a model or a stranger, and data from any source: neither becomes markup, script or
/// an address that leads elsewhere.
@Suite("Hostile specs and data")
struct HostileTests {
  /// Every one carries the mark, so that a test sees where it comes out.
  static let mark = "Zq7"
  static let attacks: [String] = [
    "Zq7<script>alert(1)</script>", "Zq7</script><script>alert(1)</script>", "Zq7<!--<script>",
    "Zq7\"><img src=x onerror=alert(1)>", "Zq7' onmouseover='alert(1)", "Zq7</title></style></p>",
    "javascript:alert('Zq7')", "JaVaScRiPt:alert('Zq7')", " javascript:alert('Zq7')",
    "java\nscript:alert('Zq7')", "java\tscript:Zq7", "&#106;avascript:alert(Zq7)",
    "\u{1}javascript:Zq7", "vbscript:Zq7", "data:text/html,<script>Zq7</script>",
    "data:image/svg+xml;base64,Zq7+", "//evil.example/Zq7", "https:\\\\evil.example\\Zq7",
    "https://user:pass@evil.example/Zq7", "Zq7\u{202E}gnp.exe\u{202C}", "\u{2066}Zq7\u{2066}",
    "Zq7\u{200B}\u{FEFF}\u{2060}z", "=cmd|' /C calc'!Zq7", "[Zq7](javascript:alert(1))",
    "![Zq7](https://evil.example/pixel.png) <img src=x>", "<b>Zq7</b>\n<https://x.example/>",
    "Zq7\u{2028}\u{2029}\u{0}\u{7}\u{9F}", "Zq7${h}${{constructor}}", "Zq7&lt;script&gt;&amp;",
  ]

  private static func params(_ text: String) -> [Param] {
    [
      Param(name: "p", kind: .text, label: text, defaultValue: .string(text), help: text),
      Param(name: "q", kind: .choice([.init(value: text, label: text)]), label: text),
      Param(name: "r", kind: .number(min: 1, max: 2, step: 1), label: text, placeholder: text),
    ]
  }

  static func context(_ hostile: JSONValue, number: Double = 3) -> RenderContext {
    let row: JSONValue = ["h": hostile, "n": .number(number), "t": 1_764_000_000]
    var context = RenderTests.context([
      "h": hostile, "n": .number(number), "rows": [row, ["h": "b", "n": 1], row],
      "columns": [["header": hostile, "field": "h"], ["header": "n", "field": "n"]],
    ])
    context.params = ["p": hostile]
    context.csrfToken = "token"
    return context
  }

  @Test("every component shows them as text, in every slot", arguments: 0..<6)
  func everySlot(variant: Int) throws {
    let specs = HostileSpecs(variant: variant)
    for attack in Self.attacks {
      let result = CompiledSpec.compile(specs.spec.json(), params: Self.params(attack))
      let spec = try #require(result.spec, "\(result.report.text)")
      #expect(spec.body.count == Component.allCases.count)
      let card = spec.renderHTML(Self.context(.string(attack)))
      let read = StrictHTML(card.body.text)
      #expect(read.faults == [], "\(attack)")
      #expect(read.words.ranges(of: Self.mark).count > 60, "the attack is shown: \(attack)")
      if let href = card.href { #expect(href.text.hasPrefix("https://x.example/")) }
      let text = spec.renderText(Self.context(.string(attack)))
      #expect(
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
      #expect(!text.contains("\u{202E}"))
    }
  }

  @Test("texts of a spec are no better than texts of data", arguments: 0..<2)
  func literals(variant: Int) throws {
    for attack in Self.attacks {
      let text = HostileSpecs(variant: variant, literal: attack).spec.json()
      let spec = try #require(
        CompiledSpec.compileForDisplay(text, params: Self.params(attack)).spec)
      let read = StrictHTML(spec.renderHTML(Self.context(.string(attack))).body.text)
      #expect(read.faults == [], "\(attack)")
      #expect(read.words.contains(Self.mark))
    }
  }

  @Test(
    "numbers and times beyond reason do no harm",
    arguments: [1e308, -1e308, 1e18, -1, 0, 3.2e16, -3.2e16, .greatestFiniteMagnitude, 1e-300])
  func numbers(value: Double) throws {
    for variant in 0..<6 {
      let text = HostileSpecs(variant: variant).spec.json()
      let spec = try #require(CompiledSpec.compile(text, params: Self.params("a")).spec)
      let context = Self.context(.number(value), number: value)
      let html = spec.renderHTML(context).body.text
      #expect(StrictHTML(html).faults == [])
      #expect(!spec.renderText(context).isEmpty)
      #expect(!html.contains("\"nan") && !html.contains("nan,") && !html.contains("=\"inf"))
    }
  }

  @Test(
    "values of every other kind do no harm",
    arguments: [
      .null, true, [], [:], [1, [2, [3]]], ["a": ["b": "c"]], "1000000000-01-01T00:00:00Z",
      "-271821-04-20", "99999999999999999999999999", "", " ", "\u{0}",
    ] as [JSONValue])
  func kinds(value: JSONValue) throws {
    for variant in 0..<6 {
      let text = HostileSpecs(variant: variant).spec.json()
      let spec = try #require(CompiledSpec.compile(text, params: Self.params("a")).spec)
      #expect(StrictHTML(spec.renderHTML(Self.context(value)).body.text).faults == [])
      _ = spec.renderText(Self.context(value))
    }
  }

  @Test("Markdown keeps only its harmless half")
  func markdown() throws {
    let spec = try Self.compiled(#"{"type":"markdown","text":"${h}"}"#)
    let source = """
      a <script>alert(1)</script> [a](javascript:alert(1)) [b](https://ok.example/ "t")
      ![pixel](https://evil.example/p.png) <a href="javascript:x">c</a> <https://auto.example/>
      [d](data:text/html,x) [e](//evil.example) `<b>`

      <iframe src="https://evil.example"></iframe>
      """
    let html = spec.renderHTML(Self.context(.string(source))).body.text
    #expect(StrictHTML(html).faults == [])
    #expect(html.contains("href=\"https://ok.example/\""))
    #expect(html.contains("&lt;iframe"))
    #expect(!html.contains("<img"))
    #expect(!html.contains("href=\"javascript") && !html.contains("href=\"data"))
    let deep = String(repeating: "> ", count: 5000) + "deep"
    #expect(StrictHTML(spec.renderHTML(Self.context(.string(deep))).body.text).faults == [])
  }

  @Test("50,000 nodes are cut with a mark")
  func manyNodes() throws {
    let inner = #"{"type":"each","data":"${rows}","children":[{"type":"text","text":"x"}]}"#
    let body =
      #"{"type":"each","data":"${rows}","children":["#
      + Array(repeating: inner, count: 5).joined(separator: ",") + "]}"
    let rows = JSONValue.array((0..<100).map { ["n": .integer($0)] })
    let card = try Self.compiled(body).renderHTML(RenderTests.context(["rows": rows]))
    #expect(card.body.text.ranges(of: "<p class").count <= 5001)
    #expect(card.warnings.contains { $0.contains("5000 parts") })
    #expect(StrictHTML(card.body.text).faults == [])
  }

  @Test("a card is at most 1 MiB of HTML; what is too large says so and the rest stays")
  func tooLarge() throws {
    let cells = Array(repeating: ##"{"header":"a","text":"${big}"}"##, count: 12)
    let body =
      #"{"type":"text","text":"before"},{"type":"table","data":"${rows}","columns":["#
      + cells.joined(separator: ",") + #"]},{"type":"text","text":"after"}"#
    let card = try Self.compiled(body).renderHTML(
      RenderTests.context([
        "big": .string(String(repeating: "<", count: 50_000)),
        "rows": .array(Array(repeating: ["a": 1], count: 500)),
      ]))
    #expect(card.body.text.utf8.count <= 1 << 20)
    #expect(card.body.text.contains("before") && card.body.text.contains("after"))
    #expect(card.body.text.contains("too large to show"))
    #expect(card.warnings.contains { $0.contains("too large") })
  }

  @Test("one string is shown up to 10,000 characters, wherever it stands")
  func longStrings() throws {
    let long = JSONValue.string(String(repeating: "word ", count: 40_000))
    for body in [
      #"{"type":"text","text":"${h}"}"#, #"{"type":"stat","label":"a","value":"${h}"}"#,
      #"{"type":"stat","label":"a","value":"${h}","format":"plain"}"#,
      #"{"type":"table","data":"${one}","columns":[{"header":"a","field":"h"}]}"#,
      #"{"type":"log","text":"${lines}"}"#,
    ] {
      let card = try Self.compiled(body).renderHTML(
        RenderTests.context(["h": long, "one": [["h": long]], "lines": [long]]))
      #expect(card.body.text.utf8.count < 11_000, "\(body)")
    }
  }

  @Test("a spec 1,000 deep is refused when written and shown without harm")
  func deep() {
    let column =
      String(repeating: #"{"type":"column","children":["#, count: 1000) + #"{"type":"divider"}"#
      + String(repeating: "]}", count: 1000)
    let fallback =
      String(repeating: #"{"type":"new","x-fallback":"#, count: 1000) + #"{"type":"divider"}"#
      + String(repeating: "}", count: 1000)
    for body in [column, fallback, String(repeating: "[", count: 20_000)] {
      let text = MistakeTests.spec(body)
      #expect(!CompiledSpec.compile(text).report.ok)
      #expect(!CompiledSpec.compile(text, repairing: true).report.ok)
      if let spec = CompiledSpec.compileForDisplay(text).spec {
        #expect(StrictHTML(spec.renderHTML(Self.context("a")).body.text).faults == [])
      }
    }
  }

  @Test("an unknown component becomes a placeholder and the rest of the card stays")
  func unknown() throws {
    let text = MistakeTests.spec(
      #"{"type":"text","text":"before"},{"type":"<hologram>"},{"type":"text","text":"after"},"#
        + #"{"type":"globe","x-fallback":{"type":"text","text":"instead"}}"#)
    let spec = try #require(CompiledSpec.compileForDisplay(text).spec)
    let html = spec.renderHTML(Self.context("a")).body.text
    for words in ["before", "after", "instead", "(&lt;hologram&gt;) needs a newer version"] {
      #expect(html.contains(words))
    }
  }

  @Test("a key written twice is refused when written")
  func duplicateKeys() {
    let text = #"{"ui":1,"body":[{"type":"text","text":"a","type":"divider"}],"ui":1}"#
    #expect(CompiledSpec.compile(text).report.errors.map(\.at).contains("/ui"))
    #expect(!CompiledSpec.compile(text, repairing: true).report.ok)
  }

  private static func compiled(_ body: String) throws -> CompiledSpec {
    let result = CompiledSpec.compile(MistakeTests.spec(body))
    return try #require(result.spec, "\(result.report.text)")
  }
}
