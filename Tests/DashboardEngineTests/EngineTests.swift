import Authoring
import BlockModel
import BlockStore
import Foundation
import Testing

@testable import DashboardEngine

@Suite("The life of a block")
struct EngineTests {
  @Test("an installed block runs at once, shows its data, and is there after a restart")
  func install() async throws {
    let house = try House()
    let events = house.engine.events()
    let card = try await house.install("return { n = 42 }")
    #expect(card.state == .ok)
    #expect(card.data == ["n": 42])
    #expect(card.lastRun?.reason == "create")
    #expect(try await house.storage.lastData(of: card.id)?.data == ["n": 42])
    // Its place is known before its card is.
    var told: [DashboardEvent] = []
    for await event in events {
      told.append(event)
      if event == .cardAdded(card.id) { break }
    }
    #expect(told.first == .layoutChanged && told.last == .cardAdded(card.id))
    let again = DashboardEngine(
      storage: house.storage, runner: house.runner, draft: House.noDraft)
    try await again.open()
    #expect(await again.cards().map(\.data) == [["n": 42]])
  }

  @Test("a sentence becomes a block with the data of its trial run; an answer makes nothing")
  func add() async throws {
    let house = try House { request, progress, _ in
      guard request.sentence == "show 7" else { return .answer(AuthoringAnswer("Say a number.")) }
      progress(.writing)
      return .draft(
        BlockDraft(
          files: BlockFiles(
            manifest: Manifest(name: "Seven"), script: House.script("return { n = 7 }"),
            spec: House.spec),
          explanation: "It shows 7.", outcome: RunOutcome(result: .ok(["n": 7]), startedAt: Date()),
          method: "drafter"))
    }
    guard case .answer(let answer) = try await house.engine.add("hello") else {
      Issue.record("a block was made of nothing")
      return
    }
    #expect(answer.message == "Say a number.")
    #expect(await house.engine.cards().isEmpty)
    guard case .added(let card) = try await house.engine.add("show 7") else {
      Issue.record("no block was made")
      return
    }
    #expect(card.state == .ok)
    #expect(card.data == ["n": 7])
    #expect(card.author == .drafter)
    #expect(try await house.engine.versions(of: card.id).map(\.explanation) == ["It shows 7."])
  }

  @Test("a cancelled sentence leaves nothing behind")
  func cancel() async throws {
    let house = try House { _, _, _ in
      withUnsafeCurrentTask { $0?.cancel() }
      return .draft(
        BlockDraft(
          files: BlockFiles(
            manifest: Manifest(name: "Half"), script: House.script("return {}"), spec: House.spec),
          explanation: "", outcome: RunOutcome(result: .ok([:]), startedAt: Date()), method: "x"))
    }
    let engine = house.engine
    let result = await Task { try? await engine.add("anything") }.value
    guard case .answer = result else {
      Issue.record("a block was made after the cancel")
      return
    }
    #expect(try await house.storage.blocks().isEmpty)
  }

  @Test("when a run fails the last good data stay, and the next good run clears the state")
  func lastGood() async throws {
    let house = try House()
    let card = try await house.install(
      """
      local store = require "store"
      local count = (store.get("count") or 0) + 1
      store.set("count", count)
      if ctx.params.broken then error("stumbled") end
      return { n = count }
      """, params: [Param(name: "broken", kind: .boolean, defaultValue: false)])
    #expect(card.data == ["n": 1])
    try await house.storage.setParams(["broken": true], of: card.id)
    try await house.engine.refreshEntry(card.id)
    try await house.engine.refresh(card.id)
    let failing = try await house.engine.card(card.id)
    #expect(failing.state == .failing)
    #expect(failing.nextAction == .retry)
    #expect(failing.data == ["n": 1])
    #expect(failing.sentence.contains("tumbled"))
    try await house.storage.setParams([:], of: card.id)
    try await house.engine.refreshEntry(card.id)
    try await house.engine.refresh(card.id)
    #expect(try await house.engine.card(card.id).state == .ok)
    // What the failed run stored is not kept.
    #expect(try await house.engine.card(card.id).data == ["n": 2])
    #expect(try await house.engine.runs(of: card.id).count == 3)
  }

