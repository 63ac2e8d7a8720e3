import AuthoringWorkshop
import BlockModel
import Egress
import Foundation
import TestSupport
import Testing

@testable import Evaluation
@testable import LanguageModels

@Suite(
  "The blocks of recorded cases are as people expect",
  .enabled(if: Corpus.isThere, "needs ../shared/corpus"))
struct EvalTests {
  static let folder = TestPlaces.checkout.appending(path: "Tests/Eval")

  private func evaluation(
    _ workshop: Workshop, model: @escaping @Sendable (EvalCase) -> any ModelSource
  ) throws -> Evaluation {
    Evaluation(
      runner: workshop.runner, egress: Egress(), recipes: TestPlaces.recipes,
      corpus: Corpus.open, model: model)
  }

  /// Without a model a sentence that is not understood wholly is asked; what is made is right.
  @Test("without a model more than half is made right, hardly anything wrong, the rest is asked")
  func builtin() async throws {
    let workshop = Workshop()
    let evaluation = try evaluation(workshop) { _ in FixedModel() }
    let cases = try Evaluation.cases(in: Self.folder)
    var results: [Evaluation.Result] = []
    for one in cases { results.append(try await evaluation.judge(one)) }
    let report = EvalReport(provider: "builtin", results: results)
    #expect(cases.count >= 40)
    #expect(report.share >= 0.5, "\(report.table)")
    let wrong = report.results.count { $0.ending == .wrong }
    #expect(Double(wrong) <= 0.15 * Double(cases.count), "\(report.table)")
    await workshop.runner.shutdown()
  }

  /// A world of one JSON answer, and a recorded model that answers with these files.
  private func judge(_ script: String, _ spec: String, _ more: JSONObject = [:]) async throws
    -> Evaluation.Result
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "eval-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var members: JSONObject = [
      "wish": "police forces from https://data.example.org/forces",
      "world": [["url": "https://data.example.org/forces", "file": "json/uk_police_forces.json"]],
      "checks": ["contains": ["Avon and Somerset"], "rows": 10, "components": ["list"]],
      "mutate": [
        "file": "json/uk_police_forces.json", "replace": "Avon and Somerset", "by": "ZZ Changed",
      ],
    ]
    members.merge(more) { $1 }
    let file = folder.appending(path: "one.json")
    try Data(JSONValue.object(members).json().utf8).write(to: file)
    let answer = "It shows the forces.\n```lua\n\(script)\n```\n```json\n\(spec)\n```\n"
    try Data(answer.utf8).write(to: folder.appending(path: "write-1.md"))
    let workshop = Workshop()
    let evaluation = try evaluation(workshop) { _ in FixedModel(ReplayModel(folder)) }
    let result = try await evaluation.judge(try EvalCase(file: file))
    await workshop.runner.shutdown()
    return result
  }

  private static let list =
    #"{"ui": 1, "body": [{"type": "list", "data": "${rows}", "title": "${item.name}"}]}"#

  @Test("a recorded model is judged like a live one")
  func replay() async throws {
    let script = """
      local http, list = require "http", require "list"
      return function()
        return { rows = list.take(http.get("https://data.example.org/forces"):json(), 10) }
      end
      """
    let result = try await judge(script, Self.list)
    #expect(result.failure == nil && result.isFirstTry && result.attempts == 1 && result.tokens > 0)
    let edited = try await judge(
      script, Self.list, ["edits": [["wish": "rename to Forces", "checks": ["rows": 3]]]])
    #expect(edited.failure?.contains("10 rows instead of 3...3") == true)
    let odd = await #expect(throws: EvalProblem.self) {
      try await judge(script, Self.list, ["checks": ["colour": "red"]])
    }
    #expect(odd?.description.contains("there is no check 'colour'") == true)
  }

  @Test("invented data are found out by changing the source")
  func invented() async throws {
    let script = """
      local http = require "http"
      return function()
        local rows = http.get("https://data.example.org/forces"):json()
        local shown = { { name = "Avon and Somerset" } }
        for i = 2, 10 do shown[i] = rows[i] end
        return { rows = shown }
      end
      """
    let result = try await judge(script, Self.list)
    #expect(result.failure == "after a change of the source: “ZZ Changed” is not shown")
    #expect(!result.isPassed)
  }

  @Test("shares are told with their uncertainty")
  func wilson() {
    let (low, high) = EvalReport.wilson(45, 53)
    #expect(abs(low - 0.7293) < 0.001 && abs(high - 0.9215) < 0.001)
  }
}
