import BlockModel
import BlockStore
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DashboardEngine

@Suite("A block whose source changed repairs itself, with proof or not at all")
struct HealTests {
  /// A source whose answer a test changes.
  final class Changing: Sendable {
    private let body: Mutex<(type: String, body: String, status: Int)>

    init(_ source: HealSource) { body = Mutex((source.type, source.body, 200)) }

    func set(_ text: String, status: Int = 200) {
      body.withLock { $0 = ($0.type, text, status) }
    }

    var answer: LoopbackSource.Answer {
      body.withLock { kept in
        LoopbackSource.Answer(
          status: kept.status, type: kept.type,
          headers: [("Cache-Control", "no-store")], body: Array(kept.body.utf8))
      }
    }
  }

  private func install(
    _ house: House, _ source: HealSource
  ) async throws -> (id: BlockID, changing: Changing, server: LoopbackSource) {
    let changing = Changing(source)
    let server = try LoopbackSource { _ in changing.answer }
    let place = HostPort(host: "127.0.0.1", port: server.port)
    let data = try #require(source.script.contains("rows") ? "rows" : "price")
    let spec =
      data == "rows"
      ? #"{"ui": 1, "body": [{"type": "table", "data": "${rows}", "columns": [{"header": "First", "field": "\#(source.column)"}]}]}"#
      : #"{"ui": 1, "body": [{"type": "stat", "label": "${title}", "value": "${price}"}]}"#
    let script =
      "local http = require \"http\"\nreturn function(ctx)\nlocal body = http.get(\"\(server.url("x"))\")\n\(source.script)\nend\n"
    let card = try await house.engine.install(
      BlockFiles(
        manifest: Manifest(name: "Test", permissions: Permissions(privateHosts: [place])),
        script: script, spec: spec), author: .drafter, explanation: "A test.",
      grants: [.privateHost(place)])
    _ = try await house.engine.entry(card.id).run?.value
    #expect(try await house.engine.card(card.id).data != nil)
    return (card.id, changing, server)
  }

  @Test(
    "what a source does to its readers is followed where it can be proved", arguments: HealCase.all)
  func cases(one: HealCase) async throws {
    let house = try House()
    let (id, source, server) = try await install(house, one.source)
    let before = try await house.engine.card(id)
    source.set(one.after)
    let report = try await house.engine.heal(id)
    let after = try await house.engine.card(id)
    if one.isHealed {
      #expect(report.repair != nil, "\(report.text)")
      #expect(after.data == before.data)
      #expect(after.version == VersionNumber(2) && after.author == .heal)
      #expect(after.permissions == before.permissions)
      let explanation = try await house.engine.versions(of: id).first?.explanation ?? ""
      #expect(explanation.hasPrefix("The source "))
      // It works from now on.
      #expect(try await house.engine.refresh(id).failure == nil)
    } else {
      #expect(report.repair == nil, "\(report.text)")
      #expect(after.version == VersionNumber(1) && after.data == before.data)
    }
    withExtendedLifetime(server) {}
  }

