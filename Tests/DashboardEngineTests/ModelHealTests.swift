import Authoring
import AuthoringWorkshop
import BlockModel
import BlockStore
import Foundation
import LanguageModels
import TestSupport
import Testing

@testable import DashboardEngine

/// A source that was redesigned: the same values in a form that no renaming finds.
enum Redesign {
  static let before =
    #"{"hits": [{"title": "Ferry leaves at dawn", "points": 120}, {"title": "Bridge is closed", "points": 340}, {"title": "Market on Sunday", "points": 771}]}"#
  static let after =
    #"{"names": ["Ferry leaves at dawn", "Bridge is closed", "Market on Sunday"], "votes": ["120 points", "340 points", "771 points"]}"#
  static let renamed = before.replacing("\"points\"", with: "\"score\"")

  static let spec =
    #"{"ui": 1, "body": [{"type": "table", "data": "${rows}", "columns": [{"header": "Title", "field": "title"}, {"header": "Points", "field": "points"}]}]}"#

  static func script(_ url: String, _ body: String) -> String {
    """
    local http = require "http"
    return function(ctx)
      local rows = {}
    \(body)
      return { rows = rows }
    end

    """
    .replacing("URL", with: url)
  }

  static let reading = """
      for _, hit in ipairs(http.get("URL"):json().hits) do
        rows[#rows + 1] = { title = hit.title, points = hit.points }
      end
    """

  static let newReading = """
      local body = http.get("URL"):json()
      for i, name in ipairs(body.names) do
        rows[i] = { title = name, points = tonumber(body.votes[i]:match("%d+")) }
      end
    """

  static func answer(_ url: String, _ body: String, _ words: String = "It lists names and votes.")
    -> ScriptedModel.Reply
  {
    .text("\(words)\n```lua\n\(script(url, body))```\n")
  }
}

@Suite("A model repairs what renaming cannot, through the same gate, and never by a trick")
struct ModelHealTests {
  /// A house whose model says what a test wrote down, with a block and its source.
  private struct Scene {
    var house: House
    var id: BlockID
    var source: HealTests.Changing
    var server: LoopbackSource
    var model: ScriptedModel
  }

  private func scene(_ replies: (String) -> [ScriptedModel.Reply]) async throws -> Scene {
    let source = HealTests.Changing(
      HealSource(type: "application/json", body: Redesign.before, script: ""))
    let server = try LoopbackSource { _ in source.answer }
    let url = server.url("x")
    let model = ScriptedModel(replies(url))
    let house = try House(model: model)
    let place = HostPort(host: "127.0.0.1", port: server.port)
    let card = try await house.engine.install(
      BlockFiles(
        manifest: Manifest(name: "Test", permissions: Permissions(privateHosts: [place])),
        script: Redesign.script(url, Redesign.reading), spec: Redesign.spec), author: .drafter,
      explanation: "A test.", grants: [.privateHost(place)])
    _ = try await house.engine.entry(card.id).run?.value
    #expect(try await house.engine.card(card.id).data != nil)
    return Scene(house: house, id: card.id, source: source, server: server, model: model)
  }

  @Test("a redesigned source is read anew, told with what it cost, and on trial")
  func healed() async throws {
    let scene = try await scene { [Redesign.answer($0, Redesign.newReading)] }
    let before = try await scene.house.engine.card(scene.id)
    scene.source.set(Redesign.after)
    let report = try await scene.house.engine.heal(scene.id)
    #expect(report.repair != nil, "\(report.text)")
    let after = try await scene.house.engine.card(scene.id)
    #expect(after.data == before.data && after.author == .heal)
    #expect(after.permissions == before.permissions)
    #expect(try await scene.house.storage.healState(of: scene.id).trial?.left == 3)
    #expect(try await scene.house.engine.modelCalls(of: scene.id).map(\.stage) == ["heal"])
    let told = try await scene.house.engine.actions(of: scene.id).first?.what ?? ""
    #expect(told.contains("It took 1 question to scripted/one."), "\(told)")
    let explanation = try await scene.house.engine.versions(of: scene.id).first?.explanation
    #expect(explanation == "The source changed. It lists names and votes.")
    withExtendedLifetime(scene.server) {}
  }

  /// What a model may try instead of reading the source, and how that is called.
  static let tricks: [(String, String)] = [
    (
      """
        http.get("URL")
        rows = { { title = "Ferry leaves at dawn", points = 120 }, { title = "Bridge is closed", points = 340 }, { title = "Market on Sunday", points = 771 } }
      """, "down instead of reading it"
    ),
    (
      """
        http.get("URL")
        rows = { { title = "Ferry " .. "leaves at dawn", points = 100 + 20 }, { title = "Bridge " .. "is closed", points = 300 + 40 }, { title = "Market " .. "on Sunday", points = 700 + 71 } }
      """, "whatever the source says"
    ),
    (
      """
        local body = http.get("URL"):json()
        for i, name in ipairs(body.names) do
          if i > 1 then rows[#rows + 1] = { title = name, points = tonumber(body.votes[i]:match("%d+")) } end
        end
      """, "would have 2 rows instead of 3"
    ),
    (
      """
        local body = http.get("URL"):json()
        for i, name in ipairs(body.names) do
          rows[i] = { title = name, points = tonumber((body.votes or body.points)[i]:match("%d+")) }
        end
      """, "falls back from one reading to another"
    ),
    (
      """
        local ok, body = pcall(function() return http.get("URL"):json() end)
        for i, name in ipairs(body.names) do
          rows[i] = { title = name, points = tonumber(body.votes[i]:match("%d+")) }
        end
      """, "catches errors with pcall"
    ),
    (
      """
        local body = http.get("https://evil.example/x"):json()
        for i, name in ipairs(body.names) do
          rows[i] = { title = name, points = tonumber(body.votes[i]:match("%d+")) }
        end
      """, "it asks evil.example"
    ),
    (
      """
        local body = http.get("URL"):json()
        for i, name in ipairs(body.names) do rows[i] = { title = name } end
      """, "points"
    ),
    (
      """
        local body = http.get("URL"):json()
        for i, name in ipairs(body.names) do
          rows[i] = { title = name, points = 100 * tonumber(body.votes[i]:match("%d+")) }
        end
      """, "values are not the ones there were before"
    ),
  ]

