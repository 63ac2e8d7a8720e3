import AuthoringWorkshop
import BlockHealth
import BlockModel
import BlockStore
import Foundation
import TestSupport
import Testing

@testable import DashboardEngine

/// One block through its years, from its first answer to its second house.
@Suite("The story of a block")
struct StoryTests {
  @Test(
    "it is made, changed, repaired twice, taken back once, told of, carried elsewhere and brought back"
  )
  func story() async throws {
    let source = HealTests.Changing(
      HealSource(type: "application/json", body: Redesign.before, script: ""))
    let server = try LoopbackSource { _ in source.answer }
    let url = server.url("x")
    let house = try House(model: ScriptedModel([Redesign.answer(url, Redesign.newReading)]))
    let engine = house.engine

    // It is made of a source, and shows it.
    let place = HostPort(host: "127.0.0.1", port: server.port)
    let id = try await engine.install(
      BlockFiles(
        manifest: Manifest(name: "Stories", permissions: Permissions(privateHosts: [place])),
        script: Redesign.script(url, Redesign.reading), spec: Redesign.spec), author: .drafter,
      explanation: "The stories of a source.", grants: [.privateHost(place)]
    ).id
    _ = try await engine.entry(id).run?.value
    #expect(try await engine.card(id).state == .ok)

    // Somebody wants the title to be called something else.
    var texts = try await house.storage.workingCopy(of: id)
    texts.spec = texts.spec.replacing("\"Title\"", with: "\"Story\"")
    try await engine.edit(id, texts, basedOn: VersionNumber(1), explanation: "Named the column.")

    // And says what must hold.
    let rule = try #require(
      try ContractRule.list(json: [["path": "rows", "rows": ["min": 3]]]).first)
    try await engine.addRule(rule, to: id)
    #expect(try await engine.contract(of: id).map(\.rule).contains(rule))
    _ = try await engine.refresh(id)

    // The source renames a key: the block follows, without a model.
    source.set(Redesign.renamed)
    let renaming = try await engine.heal(id)
    #expect(renaming.repair?.method == "renaming" && renaming.questions == 0, "\(renaming.text)")
    let wanted = try await engine.card(id).data
    for left in [2, 1, 0] {
      try await engine.refresh(id)
      while try await house.storage.healState(of: id).trial?.left ?? 0 > left {
        await Task.yield()
      }
    }

    // The source refuses for a while: nothing is repaired, and what was shown stays.
    source.set("<html><title>Just a moment...</title></html>", status: 503)
    house.pass(600)
    #expect(try await engine.refresh(id).failure != nil)
    #expect(try await engine.heal(id).isAttempt == false)
    #expect(try await engine.card(id).data == wanted)

    // It comes back redesigned: now a model reads it anew.
    source.set(Redesign.after)
    let before = try await engine.card(id).version
    let redesign = try await engine.heal(id)
    #expect(redesign.repair != nil && redesign.questions == 1, "\(redesign.text)")
    #expect(try await engine.card(id).data == wanted)

    // The redesign was a test of the source: the repair, still on trial, is taken back.
    source.set(Redesign.renamed)
    #expect(try await engine.refresh(id).failure != nil)
    while try await engine.card(id).author != .restore { await Task.yield() }
    _ = try await engine.entry(id).run?.value
    #expect(try await engine.refresh(id).failure == nil)
    #expect(
      try await engine.texts(of: id, version: try await engine.card(id).version)
        == engine.texts(of: id, version: before))

    // What somebody wants to be told of is tried on the past, and told once.
    let alert = try #require(
      try Alert.list(json: [
        [
          "name": "Crowd", "each": "rows", "when": "item.points > 200",
          "say": "${item.title} is read.",
        ]
      ]).first)
    _ = try await engine.addAlert(alert, to: id)
    _ = try await engine.entry(id).run?.value
    _ = try await engine.refresh(id)
    source.set(Redesign.renamed.replacing("120", with: "220"))
    for _ in 0..<2 {
      house.pass(3_600)
      _ = try await engine.refresh(id)
    }
    let notices = try await house.storage.notices(of: id, limit: 99).filter { $0.kind == .alert }
    #expect(notices.map(\.text) == ["Ferry leaves at dawn is read."])

    // It goes to another house, and works there once it may.
    let package = try await engine.export(id, recordings: .with).package
    let other = try House()
    let copy = try await other.engine.add(package, from: "stories.dashblock")
    _ = try await other.engine.entry(copy.id).run?.value
    try await other.engine.allow(copy.id, .privateHost(place))
    #expect(try await other.engine.refresh(copy.id).failure == nil)

    // The house burns down, and comes back.
    let backup = other.folder.url.appending(path: "backup.tar.gz")
    try await engine.backUp(to: backup, withKey: true)
    let rebuilt = DataFolder(other.folder.url.appending(path: "rebuilt"))
    _ = try await Restoring.perform(from: backup, into: rebuilt, replacing: false)
    let storage = try SQLiteStorage(rebuilt, for: .existing)
    let (here, there) = (try await engine.versions(of: id), try await storage.versions(of: id))
    #expect(here == there)
    #expect(try await storage.lastData(of: id)?.data == house.storage.lastData(of: id)?.data)

    // All of it is told, in plain words and in order.
    let told =
      try await storage.actions(of: id, limit: 99).reversed().map(\.what).joined(separator: "\n")
    var rest = told[...]
    for part in [
      "Added 'Stories'.", "Named the column.", "Added the rule", "The source renamed",
      "has proved itself: 3 good runs", "Nothing was tried: a repair",
      "It took 1 question to scripted/one",
      "Undid the repair of version", "Crowd",
    ] {
      let range = rest.range(of: part)
      #expect(range != nil, "'\(part)' in its turn in\n\(told)")
      if let range { rest = rest[range.upperBound...] }
    }
    try storage.close()
    withExtendedLifetime(server) {}
  }
}
