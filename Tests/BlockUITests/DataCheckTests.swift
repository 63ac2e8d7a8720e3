import BlockModel
import Testing

@testable import BlockUI

@Suite("Checking against data")
struct DataCheckTests {
  private func check(_ body: String, _ data: JSONValue) throws -> CheckReport {
    let result = CompiledSpec.compile(MistakeTests.spec(body))
    return try #require(result.spec, "\(result.report.text)").check(data: data)
  }

  private let data: JSONValue = [
    "rows": [["title": "a", "price": 1], ["title": "b", "note": "n"]], "fetched_at": 1,
    "name": "text", "none": .null, "nothing": [],
  ]

  @Test("the examples fit their data", arguments: ExampleSpecs.available)
  func examples(_ name: String) throws {
    let spec = try #require(CompiledSpec.compile(try ExampleSpecs.text(name)).spec)
    let report = spec.check(data: try ExampleSpecs.data(name))
    #expect(report.errors.isEmpty, "\(report.text)")
  }

  @Test(
    "what the data lack is an error with what they have",
    arguments: [
      (#"{"type":"text","text":"${temperature}"}"#, IssueCode.noData, nil),
      (#"{"type":"text","text":"${nme}"}"#, .noData, "name"),
      (
        #"{"type":"list","data":"${rows}","title":"${title}"}"#, .noData,
        "item.title"
      ),
      (#"{"type":"list","data":"${name}","title":"${item.title}"}"#, .notAList, nil),
      (
        #"{"type":"table","data":"${rows}","columns":[{"header":"A","field":"prise"}]}"#,
        .noField, "price"
      ),
      (
        #"{"type":"chart","kind":"bar","data":"${rows}","x":"price","y":"title"}"#, .type, nil
      ),
    ] as [(String, IssueCode, String?)])
  func missing(_ body: String, _ code: IssueCode, _ suggest: String?) throws {
    let report = try check(body, data)
    #expect(report.errors.map(\.kind) == [code], "\(report.text)")
    #expect(report.errors.first?.suggest == suggest)
  }

  @Test(
    "gives no false alarm",
    arguments: [
      #"{"type":"list","data":"${rows}","title":"${item.title}","subtitle":"${item.note}"}"#,
      #"{"type":"text","text":"${none.deep}"}"#,
      #"{"type":"list","data":"${nothing}","title":"${item.anything}"}"#,
      #"{"type":"text","text":"${alert.text}","when":"alert"}"#,
      #"{"type":"row","when":"alert","children":[{"type":"text","text":"${alert}"}]}"#,
    ])
  func quiet(_ body: String) throws {
    #expect(try check(body, data).errors == [])
  }

  @Test(
    "what is not shown is not bound",
    arguments: [
      #"{"type":"text","text":"${change}","when":"none"}"#,
      #"{"type":"text","text":"${change}","when":"!name"}"#,
      #"{"type":"section","title":"A","when":"fetched_at > 5","children":[{"type":"text","text":"${far.away}"}]}"#,
      #"{"type":"stat","label":"A","value":"${fetched_at}","delta":{"value":"${change}","label":"since ${earlier}"}}"#,
      #"{"type":"stat","label":"A","value":"${fetched_at}","delta":{"value":"${none}","label":"since ${earlier}"}}"#,
    ])
  func hidden(_ body: String) throws {
    #expect(try check(body, data).errors == [])
  }

  @Test(
    "what is shown is bound, whatever its condition names",
    arguments: [
      #"{"type":"text","text":"${change}","when":"name"}"#,
      #"{"type":"text","text":"${change}","when":"!none"}"#,
      #"{"type":"stat","label":"A","value":"${change}"}"#,
      // A slip of the pen is one also where nothing would be shown.
      #"{"type":"stat","label":"A","value":"${fetched_at}","delta":{"value":"${fetchedat}"}}"#,
      // Whether a row is shown is known to the row alone.
      #"{"type":"each","data":"${rows}","children":[{"type":"text","text":"${item.change}","when":"item.price > 5"}]}"#,
    ])
  func shown(_ body: String) throws {
    #expect(try check(body, data).errors.count == 1)
  }

  @Test("the card's `empty` stands in place of the body, and `updated` may be missing")
  func empty() throws {
    let text = #"""
      {"ui":1,"title":"${name}","subtitle":"${event.place}","updated":"${taken}",
       "empty":{"text":"Nothing is planned.","when":"!event"},
       "body":[{"type":"heading","text":"${event.title}"},{"type":"text","text":"${far}"}]}
      """#
    let spec = try #require(CompiledSpec.compile(text).spec)
    #expect(spec.check(data: ["name": "Choir"]).errors == [])
    let event: JSONValue = ["name": "Choir", "event": ["title": "a", "place": "b"]]
    #expect(
      spec.check(data: event).errors.map(\.message).count == 1, "the body is shown, and lacks 'far'"
    )
    // Without the condition nothing replaces the body.
    let bare = try #require(
      CompiledSpec.compile(text.replacing(#","when":"!event""#, with: "")).spec)
    #expect(!bare.check(data: ["name": "Choir"]).ok)
  }

  @Test("a condition on a parameter is one on its value")
  func parameter() throws {
    let spec = try #require(
      CompiledSpec.compile(
        MistakeTests.spec(#"{"type":"text","text":"${change}","when":"params.far"}"#),
        params: [Param(name: "far", kind: .boolean, defaultValue: false)]
      ).spec)
    #expect(spec.check(data: data, params: ["far": false]).ok)
    #expect(!spec.check(data: data, params: ["far": true]).ok)
  }

  @Test("the length of a list is counted", arguments: ["${rows.length} rows", "${$.rows.length}"])
  func length(text: String) throws {
    let spec = MistakeTests.spec(#"{"type":"text","text":"\#(text)"}"#)
    let report = try #require(CompiledSpec.compile(spec).spec).check(data: data)
    #expect(report.errors.map(\.kind) == [.noData])
    let repaired = CompiledSpec.repair(spec, sample: data)
    #expect(repaired.canonicalText?.contains("rows | count}") == true)
    #expect(try #require(repaired.spec).check(data: data).ok)
  }

  @Test("a list that has a key named length by right is left alone")
  func lengthByRight() throws {
    let body = #"{"type":"list","data":"${rows}","title":"${item.length}"}"#
    #expect(try check(body, ["rows": [["length": 4]]]).ok)
  }

  @Test(
    "what would be seen is judged",
    arguments: [
      (#"{"type":"text","text":"a","when":"nothing"}"#, "nothing of the card"),
      (
        #"{"type":"list","data":"${rows}","title":"${item.gone}","subtitle":"${item.lost}"}"#,
        "4 of 4 values"
      ),
    ])
  func rendered(_ body: String, _ words: String) throws {
    let spec = try #require(CompiledSpec.compile(MistakeTests.spec(body)).spec)
    let report = spec.check(rendering: RenderTests.context(data))
    #expect(report.errors.count == 1)
    #expect(report.errors.first?.message.contains(words) == true, "\(report.text)")
  }

  @Test("refused addresses and parts over a limit are warnings")
  func renderedWarnings() throws {
    let spec = try #require(
      CompiledSpec.compile(
        MistakeTests.spec(
          #"{"type":"link","text":"a","href":"${name}"},{"type":"log","text":"${big}"}"#)
      ).spec)
    let big = JSONValue.array(
      Array(repeating: .string(String(repeating: "x", count: 9000)), count: 100) + ["y"])
    let lines = JSONValue.array(
      Array(repeating: .string(String(repeating: "<", count: 9000)), count: 99))
    #expect(spec.check(rendering: RenderTests.context(["name": "text", "big": big])).ok)
    let report = spec.check(rendering: RenderTests.context(["name": "javascript:x", "big": lines]))
    #expect(report.ok)
    #expect(report.warnings.map(\.kind) == [.url, .tooLarge], "\(report.text)")
  }

  @Test("the examples are judged well", arguments: ExampleSpecs.available)
  func renderedExamples(_ name: String) throws {
    let spec = try #require(CompiledSpec.compile(try ExampleSpecs.text(name)).spec)
    let report = spec.check(rendering: RenderTests.context(try ExampleSpecs.data(name)))
    #expect(report.text == "")
  }

  @Test("a key that only a row has is repaired with the data at hand")
  func repaired() throws {
    let text = MistakeTests.spec(#"{"type":"list","data":"${rows}","title":"${title}!"}"#)
    let result = CompiledSpec.repair(text, sample: data)
    #expect(result.canonicalText?.contains("${item.title}!") == true)
    #expect(try #require(result.spec).check(data: data).ok)
  }
}
