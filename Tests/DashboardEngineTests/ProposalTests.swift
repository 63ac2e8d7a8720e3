import BlockModel
import BlockStore
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DashboardEngine

@Suite("What another agent makes passes the gate before it serves")
struct ProposalTests {
  private func texts(
    _ body: String, permissions: Permissions = Permissions(), contract: JSONValue = [],
    spec: String = House.spec
  ) throws -> BlockTexts {
    var manifest = Manifest(name: "Theirs", permissions: permissions)
    manifest.contract = try ContractRule.list(json: contract)
    return BlockTexts(
      BlockFiles(manifest: manifest, script: House.script(body), spec: spec))
  }

  private func propose(
    _ texts: BlockTexts, for block: BlockID? = nil, to house: House
  ) async throws -> BlockProposal? {
    let result = try await house.engine.propose(
      texts, for: block, by: "claude", explanation: "It is better.")
    if case .waiting(let proposal) = result { return proposal }
    return nil
  }

  @Test("what cannot serve is refused with its place, and nobody is asked to accept it")
  func refused() async throws {
    let house = try House()
    let button =
      #"{"ui": 1, "body": [{"type": "text", "text": "${n}"}, {"type": "button", "text": "Go", "action": "go"}]}"#
    let cases: [(BlockTexts, place: String)] = [
      (try texts("local a = nil\nreturn { n = a.b }"), "block.lua:3"),
      (try texts("return { n = 1 }", spec: button), "block.ui.json:1"),
      (
        try texts(
          "return { n = 1, rows = { 1 } }", contract: [["path": "rows", "rows": ["min": 3]]]),
        "block.json"
      ),
      (
        BlockTexts(manifest: "{", script: House.script("return { n = 1 }"), spec: House.spec),
        "block.json:1:2"
      ),
    ]
    for (texts, place) in cases {
      let error = await #expect(throws: EngineError.self) { try await propose(texts, to: house) }
      guard case .edit(let problem) = error else {
        Issue.record("\(error as Any)")
        continue
      }
      #expect(problem.place == place)
    }
    #expect(try await house.engine.proposals().isEmpty)
  }

