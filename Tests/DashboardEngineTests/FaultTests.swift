import BlockModel
import BlockStore
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DashboardEngine

@Suite("Faults: what happens at the wrong moment loses nothing and mends nothing that is whole")
struct FaultTests {
  private func install(
    _ house: House, asking place: HostPort, schedule: Schedule = .manual
  ) async throws -> BlockID {
    var manifest = Manifest(name: "Test", permissions: Permissions(privateHosts: [place]))
    manifest.schedule = schedule
    let script = """
      local http = require "http"
      return function(ctx)
        local rows = {}
        for _, hit in ipairs(http.get("http://\(place)/x"):json().hits) do
          rows[#rows + 1] = { title = hit.title, points = hit.points }
        end
        return { rows = rows }
      end
      """
    let spec =
      #"{"ui": 1, "body": [{"type": "table", "data": "${rows}", "columns": [{"header": "Title", "field": "title"}]}]}"#
    let card = try await house.engine.install(
      BlockFiles(manifest: manifest, script: script, spec: spec), author: .drafter,
      explanation: "A test.", grants: [.privateHost(place)])
    _ = try await house.engine.entry(card.id).run?.value
    return card.id
  }

  @Test(
    "fifty blocks that fail at once are told in one line, and none is repaired until the way is back"
  )
  func fiftyAtOnce() async throws {
    let house = try House()
    let source = HealTests.Changing(.stories)
    let server = try LoopbackSource { _ in source.answer }
    let id = try await install(house, asking: HostPort(host: "127.0.0.1", port: server.port))
    #expect(try await house.engine.card(id).data != nil)
    // What would be repaired by itself.
    source.set(HealSource.stories.with([("\"hits\"", "\"results\"")]))
    try await house.engine.refresh(id)
    var others: [BlockID] = []
    for number in 2...50 {
      // Nobody listens there.
      others.append(
        try await install(house, asking: HostPort(host: "127.0.0.\(number)", port: server.port)))
    }
    let outcome = try await house.engine.refresh(id)
    // The clock of the house stands still, that of the runs does not.
    house.pass(300)
    let outage = await house.engine.outage
    #expect(outage?.failing == 50, "\(String(describing: outage))")
    await house.engine.considerHealing(id, after: outcome, of: VersionNumber(1))
    for block in others + [id] {
      #expect(try await house.engine.card(block).version == VersionNumber(1))
      #expect(try await house.storage.healState(of: block) == HealState())
      #expect(try await house.engine.actions(of: block).allSatisfy { $0.actor != "heal" })
    }
    // The others are no witnesses any more: now it is this one alone.
    for block in others { try await house.engine.delete(block) }
    #expect(await house.engine.outage == nil)
    house.pass(700)
    await house.engine.considerHealing(id, after: outcome, of: VersionNumber(1))
    #expect(try await house.engine.card(id).version == VersionNumber(2))
    withExtendedLifetime(server) {}
  }

  @Test("a schedule that changes during a run holds from its end on, and the run is kept")
  func scheduleDuringRun() async throws {
    let house = try House()
    let first = HealTests.Changing(.stories)
    let held = Gate()
    let isHeld = LockedFlag()
    let server = try LoopbackSource { _ in
      if isHeld.value { held.arrive() }
      return first.answer
    }
    let id = try await install(
      house, asking: HostPort(host: "127.0.0.1", port: server.port),
      schedule: .every(.seconds(3_600)))
    let before = try await house.engine.runs(of: id, limit: 10).count
    isHeld.set(true)
    let run = Task { try await house.engine.refresh(id) }
    await held.arrived()
    var texts = try await house.storage.workingCopy(of: id)
    var files = try texts.files()
    files.manifest.schedule = .every(.seconds(60))
    texts.manifest = BlockTexts(files).manifest
    let edit = Task { try await house.engine.edit(id, texts, basedOn: VersionNumber(1)) }
    while try await house.engine.card(id).version == VersionNumber(1) { await Task.yield() }
    isHeld.set(false)
    held.open()
    #expect(try await run.value.failure == nil)
    _ = try await edit.value
    _ = try await house.engine.entry(id).run?.value
    let card = try await house.engine.card(id)
    let wait = try #require(card.nextRun).timeIntervalSince(house.now)
    #expect(wait <= 66, "\(wait)")
    #expect(card.state == .ok)
    #expect(try await house.engine.runs(of: id, limit: 10).count > before)
    withExtendedLifetime(server) {}
  }

  @Test(
    "a version whose recordings are gone is restored all the same, and the old data stay where its source is away"
  )
  func restoreWithoutRecordings() async throws {
    let house = try House()
    let source = HealTests.Changing(.stories)
    let server = try LoopbackSource { _ in source.answer }
    let id = try await install(house, asking: HostPort(host: "127.0.0.1", port: server.port))
    var texts = try await house.storage.workingCopy(of: id)
    texts.script = texts.script.replacing("points = hit.points", with: "points = hit.points, n = 1")
    try await house.engine.edit(id, texts, basedOn: VersionNumber(1))
    _ = try await house.engine.entry(id).run?.value
    let data = try await house.engine.card(id).data
    for recording in try await house.storage.recordings(of: id) {
      try FileManager.default.removeItem(at: recording.folder)
    }
    #expect(
      try await house.storage.recordings(of: id).allSatisfy {
        !FileManager.default.fileExists(atPath: $0.folder.path)
      })
    source.set("{}", status: 503)
    try await house.engine.restore(id, VersionNumber(1))
    _ = try await house.engine.entry(id).run?.value
    let away = try await house.engine.card(id)
    #expect(away.version == VersionNumber(3) && away.author == .restore)
    #expect(away.data == data)
    // A repair has nothing to compare with, and says so instead of guessing.
    source.set(HealSource.stories.with([("\"hits\"", "\"results\"")]))
    let report = try await house.engine.heal(id)
    #expect(report.repair == nil, "\(report.text)")
    source.set(HealSource.stories.body)
    #expect(try await house.engine.refresh(id).failure == nil)
    withExtendedLifetime(server) {}
  }

  @Test(
    "a person who edits while a repair looks at the source keeps the edit; the repair goes, and tells it"
  )
  func editWhileHealing() async throws {
    let house = try House()
    let source = HealTests.Changing(.stories)
    let gate = Gate()
    let isHeld = LockedFlag()
    let server = try LoopbackSource { _ in
      if isHeld.value { gate.arrive() }
      return source.answer
    }
    let id = try await install(house, asking: HostPort(host: "127.0.0.1", port: server.port))
    source.set(HealSource.stories.with([("\"hits\"", "\"results\"")]))
    isHeld.set(true)
    let repair = Task { try await house.engine.heal(id) }
    await gate.arrived()
    isHeld.set(false)
    var texts = try await house.storage.workingCopy(of: id)
    texts.script = texts.script.replacing(":json().hits", with: ":json().results")
    try await house.engine.edit(id, texts, basedOn: VersionNumber(1))
    gate.open()
    let report = try await repair.value
    #expect(report.repair == nil, "\(report.text)")
    #expect(report.text.contains("Somebody made another version in the meantime"), "\(report.text)")
    let card = try await house.engine.card(id)
    #expect(card.version == VersionNumber(2) && card.author == .hand)
    withExtendedLifetime(server) {}
  }
}

/// A switch that threads share.
private final class LockedFlag: Sendable {
  private let flag = Mutex(false)
  var value: Bool { flag.withLock { $0 } }
  func set(_ value: Bool) { flag.withLock { $0 = value } }
}
