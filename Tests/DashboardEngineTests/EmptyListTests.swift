import BlockModel
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DashboardEngine

@Suite("A list that is empty at once is told for what it is, after one good run already")
struct EmptyListTests {
  private func install(
    _ house: House, _ source: HealSource, asked: @escaping @Sendable () -> Void = {}
  ) async throws -> (id: BlockID, changing: HealTests.Changing, server: LoopbackSource) {
    let changing = HealTests.Changing(source)
    let server = try LoopbackSource { _ in
      asked()
      return changing.answer
    }
    let place = HostPort(host: "127.0.0.1", port: server.port)
    let card = try await house.engine.install(
      BlockFiles(
        manifest: Manifest(name: "Test", permissions: Permissions(privateHosts: [place])),
        script:
          "local http = require \"http\"\nreturn function(ctx)\nlocal body = http.get(\"\(server.url("x"))\")\n\(source.script)\nend\n",
        spec:
          #"{"ui": 1, "body": [{"type": "table", "data": "${rows}", "columns": [{"header": "First", "field": "\#(source.column)"}]}]}"#
      ),
      author: .drafter, explanation: "A test.", grants: [.privateHost(place)])
    _ = try await house.engine.entry(card.id).run?.value
    #expect(try await house.engine.card(card.id).data?["rows"]?.array?.isEmpty == false)
    return (card.id, changing, server)
  }

  @Test("a page whose classes have other names keeps the old data, and repairs itself")
  func renamed() async throws {
    let house = try House()
    let (id, source, server) = try await install(house, .page)
    let before = try await house.engine.card(id)
    source.set(HealSource.page.with([("story", "news-item"), ("headline", "title")]))
    let events = house.engine.events()
    let failed = try await house.engine.refresh(id)
    #expect(failed.failure?.kind == .shapeDrift)
    #expect(
      failed.failure?.message
        == "the source answered, but in another shape than before: 'rows' is empty, and nothing is '.headline' any more, and what was shown is still there"
    )
    var card = try await house.engine.card(id)
    #expect(card.state == .failing && card.data == before.data)
    house.pass(700)
    try await house.engine.refresh(id)
    for await event in events where event == .cardChanged(id) {
      card = try await house.engine.card(id)
      if card.author == .heal, card.state == .ok { break }
    }
    #expect(card.data == before.data)
    withExtendedLifetime(server) {}
  }

  @Test(
    "a source that says that there is nothing is shown so, before and after its rules were found",
    arguments: [0, 12])
  func said(runs: Int) async throws {
    let house = try House()
    let (id, source, server) = try await install(house, .stories)
    for _ in 0..<runs { try await house.engine.refresh(id) }
    source.set(#"{"hits": [], "total": 0}"#)
    #expect(try await house.engine.refresh(id).failure == nil)
    var card = try await house.engine.card(id)
    #expect(card.state == .empty && card.data?["rows"]?.array?.isEmpty ?? true)
    #expect(
      try await !house.engine.contract(of: id).contains {
        $0.rule.path == "rows" && $0.rule.rows != nil && !$0.rule.isSoft
      })
    // A repair that somebody asks for has nothing to do.
    #expect(try await house.engine.heal(id).repair == nil)
    source.set(HealSource.stories.body)
    try await house.engine.refresh(id)
    card = try await house.engine.card(id)
    #expect(card.state == .ok && card.data?["rows"]?.array?.count == 3)
    withExtendedLifetime(server) {}
  }

  @Test("what a person promises of a list holds, whatever its source says")
  func promised() async throws {
    let house = try House()
    let (id, source, server) = try await install(house, .stories)
    try await house.engine.addRule(
      ContractRule(path: "rows", rows: ContractRule.Bounds(min: 1)), to: id)
    source.set(#"{"hits": [], "total": 0}"#)
    #expect(try await house.engine.refresh(id).failure?.kind == .contractViolation)
    withExtendedLifetime(server) {}
  }

  @Test("the source is asked once more only when a list is empty at once")
  func asked() async throws {
    let house = try House()
    let asked = Mutex(0)
    let (id, source, server) = try await install(house, .stories) { asked.withLock { $0 += 1 } }
    var counts: [Int] = []
    for body in [HealSource.stories.body, #"{"hits": []}"#, #"{"hits": []}"#] {
      source.set(body)
      let before = asked.withLock { $0 }
      try await house.engine.refresh(id)
      counts.append(asked.withLock { $0 } - before)
    }
    #expect(counts == [1, 2, 1])
    withExtendedLifetime(server) {}
  }
}