  @Test("a block that works is told to work, and serves with the data of the trial that let it in")
  func accepted() async throws {
    let house = try House()
    let proposal = try #require(try await propose(texts("return { n = 42 }"), to: house))
    #expect(proposal.report == "Dash tried it, and it works.")
    #expect(try await house.engine.proposals().map(\.id) == [proposal.id])
    let card = try await house.engine.accept(proposal.id)
    #expect(card.data == ["n": 42] && card.author == .model)
    #expect(try await house.engine.runs(of: card.id).map(\.reason) == ["create"])
    #expect(
      try await house.engine.versions(of: card.id).map(\.report) == ["Dash tried it, and it works."]
    )
    #expect(try await house.engine.proposals().isEmpty)
  }

  @Test(
    "what was kept before there was a gate is tried when it is accepted; it waits on, with the reason"
  )
  func old() async throws {
    let house = try House()
    let old = BlockProposal(
      block: nil, basedOn: nil, texts: try texts("local a = nil return { n = a.b }"),
      agent: "claude", explanation: "Mine.", at: house.now)
    try await house.storage.addProposal(old)
    let error = await #expect(throws: EngineError.self) { try await house.engine.accept(old.id) }
    #expect(error?.description.contains("block.lua:2") == true)
    #expect(try await house.storage.blocks().isEmpty)
    let waiting = try #require(try await house.engine.proposals().first)
    #expect(waiting.id == old.id && waiting.texts == old.texts)
    #expect(waiting.report.hasPrefix("It cannot be used: the script failed when it ran"))
  }

  @Test(
    "what nobody allowed yet cannot be tried before: it is, with what is public, once a person says yes"
  )
  func notAllowedYet() async throws {
    let house = try House()
    let own = try texts(
      "local ok = pcall(require('http').get, 'https://api.invalid/n') if not ok then error('no tide') end return { n = 1 }",
      permissions: Permissions(hosts: ["api.invalid"]))
    let other = try #require(try await propose(own, to: house))
    #expect(other.report.hasPrefix("Dash could not try it yet."))
    try await house.engine.decline(other.id)
    let asking = try texts(
      "return { n = require('http').get('https://api.invalid/n').status }",
      permissions: Permissions(hosts: ["api.invalid"]))
    let proposal = try #require(try await propose(asking, to: house))
    #expect(
      proposal.report
        == "Dash could not try it yet. Noticed: nobody has allowed it yet to ask api.invalid (GET) (block.lua:2)."
    )
    // The click allows the host; that there is none is found by the trial after it.
    await #expect(throws: EngineError.self) { try await house.engine.accept(proposal.id) }
    #expect(try await house.storage.blocks().isEmpty)
    #expect(try await house.engine.proposals().map(\.id) == [proposal.id])
    try await house.engine.decline(proposal.id)
    #expect(try await house.engine.proposals().isEmpty)
  }

  @Test(
    "a place at home is not asked before its block is allowed to; the block exists, and asks for it"
  )
  func atHome() async throws {
    let house = try House()
    let asked = Mutex(0)
    let source = try LoopbackSource { _ in
      asked.withLock { $0 += 1 }
      return .init(body: Array(#"{"n": 7}"#.utf8))
    }
    let place = HostPort(host: "127.0.0.1", port: source.port)
    let asking = try texts(
      "return require('http').get('\(source.url("n"))'):json()",
      permissions: Permissions(privateHosts: [place]))
    let proposal = try #require(try await propose(asking, to: house))
    let card = try await house.engine.accept(proposal.id)
    #expect(card.state == .needsPermission && card.data == nil)
    #expect(asked.withLock { $0 } == 0)
    try await house.engine.allow(card.id, .privateHost(place))
    _ = try await house.engine.entry(card.id).run?.value
    #expect(try await house.engine.card(card.id).data == ["n": 7])
    withExtendedLifetime(source) {}
  }

  @Test("of two clicks on one proposal one makes a block")
  func twice() async throws {
    let house = try House()
    let proposal = try #require(try await propose(texts("return { n = 1 }"), to: house))
    async let first = try? house.engine.accept(proposal.id)
    async let second = try? house.engine.accept(proposal.id)
    #expect(await [first, second].compactMap(\.self).count == 1)
    #expect(try await house.storage.blocks().count == 1)
    await #expect(throws: EngineError.proposal(.decided)) {
      try await house.engine.accept(proposal.id)
    }
    await #expect(throws: EngineError.proposal(.decided)) {
      try await house.engine.decline(proposal.id)
    }
  }

  @Test(
    "a change of what is another version now, or in the trash, waits, and it is told what to do")
  func overtaken() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    let proposal = try #require(
      try await propose(texts("return { n = 2 }"), for: id, to: house))
    try await house.engine.delete(id)
    await #expect(throws: EngineError.proposal(.inTrash(id))) {
      try await house.engine.accept(proposal.id)
    }
    try await house.engine.restoreDeleted(id)
    try await house.engine.edit(id, texts("return { n = 3 }"), basedOn: VersionNumber(1))
    let error = await #expect(throws: EngineError.self) {
      try await house.engine.accept(proposal.id)
    }
    #expect(
      error?.description
        == "This was made on version 1; version 2 serves now. Decline it, or ask claude to propose it again."
    )
    #expect(try await house.engine.proposals().map(\.id) == [proposal.id])
    #expect(try await house.engine.card(id).data == ["n": 3])
  }

  @Test(
    "a change by an agent is held to what its own contract says, also where the person keeps at once"
  )
  func change() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    let broken = try texts(
      "return { n = 1, rows = { 1 } }", contract: [["path": "rows", "rows": ["min": 3]]])
    for keepsAtOnce in [false, true] {
      try await house.engine.setKeepsAtOnce(keepsAtOnce)
      await #expect(throws: EngineError.self) { try await propose(broken, for: id, to: house) }
    }
    #expect(try await house.engine.card(id).version == VersionNumber(1))
    let good = try texts(
      "return { n = 2, rows = { 1 } }", contract: [["path": "rows", "rows": ["min": 1]]])
    #expect(try await propose(good, for: id, to: house) == nil)
    #expect(try await house.engine.card(id).data?["n"] == 2)
  }
}
