import Authoring
import BlockModel
import BlockStore
import Foundation
import Synchronization
import Testing

@testable import DashboardEngine

@Suite("Changes by sentence")
struct RefineTests {
  /// Proposes the script it was told to, whatever the sentence says.
  private static func proposing(
    _ body: String, reaching place: String = ""
  ) -> DashboardEngine.Refining {
    { request, _, _ in
      var files = request.files
      files.script = House.script(body)
      return .proposal(
        RefineProposal(
          files: files,
          outcome: RunOutcome(result: .ok(["n": 2]), startedAt: Date(), duration: .zero),
          codeDiff: Diff(from: request.files.script, to: files.script),
          specDiff: Diff(from: "", to: ""), dataDiff: Diff(from: "1", to: "2"),
          permissionDiff: Diff(from: "", to: place), explanation: "It shows 2 now.",
          method: "command")
      )
    }
  }

  @Test("a proposed change changes nothing until it is kept, and then is a version")
  func keep() async throws {
    let house = try House(refine: Self.proposing("return { n = 2 }"))
    let id = try await house.install("return { n = 1 }").id
    guard case .proposed(let change) = try await house.engine.refine(id, "show 2") else {
      Issue.record("nothing was proposed")
      return
    }
    #expect(change.basedOn == VersionNumber(1))
    #expect(try await house.engine.card(id).version == VersionNumber(1))
    #expect(try await house.engine.card(id).data == ["n": 1])
    let card = try await house.engine.keep(id, change.id)
    #expect(card.version == VersionNumber(2))
    #expect(card.data == ["n": 2])
    #expect(try await house.engine.pendingChange(id) == nil)
    #expect(
      try await house.engine.conversation(id).map(\.text)
        == ["show 2", "It shows 2 now.", "Kept as version 2."])
  }

  @Test(
    "where nobody can be asked nothing is done at once, only told",
    arguments: [
      (RefineResult.settings(["count": 3]), "It would set count to 3."),
      (.delete, "It would delete the block."), (.restore(version: nil), "It would undo"),
      (.restore(version: 1), "version 1"), (.resize(isBigger: true), "bigger"),
    ])
  func unattended(result: RefineResult, told: String) async throws {
    let house = try House(refine: { _, _, _ in result })
    let count = Param(name: "count", kind: .number(min: 1, max: 9, step: nil), defaultValue: 5)
    let id = try await house.install("return { n = ctx.params.count }", params: [count]).id
    guard case .withheld(let text) = try await house.engine.refine(id, "x", isUnattended: true)
    else {
      Issue.record("it was done")
      return
    }
    #expect(text.hasPrefix("It would") && text.contains(told))
    let card = try await house.engine.card(id)
    #expect(card.params["count"] == 5 && card.version == VersionNumber(1))
    #expect(try await house.engine.conversation(id).isEmpty)
  }

  @Test("changes that are kept at once wait all the same where nobody can be asked")
  func unattendedProposal() async throws {
    let house = try House(refine: Self.proposing("return { n = 2 }"))
    let id = try await house.install("return { n = 1 }").id
    try await house.engine.setKeepsAtOnce(true)
    guard case .proposed = try await house.engine.refine(id, "show 2", isUnattended: true) else {
      Issue.record("it was kept")
      return
    }
    #expect(try await house.engine.card(id).version == VersionNumber(1))
  }

  @Test("a discarded change leaves no trace but the conversation")
  func discard() async throws {
    let house = try House(refine: Self.proposing("return { n = 2 }"))
    let id = try await house.install("return { n = 1 }").id
    _ = try await house.engine.refine(id, "show 2")
    let change = try #require(try await house.engine.pendingChange(id))
    try await house.engine.discard(id, change.id)
    await #expect(throws: EngineError.otherChange) { try await house.engine.keep(id, change.id) }
    #expect(try await house.engine.versions(of: id).count == 1)
    #expect(try await house.engine.conversation(id).count == 3)
  }

  @Test("a word for one change is none for another that was proposed meanwhile")
  func identity() async throws {
    let house = try House(refine: Self.proposing("return { n = 2 }"))
    let id = try await house.install("return { n = 1 }").id
    _ = try await house.engine.refine(id, "show 2")
    let seen = try #require(try await house.engine.pendingChange(id))
    _ = try await house.engine.refine(id, "show 2 again")
    await #expect(throws: EngineError.otherChange) { try await house.engine.keep(id, seen.id) }
    await #expect(throws: EngineError.otherChange) { try await house.engine.discard(id, seen.id) }
    #expect(try await house.engine.card(id).version == VersionNumber(1))
    let unseen = try #require(try await house.engine.pendingChange(id))
    #expect(try await house.engine.keep(id, unseen.id).version == VersionNumber(2))
  }

  @Test("a place that is needed is offered until the next sentence, and granted with it")
  func question() async throws {
    let place = Grant.Subject.privateHost(HostPort(host: "nas.home", port: 80))
    let house = try House(refine: { request, _, _ in
      request.grants == [place]
        ? .settings([:])
        : .answer(AuthoringAnswer("Allow nas.home:80.", kind: .permission, neededGrant: place))
    })
    let id = try await house.install("return { n = 1 }").id
    _ = try await house.engine.refine(id, "add the home server")
    let question = try await house.engine.openQuestion(id)
    #expect(question?.sentence == "add the home server" && question?.answer.neededGrant == place)
    // What another process does to the block meanwhile leaves the question open.
    let command = try SQLiteStorage(house.folder, for: .command)
    try await command.setPaused(true, id)
    await house.engine.tick()
    #expect(try await house.engine.card(id).state == .paused)
    #expect(try await house.engine.openQuestion(id) != nil)
    let other = Grant.Subject.host("other.example", method: "GET")
    _ = try await house.engine.refine(id, "add the home server", grants: [other])
    #expect(try await house.engine.openQuestion(id)?.grants == [other])
    _ = try await house.engine.refine(id, "add the home server", grants: [place])
    #expect(try await house.engine.openQuestion(id) == nil)
  }

  @Test("the value of a secret that a source echoed is neither sent to a model nor kept")
  func secrets() async throws {
    let seen = Mutex<[RefineRequest]>([])
    let house = try House(refine: { request, _, record in
      seen.withLock { $0.append(request) }
      record(ModelCall(stage: "refine", provider: "p", model: "m", prompt: "s3cret-token"))
      return .answer(AuthoringAnswer("It says s3cret-token."))
    })
    let id = try await house.install(
      "return { echo = 's3' .. 'cret-token' }",
      permissions: Permissions(secrets: [
        SecretBinding(name: "key", origins: [Origin(host: "api.example")])
      ])
    ).id
    try await house.engine.setSecret("key", to: "s3cret-token", of: id)
    _ = try await house.engine.refine(id, "what is s3cret-token?")
    let request = try #require(seen.withLock { $0.first })
    #expect(request.lastData == ["echo": "•••"] && request.sentence == "what is •••?")
    #expect(try await house.engine.conversation(id).allSatisfy { !$0.text.contains("s3cret") })
    #expect(try await house.engine.modelCalls(of: id).first?.prompt == "•••")
  }

  @Test("who keeps at once is only asked when a block is to reach more")
  func keepsAtOnce() async throws {
    let house = try House(refine: Self.proposing("return { n = 2 }"))
    let id = try await house.install("return { n = 1 }").id
    try await house.engine.setKeepsAtOnce(true)
    guard case .changed(let card) = try await house.engine.refine(id, "show 2") else {
      Issue.record("it was not kept")
      return
    }
    #expect(card.version == VersionNumber(2) && card.data == ["n": 2])
    #expect(
      try await house.engine.conversation(id).map(\.text)
        == ["show 2", "It shows 2 now. Kept as version 2."])
    let wider = try House(refine: Self.proposing("return { n = 2 }", reaching: "+ evil.example"))
    let other = try await wider.install("return { n = 1 }").id
    try await wider.engine.setKeepsAtOnce(true)
    guard case .proposed = try await wider.engine.refine(other, "show 2") else {
      Issue.record("it was kept without a word")
      return
    }
    #expect(try await wider.engine.card(other).version == VersionNumber(1))
  }

  @Test("of a change and a hand edit of the same version the first one wins; the other is told")
  func conflict() async throws {
    let house = try House(refine: Self.proposing("return { n = 2 }"))
    let id = try await house.install("return { n = 1 }").id
    _ = try await house.engine.refine(id, "show 2")
    let change = try #require(try await house.engine.pendingChange(id))
    var texts = try await house.engine.texts(of: id, version: VersionNumber(1))
    texts.script = House.script("return { n = 'hand' }")
    try await house.engine.edit(id, texts, basedOn: VersionNumber(1))
    await #expect(
      throws: EngineError.conflict(serving: VersionNumber(2), basedOn: VersionNumber(1))
    ) { try await house.engine.keep(id, change.id) }
    #expect(try await house.engine.card(id).data == ["n": "hand"])
  }

  @Test("settings are set without a new version")
  func settings() async throws {
    let house = try House(refine: { _, _, _ in .settings(["place": "Lisbon"]) })
    let place = Param(name: "place", kind: .text, defaultValue: "Bonn")
    let id = try await house.install("return { n = ctx.params.place }", params: [place]).id
    _ = try await house.engine.refine(id, "use Lisbon")
    _ = try await house.engine.entry(id).run?.value
    let card = try await house.engine.card(id)
    #expect(card.version == VersionNumber(1))
    #expect(card.params["place"] == "Lisbon")
    #expect(try await house.engine.conversation(id).last?.text == "Set place to Lisbon.")
  }

  @Test("going back takes the version before; without one it says so")
  func restore() async throws {
    let house = try House(refine: { _, _, _ in .restore(version: nil) })
    let id = try await house.install("return { n = 1 }").id
    guard case .answer(let answer) = try await house.engine.refine(id, "undo") else {
      Issue.record("there is nothing to go back to")
      return
    }
    #expect(answer.message.contains("no change of this block left"))
    var texts = try await house.engine.texts(of: id, version: VersionNumber(1))
    texts.script = House.script("return { n = 2 }")
    try await house.engine.edit(id, texts, basedOn: VersionNumber(1))
    _ = try await house.engine.refine(id, "undo")
    let card = try await house.engine.card(id)
    #expect(card.version == VersionNumber(3))
    #expect(
      try await house.engine.texts(of: id, version: VersionNumber(3)).script.contains("n = 1"))
  }

  @Test("a block deleted by sentence lies in the trash")
  func delete() async throws {
    let house = try House(refine: { _, _, _ in .delete })
    let id = try await house.install("return { n = 1 }").id
    guard case .deleted = try await house.engine.refine(id, "delete it") else {
      Issue.record("it was not deleted")
      return
    }
    #expect(await house.engine.cards().isEmpty)
    #expect(try await house.engine.deletedBlocks().map(\.id) == [id])
  }

  @Test("what a model was asked is kept with the block")
  func calls() async throws {
    let call = ModelCall(
      stage: "refine", provider: "replay", model: "m", prompt: "p", answer: "a", inputTokens: 3,
      at: Date(timeIntervalSince1970: 1))
    let house = try House(refine: { _, _, record in
      record(call)
      return .answer(AuthoringAnswer("No."))
    })
    let id = try await house.install("return { n = 1 }").id
    _ = try await house.engine.refine(id, "be better")
    #expect(try await house.engine.modelCalls(of: id) == [call])
  }
}