  @Test("a dry run tells what it would do and does nothing")
  func dryRun() async throws {
    let house = try House()
    let (id, source, server) = try await install(house, .stories)
    source.set(HealSource.stories.with([("\"points\"", "\"score\"")]))
    let report = try await house.engine.heal(id, isDryRun: true)
    #expect(
      report.repair?.sentence
        == "The source renamed 'points' to 'score'; the script follows it in line 6.")
    #expect(try await house.engine.card(id).version == VersionNumber(1))
    withExtendedLifetime(server) {}
  }

  @Test("it starts by itself at the second failed run ten minutes after the first, and is told")
  func byItself() async throws {
    let house = try House()
    let (id, source, server) = try await install(house, .stories)
    for _ in 0..<3 { try await house.engine.refresh(id) }
    source.set(HealSource.stories.with([("\"hits\"", "\"results\"")]))
    let events = house.engine.events()
    try await house.engine.refresh(id)
    await house.engine.considerHealing(
      id, after: try await house.engine.refresh(id), of: VersionNumber(1))
    // Twice within a moment may be a moment of the source.
    #expect(try await house.engine.card(id).version == VersionNumber(1))
    #expect(try await house.engine.card(id).state == .broken)
    house.pass(700)
    try await house.engine.refresh(id)
    for await event in events where event == .cardChanged(id) {
      let card = try await house.engine.card(id)
      if card.version == VersionNumber(2), card.state == .ok { break }
    }
    let told = try await house.engine.actions(of: id).first { $0.actor == "heal" }?.what ?? ""
    for part in [
      "Seen: ", "Evidence: ", "Tried renaming: it passes.", "on trial for 3 runs",
      "go back to version 1",
    ] {
      #expect(told.contains(part), "\(part) in \(told)")
    }
    withExtendedLifetime(server) {}
  }

  @Test("a repair that fails while it is on trial is taken back; three that came to nothing end it")
  func trial() async throws {
    let house = try House()
    let (id, source, server) = try await install(house, .stories)
    source.set(HealSource.stories.with([("\"points\"", "\"score\"")]))
    try await house.engine.heal(id)
    #expect(try await house.storage.healState(of: id).trial?.left == 3)
    source.set(#"{"hits": 5}"#)
    let failed = try await house.engine.refresh(id)
    #expect(failed.failure != nil)
    var state = try await house.storage.healState(of: id)
    while state.trial != nil || state.failedAt.isEmpty {
      await Task.yield()
      state = try await house.storage.healState(of: id)
    }
    #expect(state.failedAt.count == 1)
    #expect(try await house.engine.card(id).author == .restore)
    for _ in 0..<2 {
      _ = try await house.engine.entry(id).run?.value
      try await house.engine.heal(id, by: "heal")
    }
    state = try await house.storage.healState(of: id)
    #expect(state.isQuarantined)
    let actions = try await house.engine.actions(of: id).map(\.what)
    #expect(actions.contains { $0.hasPrefix("No more repairs will be tried") })
    withExtendedLifetime(server) {}
  }

  @Test("three good runs prove a repair")
  func proved() async throws {
    let house = try House()
    let (id, source, server) = try await install(house, .price)
    source.set(HealSource.price.with([("\"price\"", "\"amount\"")]))
    try await house.engine.heal(id)
    for left in [2, 1, 0] {
      try await house.engine.refresh(id)
      while try await house.storage.healState(of: id).trial?.left ?? 0 > left { await Task.yield() }
    }
    let actions = try await house.engine.actions(of: id).map(\.what)
    #expect(actions.contains("The repair of version 2 has proved itself: 3 good runs."))
    #expect(try await house.engine.card(id).author == .heal)
    withExtendedLifetime(server) {}
  }

  @Test("an older version that fits again is taken, without a new script")
  func ledger() async throws {
    let house = try House()
    let (id, source, server) = try await install(house, .stories)
    source.set(HealSource.stories.with([("\"points\"", "\"score\"")]))
    try await house.engine.heal(id)
    try await house.engine.refresh(id)
    source.set(HealSource.stories.body)
    let report = try await house.engine.heal(id)
    #expect(report.repair?.method == "older version 1", "\(report.text)")
    #expect(try await house.engine.card(id).version == VersionNumber(3))
    withExtendedLifetime(server) {}
  }

  @Test("an edit is told what it makes of the answers that were recorded, and asks nobody for it")
  func backtest() async throws {
    let house = try House()
    let (id, source, server) = try await install(house, .stories)
    house.pass(90_000)
    try await house.engine.refresh(id)
    #expect(try await house.storage.recordings(of: id).count == 2)
    var texts = try await house.storage.workingCopy(of: id)
    let script = texts.script
    for (change, wanted) in [
      (
        ("local rows = {}", "local rows = {} -- the same"), "On 2 recorded answers: 2 the same."
      ),
      (
        ("url = hit.link", "url = hit.link, n = 1"),
        "On 2 recorded answers: 2 different: 'n' is new in 3 rows of 'rows'"
      ),
      (("return { rows", "if ctx.now < 2e9 then error('too early') end return { rows"), nil),
    ] as [((String, String), String?)] {
      texts.script = script.replacing(change.0, with: change.1)
      let version = try await house.engine.card(id).version
      do {
        try await house.engine.edit(id, texts, basedOn: version)
        let explanation = try await house.engine.versions(of: id).first?.explanation ?? ""
        #expect(explanation.contains(wanted ?? "refused"), "\(explanation)")
      } catch { #expect(wanted == nil) }
    }
    withExtendedLifetime((source, server)) {}
  }

  @Test(
    "a source that is away, refuses or is asked too often is waited for",
    arguments: [401, 404, 429, 503])
  func waits(status: Int) async throws {
    let house = try House()
    let (id, source, server) = try await install(house, .stories)
    source.set("{}", status: status)
    let report = try await house.engine.heal(id)
    #expect(report.repair == nil)
    #expect(try await house.engine.card(id).version == VersionNumber(1))
    withExtendedLifetime(server) {}
  }
}