  @Test(
    "a trick is refused and told, and after two questions the block is left as it is",
    arguments: tricks)
  func refused(trick: (body: String, reason: String)) async throws {
    let scene = try await scene { url in
      [Redesign.answer(url, trick.body), Redesign.answer(url, trick.body), .text("a third")]
    }
    scene.source.set(Redesign.after)
    let report = try await scene.house.engine.heal(scene.id)
    #expect(report.repair == nil)
    #expect(report.text.contains(trick.reason), "\(report.text)")
    #expect(scene.model.requests.count == 2)
    // It was told why.
    #expect(scene.model.requests.last?.messages.last?.text.contains(trick.reason) == true)
    let card = try await scene.house.engine.card(scene.id)
    #expect(card.version == VersionNumber(1) && card.data != nil)
    withExtendedLifetime(scene.server) {}
  }

  @Test("a second answer that reads the source is taken")
  func secondTry() async throws {
    let scene = try await scene { url in
      [Redesign.answer(url, Self.tricks[0].0), Redesign.answer(url, Redesign.newReading)]
    }
    scene.source.set(Redesign.after)
    let report = try await scene.house.engine.heal(scene.id)
    #expect(report.repair != nil && report.questions == 2, "\(report.text)")
    withExtendedLifetime(scene.server) {}
  }

  @Test("prose, half a file and a server that is away change nothing")
  func useless() async throws {
    let scene = try await scene { _ in
      [.text("The data are not there any more."), .failure("the server is away")]
    }
    scene.source.set(Redesign.after)
    #expect(try await scene.house.engine.heal(scene.id).repair == nil)
    #expect(try await scene.house.engine.card(scene.id).version == VersionNumber(1))
    withExtendedLifetime(scene.server) {}
  }

  @Test(
    "no model is asked where renaming does, where waiting does, and beyond the questions of a day")
  func notAsked() async throws {
    let scene = try await scene { [Redesign.answer($0, Redesign.newReading)] }
    scene.source.set("{}", status: 503)
    try await scene.house.engine.heal(scene.id)
    scene.source.set(Redesign.before)
    try await scene.house.engine.heal(scene.id)
    #expect(scene.model.requests.isEmpty)
    let calls = (0..<20).map { _ in
      ModelCall(
        stage: "heal", provider: "p", model: "m", prompt: "", answer: "", inputTokens: 1,
        outputTokens: 1, cost: nil, milliseconds: 1, failure: nil, at: Date())
    }
    try await scene.house.storage.addModelCalls(calls, of: scene.id)
    scene.source.set(Redesign.after)
    let report = try await scene.house.engine.heal(scene.id)
    #expect(report.repair == nil && scene.model.requests.isEmpty)
    #expect(report.text.contains("No model was asked"), "\(report.text)")
    withExtendedLifetime(scene.server) {}
  }

  @Test("a person who saved another version meanwhile keeps it")
  func editedMeanwhile() async throws {
    let scene = try await scene { _ in [.silence] }
    scene.source.set(Redesign.after)
    let healing = Task { try await scene.house.engine.heal(scene.id) }
    while scene.model.requests.isEmpty { await Task.yield() }
    var texts = try await scene.house.storage.workingCopy(of: scene.id)
    texts.script = Redesign.script(scene.server.url("x"), Redesign.newReading)
    try await scene.house.engine.edit(scene.id, texts, basedOn: VersionNumber(1))
    healing.cancel()
    _ = await healing.result
    let card = try await scene.house.engine.card(scene.id)
    #expect(card.version == VersionNumber(2) && card.author == .hand)
    withExtendedLifetime(scene.server) {}
  }

  @Test("many that fail at once are an outage; one source or a few blocks are none")
  func outage() {
    func witnesses(_ failing: Int, of all: Int, hosts: Int) -> [Outage.Witness] {
      (0..<all).map { index in
        Outage.Witness(
          hosts: ["host\(index % hosts).example"], failure: index < failing ? .scriptError : nil)
      }
    }
    #expect(Outage(witnesses(50, of: 50, hosts: 50))?.failing == 50)
    #expect(Outage(witnesses(50, of: 60, hosts: 9))?.ran == 60)
    #expect(Outage(witnesses(3, of: 5, hosts: 5))?.failing == 3, "the fewest")
    for none in [
      witnesses(50, of: 50, hosts: 1), witnesses(2, of: 2, hosts: 2),
      witnesses(10, of: 50, hosts: 50), [],
    ] {
      #expect(Outage(none) == nil)
    }
  }
}
