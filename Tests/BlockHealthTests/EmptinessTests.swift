import BlockModel
import Foundation
import Testing

@testable import BlockHealth

@Suite("A list that had rows and has none is rightly empty, or its source has changed")
struct EmptinessTests {
  @Test(
    "the source changed: the old data stay, and a repair is tried", arguments: EmptinessCase.drifted
  )
  func drifted(one: EmptinessCase) throws {
    guard case .drifted(let why) = try one.emptiness() else {
      Issue.record("it passes as empty")
      return
    }
    #expect(!why.isEmpty && !why.hasSuffix("."))
  }

  @Test(
    "the source says that there is nothing, and the card says it, too",
    arguments: EmptinessCase.said)
  func said(one: EmptinessCase) throws { #expect(try one.emptiness() == .said) }

  @Test(
    "what a script leaves out of a source that is as it was is left out rightly",
    arguments: EmptinessCase.plausible)
  func plausible(one: EmptinessCase) throws { #expect(try one.emptiness() == .plausible) }

  @Test("of a block whose answers were not kept, what it showed tells")
  func withoutRecording() throws {
    let stories = EmptinessCase.Source.stories
    func judged(_ body: String) throws -> Emptiness {
      Emptiness(
        of: try #require(stories.lost), before: [],
        now: [SourceAnswer(url: stories.url, body: Array(body.utf8))], script: stories.script)
    }
    #expect(try judged(stories.body) == .plausible)
    #expect(try judged(#"{"hits": []}"#) == .plausible)
    #expect(
      try judged(stories.body.replacing("\"hits\"", with: "\"results\""))
        == .drifted("what was shown is in 'results', which the script does not read"))
    let page = EmptinessCase.Source.page
    let renamed = page.body.replacing("story", with: "card").replacing("headline", with: "name")
    #expect(
      Emptiness(
        of: try #require(page.lost), before: [],
        now: [SourceAnswer(url: page.url, body: Array(renamed.utf8))], script: page.script)
        == .drifted("what was shown is still there, and nothing that the script selects by"))
  }

  @Test("rows are lost only where there were some each time, and where a person does not allow it")
  func lost() throws {
    let before: JSONValue = ["rows": [["a": 1]], "more": [1], "n": 2]
    func lost(_ data: JSONValue, _ learned: LearnedContract, _ rules: JSONValue = []) throws
      -> [String]
    {
      LostRows(from: before, to: data, learned: learned, rules: try ContractRule.list(json: rules))?
        .paths ?? []
    }
    var learned = LearnedContract()
    _ = learned.learn(before, isConfirmed: false)
    #expect(try lost(["rows": [], "more": [1]], learned) == ["rows"])
    #expect(try lost(["more": []], learned) == ["rows", "more"])
    #expect(try lost(["rows": [["a": 2]], "more": [1]], learned) == [])
    #expect(
      try lost(["rows": [], "more": [1]], learned, [["path": "rows", "rows": ["min": 0]]]) == [])
    #expect(
      try lost(["rows": [], "more": [1]], learned, [["path": "rows", "rows": ["min": 1]]]) == [
        "rows"
      ])
    // It was empty before, and may be again.
    _ = learned.learn(["rows": [], "more": [1]], isConfirmed: false)
    #expect(try lost(["rows": [], "more": [1]], learned) == [])
    learned.removed = ["more rows"]
    #expect(try lost(["rows": [], "more": []], learned) == [])
    #expect(
      LostRows(from: [["a": 1]], to: [:], learned: learned, rules: [])?.words == "the list is empty"
    )
  }
}
