import AuthoringWorkshop
import BlockModel
import BlockRuntime
import TestSupport
import Testing

@testable import Authoring

@Suite("A key that no record of an answer has")
struct AbsentKeysTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var body: String
    var script: String
    var optional: Set<String> = []
    /// The key that is told; `nil` when nothing is.
    var key: String?
    var testDescription: String { name }
  }

  /// Rows that hold what is read of each record, and the sum of it.
  private static func each(_ list: String, _ read: String) -> String {
    """
    local rows = {}
    for _, h in ipairs(data.\(list)) do rows[#rows + 1] = { value = \(read) } end
    return { rows = rows, count = #rows }
    """
  }

  private static func sum(_ read: String) -> String {
    """
    local sum = 0
    for _, h in ipairs(data.hits) do sum = sum + (\(read)) end
    return { sum = sum }
    """
  }

  private static let hits =
    #"{"hits": [{"id": 1, "score": 3, "owner": {"name": "Ada"}, "image": null}, {"id": 2, "score": 5, "owner": {"name": "Bo"}, "image": null, "tag": "x"}]}"#

  static let cases = [
    Case(
      name: "a slip with a fallback", body: hits,
      script: sum("h.scroe or 0"),
      key: "scroe"),
    Case(
      name: "two names for one thing", body: hits,
      script: each("hits", "h.points or h.score"),
      key: "points"),
    Case(
      name: "a key that is there one level down", body: hits,
      script: each("hits", "h.name"),
      key: "name"),
    Case(
      name: "a wrapper that is not there", body: hits,
      script: "local list = data.results or data.hits; return { n = #list }", key: "results"),
    Case(
      name: "a key in brackets", body: hits,
      script: sum("h[\"Score\"] or 1"),
      key: "Score"),
    Case(
      name: "a column that the table lacks", body: "name,income\nAda,3\nBo,5\n",
      script: each("rows", "h.salary or 0"),
      key: "salary"),
    Case(
      name: "null in every record", body: hits,
      script: each("hits", "h.image")),
    Case(
      name: "there in some records", body: hits,
      script: each("hits", "h.tag or ''")
    ),
    Case(
      name: "absent today, and known to be there on other days", body: hits,
      script: each("hits", "h.rain or 0"),
      optional: ["rain"]),
    Case(
      name: "a key that comes from the data", body: #"{"days": {"2026-12-25": "Christmas"}}"#,
      script: "local today = '2026-11-27'; return { holiday = data.days[today] or 'none' }"),
    Case(
      name: "a look for an error", body: hits,
      script: "if data.error then error(data.error) end return { n = #data.hits }"),
  ]

  /// What a traced run of a script says of what its source answered.
  private static func outcome(
    _ body: String, _ script: (_ url: String) -> String
  ) async throws -> (outcome: RunOutcome, script: String) {
    let source = try LoopbackSource { _ in .init(type: "text/plain", body: Array(body.utf8)) }
    let workshop = Workshop()
    let text = script(source.url("x"))
    let host = HostPort(host: "127.0.0.1", port: source.port)
    let outcome = await workshop.runner.run(
      RunRequest(
        block: BlockID("test")!,
        files: BlockFiles(
          manifest: Manifest(name: "Test", permissions: Permissions(privateHosts: [host])),
          script: text, spec: "{}"),
        reason: .create, tracesAbsentKeys: true))
    await workshop.runner.shutdown()
    return (outcome, text)
  }

  @Test("is told, unless the script cannot know", arguments: cases)
  func told(_ example: Case) async throws {
    let read = example.body.hasPrefix("{") ? "json" : "csv"
    let (outcome, script) = try await Self.outcome(example.body) {
      """
      return function(ctx)
        local data = require("http").get("\($0)"):\(read)()
        \(example.script)
      end
      """
    }
    _ = try #require(outcome.data, "\(String(describing: outcome.failure))")
    let finding = AbsentKeys(script: script, optional: example.optional)
      .finding(outcome.absentReads) { [example.body] }
    #expect(finding?.kind == (example.key == nil ? nil : .absentKey))
    if let key = example.key { #expect(finding?.person.contains("“\(key)”") == true) }
  }

  @Test("what feeds may leave out is not told, what they never have is")
  func feeds() async throws {
    let body =
      "<rss><channel><title>N</title><item><title>A</title></item><item><title>B</title></item></channel></rss>"
    let (outcome, _) = try await Self.outcome(body) {
      """
      return function(ctx)
        local feed = require("http").get("\($0)"):feed()
        local rows = {}
        for _, item in ipairs(feed.items) do rows[#rows + 1] = { by = item.author, votes = item.votes } end
        return { rows = rows, n = #rows }
      end
      """
    }
    #expect(outcome.absentReads.count == 1)
    #expect(outcome.absentReads.first?.hasPrefix("$.items[].votes was read 2×") == true)
  }

  @Test("a model's block that reads one is sent back, with the keys there are")
  func sentBack() async throws {
    let wrong =
      "for _, row in ipairs(csv.rows) do rows[#rows + 1] = { name = row.name, income = row.salary or 0 } end"
    let (result, model) = try await MeaningTests.draft(
      "show people from", [wrong, MeaningTests.honest])
    guard case .draft(let draft) = result else {
      Issue.record("no block: \(result)")
      return
    }
    #expect(model.requests.map(\.stage) == [.write, .repair])
    #expect(MeaningTests.told(model).contains("'salary', which no record of the answer has"))
    #expect(MeaningTests.told(model).contains("there are: income, name"))
    #expect(draft.outcome.data?["rows"]?.array?.first?["income"] == 300)
  }
}
