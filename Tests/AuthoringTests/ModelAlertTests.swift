import AuthoringWorkshop
import BlockModel
import Foundation
import Testing

@testable import Authoring
@testable import LanguageModels

@Suite("A model's block does what else the sentence asks for")
struct ModelAlertTests {
  static let address = "https://news.example/a.json"

  /// An answer that also has a `block.json`.
  static func answer(_ manifest: String) -> String {
    PipelineTests.answer(address) + "\n```block.json\n\(manifest)\n```\n"
  }

  private func draft(
    _ sentence: String, _ replies: [ScriptedModel.Reply], grants: [Grant.Subject] = []
  ) async throws -> (AuthoringResult, ScriptedModel) {
    let world = try ModelGrantTests.world([Self.address: PipelineTests.stories])
    defer { try? FileManager.default.removeItem(at: world) }
    let workshop = Workshop()
    let (author, model) = ModelGrantTests.author(workshop, replies, world: world)
    let result = await author.draft(
      AuthoringRequest(sentence: sentence, grants: grants), progress: { _ in })
    await workshop.runner.shutdown()
    return (result, model)
  }

  static let plain = #"{"name": "Stories", "schedule": {"every": "30m"}}"#
  static let alerting =
    #"{"name": "Stories", "schedule": {"every": "30m"}, "alerts": [{"name": "Over 500", "each": "stories", "when": "item.points > 500"}]}"#

  @Test("an alert that the sentence asks for and the answer lacks goes back to the model")
  func alert() async throws {
    let (result, model) = try await draft(
      "stories of \(Self.address) and tell me when one has more than 500 points",
      [.text(Self.answer(Self.plain)), .text(Self.answer(Self.alerting))])
    guard case .draft(let draft) = result else {
      Issue.record("nothing was made: \(result)")
      return
    }
    #expect(draft.files.manifest.alerts.map(\.name) == ["Over 500"])
    #expect(draft.explanation.contains("It tells you under Notices: “Over 500”."))
    let repair = model.requests.last?.messages.last?.text ?? ""
    #expect(repair.contains("one has more than 500 points") || repair.contains("has more than 500"))
  }

  @Test("“tell me when” may ask for a time: nothing is missing then")
  func time() async throws {
    let (result, model) = try await draft(
      "tell me when the next story of \(Self.address) is due", [.text(Self.answer(Self.plain))])
    guard case .draft = result else {
      Issue.record("nothing was made: \(result)")
      return
    }
    #expect(model.requests.count == 1)
  }

  @Test("what a button sends is allowed before the block is kept")
  func post() async throws {
    let answer = """
      Shows the stories.
      ```lua
      local http = require "http"
      return {
        run = function(ctx)
          local stories = {}
          for _, hit in ipairs(http.get("\(Self.address)"):json().hits) do
            stories[#stories + 1] = { title = hit.title, points = hit.points }
          end
          return { stories = stories }
        end,
        on_action = function(name, args, ctx) http.post("\(Self.address)", { json = args }) end,
      }
      ```
      ```json
      {"ui": 1, "title": "Stories", "body": [
        {"type": "list", "data": "${stories}", "title": "${item.title}", "meta": ["${item.points} points"]},
        {"type": "button", "label": "Send", "action": "send"}]}
      ```
      """
    let (asked, _) = try await draft(
      "stories of \(Self.address), a button sends one", [.text(answer)])
    guard case .answer(let question) = asked else {
      Issue.record("it was kept: \(asked)")
      return
    }
    let needed = Grant.Subject.host("news.example", method: "POST")
    #expect(question.neededGrant == needed)
    let (made, _) = try await draft(
      "stories of \(Self.address), a button sends one", [.text(answer)], grants: [needed])
    guard case .draft(let draft) = made else {
      Issue.record("it was asked for again: \(made)")
      return
    }
    #expect(draft.files.manifest.permissions.methods.contains("POST"))
  }

  @Test("a name that means something else in a card is told to the model")
  func reserved() async throws {
    let clash = Self.answer(Self.plain)
      .replacing("return { stories = stories }", with: "return { stories = stories, now = 12.3 }")
      .replacing("\"title\": \"Stories\"", with: "\"title\": \"Stories ${now}\"")
    let (_, model) = try await draft(
      "stories of \(Self.address)", [.text(clash), .text(Self.answer(Self.plain))])
    try #require(clash.contains("${now}"), "the card of the fixture has another title")
    #expect(model.requests.count == 2)
    #expect(model.requests.last?.messages.last?.text.contains("which is the clock") ?? false)
  }

  @Test(
    "the time of the run may be called now, and what only looks like it is another word",
    arguments: ["now = ctx.now", "nowhere = 12.3"])
  func clock(_ member: String) async throws {
    let name = String(member.prefix { $0 != " " })
    let answer = Self.answer(Self.plain)
      .replacing("return { stories = stories }", with: "return { stories = stories, \(member) }")
      .replacing("\"title\": \"Stories\"", with: "\"title\": \"Stories ${\(name)}\"")
    let (result, model) = try await draft("stories of \(Self.address)", [.text(answer)])
    guard case .draft = result else {
      Issue.record("nothing was made: \(result)")
      return
    }
    #expect(model.requests.count == 1)
  }

  @Test("a model that changes nothing is not believed")
  func nothing() async throws {
    let (result, _) = try await ModelGrantTests.refine(
      "please send a letter", [.text("The block sends letters now.\n```block.json\n{}\n```")])
    guard case .answer(let answer) = result else {
      Issue.record("something was changed: \(result)")
      return
    }
    #expect(answer.message.hasPrefix("Nothing was changed."), "\(answer)")
  }
}
