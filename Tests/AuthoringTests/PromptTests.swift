import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Foundation
import TestSupport
import Testing

@testable import Authoring
@testable import LanguageModels

@Suite("What models are asked")
struct PromptTests {
  static let book = PromptBook(folder: TestPlaces.checkout.appending(path: "Prompts"))

  /// Every prompt with small values in its places: what stands in between is fixed.
  static func frame() throws -> String {
    let wish = PromptBook.wish("top 2 people, highest income first")
    let sources = PromptBook.quoted("GET https://data.example/people.csv → 200, 64 bytes")
    let values = [
      "stdlib": "(the modules)\n", "ui": "(the components)\n", "recipes": "(two examples)\n",
      "wish": wish, "sources": sources, "title": "People", "method": "", "failures": "",
      "params": "Settings:\n" + PromptBook.quoted("ctx.params.count = 2"),
      "problem": "The script failed when it ran.", "issues": PromptBook.quoted("1. line 3: …"),
      "modules": "", "found": "", "manifest": "{\"name\": \"People\"}",
      "card": PromptBook.quoted("== People"), "script": "return function(ctx) … end",
      "spec": "{\"ui\": 1, …}",
      "data": PromptBook.quoted("$.rows[]  list of 2"), "hosts": "data.example",
      "format": "(the form of the answer)",
    ]
    return try ["system", "plan", "plan-wish", "write", "repair", "look", "refine"].map { name in
      "──── \(name)\n" + (try book.text(name, values))
    }.joined(separator: "\n")
  }

  @Test("is what was agreed; DASH_RENEW_SNAPSHOTS=1 renews it")
  func snapshot() throws {
    let file = TestPlaces.checkout.appending(path: "Tests/Snapshots/prompts.txt")
    let frame = try Self.frame()
    if ProcessInfo.processInfo.environment["DASH_RENEW_SNAPSHOTS"] == "1" {
      try Data(frame.utf8).write(to: file)
    }
    #expect(frame == (try String(contentsOf: file, encoding: .utf8)))
  }

  @Test("has at most 15 kB before sources and samples, all that never changes")
  func size() throws {
    let system = try Self.book.system()
    let plan = try Self.book.text("plan", [:])
    print(
      "system part: \(system.utf8.count) bytes, \(TokenEstimate.tokens(system)) tokens; of the plan: \(plan.utf8.count) bytes"
    )
    #expect(system.utf8.count <= 15_000)
    #expect(plan.utf8.count <= 2_500)
    if let file = ProcessInfo.processInfo.environment["DASH_SYSTEM_PROMPT"] {
      try Data(system.utf8).write(to: URL(filePath: file))
    }
  }

  @Test("a prompt the model cannot read is asked once more without examples")
  func shortened() async throws {
    let source = try PipelineTests.source()
    let url = source.url("stories.json")
    var failure = ModelFailure(.tooLong, "the prompt is too long; choose another model")
    failure.contextTokens = 9_000
    let workshop = Workshop()
    let (author, model) = ModelGrantTests.author(
      workshop, [.failed(failure), .text(PipelineTests.answer(url))])
    let result = await author.draft(
      AuthoringRequest(
        sentence: "show stories from \(url)",
        grants: [.privateHost(HostPort(host: "127.0.0.1", port: source.port))]), progress: { _ in })
    await workshop.runner.shutdown()
    guard case .draft(let draft) = result else {
      Issue.record("no block: \(result)")
      return
    }
    #expect(draft.method == "scripted/one")
    let texts = model.requests.map { $0.messages.last?.text ?? "" }
    #expect(texts.map { $0.contains("# Example:") } == [true, false])
    #expect(texts.allSatisfy { $0.contains("$.hits[].points") })
  }

  @Test("a model whose context is known to be small is asked the short question at once")
  func known() async throws {
    let model = ScriptedModel([.text("short")], contextTokens: 50)
    var session = ModelSession(model, record: { _ in })
    let long = String(repeating: "long ", count: 100)
    var opening = Opening([ModelMessage(.user, long)], short: [ModelMessage(.user, "brief")])
    _ = try await session.ask(.write, system: [], &opening)
    #expect(model.requests.map { $0.messages.last?.text } == ["brief"])
  }
}