  @Test("a secret is the block's it was entered for: another that names it gets nothing")
  func secretsOfOthers() async throws {
    let house = try House()
    let binding = SecretBinding(name: "key", origins: [Origin(host: "api.example")])
    let own = SecretBinding(name: "dash.page-key", origins: [Origin(host: "api.example")])
    let permissions = Permissions(secrets: [binding])
    let mine = try await house.install("return {}", permissions: permissions).id
    let other = try await house.install("return {}", permissions: permissions).id
    let rogue = try await house.install("return {}", permissions: Permissions(secrets: [own])).id
    try await house.storage.setOwnKey("dash.page-key", to: "own")
    try await house.engine.setSecret("key", to: "value", of: mine)
    #expect(try await house.engine.card(mine).permissions.secrets == [binding])
    #expect(try await house.engine.card(mine).state != .needsSecret)
    for id in [other, rogue] {
      #expect(try await house.engine.card(id).permissions.secrets.isEmpty)
      #expect(try await house.engine.entry(id).missingSecret != nil)
    }
    await #expect(throws: EngineError.self) {
      try await house.engine.setSecret("dash.page-key", to: "mine", of: rogue)
    }
    #expect(try await house.storage.ownKey("dash.page-key") == "own")
    // Entering it for the other block gives it to that one too.
    try await house.engine.setSecret("key", to: "value", of: other)
    #expect(try await house.engine.card(other).permissions.secrets == [binding])
  }

  @Test("the schedule runs what is due, and only that")
  func schedule() async throws {
    let house = try House()
    let card = try await house.install("return { n = 1 }")
    await house.engine.tick()
    #expect(try await house.engine.entry(card.id).run == nil)
    house.pass(700)
    await house.engine.tick()
    let run = try #require(try await house.engine.entry(card.id).run)
    _ = await run.value
    #expect(try await house.engine.card(card.id).lastRun?.reason == "schedule")
    try await house.engine.setPaused(card.id, true)
    house.pass(700)
    await house.engine.tick()
    #expect(try await house.engine.entry(card.id).run == nil)
    #expect(try await house.engine.card(card.id).state == .paused)
  }

  @Test("a place that was not granted is asked for by name, and one click is enough")
  func grant() async throws {
    let house = try House()
    let card = try await house.install(
      #"return { n = require("http").get("http://127.0.0.1:9/x").status }"#,
      permissions: Permissions(hosts: ["127.0.0.1"]))
    #expect(card.state == .needsPermission)
    let place = HostPort(host: "127.0.0.1", port: 9)
    #expect(card.nextAction == .allow(.privateHost(place)))
    try await house.engine.allow(card.id, .privateHost(place))
    _ = try await house.engine.entry(card.id).run?.value
    let after = try await house.engine.card(card.id)
    #expect(after.state == .waiting)
    #expect(after.lastRun?.failure?.kind == .network)
    #expect(after.permissions.privateHosts == [place])
  }

  @Test("a block cannot grant itself a place that is not public: its manifest only asks")
  func selfGrant() async throws {
    let house = try House()
    let place = HostPort(host: "127.0.0.1", port: 9)
    let card = try await house.install(
      #"return { n = require("http").get("http://127.0.0.1:9/x").status }"#,
      permissions: Permissions(hosts: ["127.0.0.1"], privateHosts: [place]))
    #expect(card.state == .needsPermission && card.nextAction == .allow(.privateHost(place)))
    #expect(card.permissions.privateHosts.isEmpty)
  }

  @Test("an edit that wants a new place is taken, and the card asks for the place")
  func editedGrant() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    try await house.save(
      House.script(#"return { n = require("http").get("http://127.0.0.1:9/x").status }"#), of: id)
    let manifest = #"{"name": "Test", "permissions": {"hosts": ["127.0.0.1"]}}"#
    var texts = try await house.storage.workingCopy(of: id)
    texts.manifest = manifest
    try await house.storage.setWorkingCopy(texts, of: id)
    let card = try await house.engine.saveWorkingCopy(id)
    #expect(card.version == VersionNumber(2) && card.editProblem == nil)
    #expect(card.nextAction == .allow(.privateHost(HostPort(host: "127.0.0.1", port: 9))))
    #expect(card.data == ["n": 1])
  }

  @Test("a parameter is checked, kept, and used by the next run")
  func params() async throws {
    let house = try House()
    let card = try await house.install(
      "return { n = ctx.params.count }",
      params: [
        Param(name: "count", kind: .number(min: 1, max: 9, step: nil), defaultValue: 5)
      ])
    #expect(card.data == ["n": 5])
    try await house.engine.setParams(card.id, ["count": "7"])
    _ = try await house.engine.entry(card.id).run?.value
    #expect(try await house.engine.card(card.id).data == ["n": 7])
    for (name, value) in [("count", 99), ("count", "many"), ("colour", 1)] as [(String, JSONValue)]
    {
      await #expect(throws: EngineError.self) {
        try await house.engine.setParams(card.id, [name: value])
      }
    }
    #expect(try await house.engine.card(card.id).params == ["count": 7])
    #expect(try await house.engine.card(card.id).version == VersionNumber(1))
  }

  @Test("a button runs on_action, and then the block")
  func action() async throws {
    let house = try House()
    let manifest = Manifest(name: "Counter")
    let script = """
      local store = require "store"
      return {
        run = function(ctx) return { n = store.get("n") or 0 } end,
        on_action = function(name, args, ctx)
          if name ~= "add" then error("no such action") end
          store.set("n", (store.get("n") or 0) + args.by)
        end,
      }
      """
    let card = try await house.engine.install(
      BlockFiles(manifest: manifest, script: script, spec: House.spec), author: .recipe,
      explanation: "")
    _ = try await house.engine.act(card.id, "add", ["by": 3])
    #expect(try await house.engine.card(card.id).data == ["n": 3])
    let bad = try await house.engine.act(card.id, "remove")
    #expect(bad.failure?.kind == .scriptError)
    #expect(try await house.engine.card(card.id).data == ["n": 3])
  }

  @Test("a deleted block is gone from the page and comes back with all it had")
  func delete() async throws {
    let house = try House()
    let card = try await house.install("return { n = 1 }")
    let other = try await house.install("return { n = 2 }")
    try await house.engine.delete(card.id)
    #expect(await house.engine.cards().map(\.id) == [other.id])
    #expect(try await house.engine.deletedBlocks().map(\.id) == [card.id])
    await #expect(throws: EngineError.noBlock(card.id)) {
      try await house.engine.refresh(card.id)
    }
    let back = try await house.engine.restoreDeleted(card.id)
    #expect(back.data == ["n": 1])
    #expect(await house.engine.cards().count == 2)
  }

  @Test("what a command does beside the server shows up at the next look")
  func otherProcess() async throws {
    let house = try House()
    try await house.engine.open()
    let storage = try SQLiteStorage(house.folder, for: .command)
    let command = DashboardEngine(storage: storage, runner: house.runner, draft: House.noDraft)
    try await command.open()
    let files = BlockFiles(
      manifest: Manifest(name: "Other"), script: House.script("return { n = 9 }"), spec: House.spec)
    let card = try await command.install(
      files, author: .drafter, explanation: "",
      outcome: RunOutcome(result: .ok(["n": 9]), startedAt: Date()))
    await house.engine.tick()
    #expect(await house.engine.cards().map(\.data) == [["n": 9]])
    try await command.delete(card.id)
    await house.engine.tick()
    #expect(await house.engine.cards().isEmpty)
  }
}
