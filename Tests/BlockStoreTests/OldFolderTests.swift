import BlockModel
import Foundation
import GRDB
import Testing

@testable import BlockStore

@Suite("A folder of an older version", .serialized)
struct OldFolderTests {
  @Test(
    "opens with everything a person made", arguments: [StorageAccess.existing, .command, .serve])
  func nothingIsLost(access: StorageAccess) async throws {
    let folder = TestFolder()
    try OldFolder.load(into: folder.data)
    let storage = try folder.open(access)
    try await OldFolder.checkNothingIsLost(storage)
    try storage.close()
    // Once more: what opening does is done once.
    try await OldFolder.checkNothingIsLost(try folder.open(access))
  }

  @Test(
    "each change of shape can be the last one a folder has seen",
    arguments: 4...Migrations.list.count)
  func inTheMiddle(applied: Int) async throws {
    let folder = TestFolder()
    try OldFolder.load(into: folder.data)
    let queue = try DatabaseQueue(path: folder.data.database.path)
    try Migrations(folder: folder.data).migrator
      .migrate(queue, upTo: Migrations.list[applied - 1].name)
    try queue.close()
    try await OldFolder.checkNothingIsLost(try folder.open())
  }

  @Test("the database is copied aside once before its shape is changed, for the owner only")
  func copy() async throws {
    let folder = TestFolder()
    try OldFolder.load(into: folder.data)
    for _ in 0..<2 { try folder.open().close() }
    let copies = try FileManager.default.contentsOfDirectory(atPath: folder.data.url.path)
      .filter { $0.hasPrefix("dash.sqlite.before-") }
    #expect(copies == ["dash.sqlite.before-5"])
    let copy = folder.path("dash.sqlite.before-5")
    let facts = try FileManager.default.attributesOfItem(atPath: copy.path)
    #expect(facts[.posixPermissions] as? NSNumber == 0o600)
    // It is what an older Dash can go on with.
    let names = try await DatabaseQueue(path: copy.path).read { db in
      try String.fetchAll(db, sql: "SELECT name FROM settings ORDER BY name")
    }
    #expect(names.contains("undo clock-a2b3"))
    // A folder that is made new has nothing to keep aside.
    let fresh = TestFolder()
    try fresh.open().close()
    #expect(!fresh.exists("dash.sqlite.before-1"))
  }

  @Test("several processes may open an old folder at the same moment")
  func atOnce() async throws {
    let folder = TestFolder()
    try OldFolder.load(into: folder.data)
    let processes = try (0..<6).map { _ in try Writer.start("look", folder) }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    try await OldFolder.checkNothingIsLost(try folder.open())
  }

  @Test("what lay in the trash comes back with what it kept")
  func trash() async throws {
    let folder = TestFolder()
    try OldFolder.load(into: folder.data)
    let storage = try folder.open()
    let gone = BlockID("gone-b2c3")!
    try await storage.restoreDeleted(gone)
    #expect(try await storage.lastData(of: gone)?.data == ["n": 3])
    #expect(
      try await storage.points(of: "kept", SeriesQuery(), of: gone, with: []).map(\.value) == [2])
    #expect(try await storage.workingCopy(of: gone).manifest == "{\"name\": \"Gone\"}\n")
  }

  @Test("has a place for everything that Dash learned to keep since then")
  func newer() async throws {
    let folder = TestFolder()
    try OldFolder.load(into: folder.data)
    let storage = try folder.open()
    let (id, now) = (BlockID("clock-a2b3")!, Date(timeIntervalSince1970: 1_800_000_000))
    let version = try await storage.block(id).version
    var run = NewRun(
      .good(["n": 2]), version: version, reason: "schedule", keep: Retention(runs: 9))
    run.notices = [NewNotice(.alert, incident: "low 1", title: "Low", text: "It fell.", at: now)]
    run.alertState = ["low": ["count": 1]]
    run.memory = ContractMemory(statistics: ["runs": 1], rules: [], restsOn: 1, removed: ["a"])
    try await storage.save(run, of: id)
    let recording = try await storage.newRecordingFolder(of: id)
    try Data("{}".utf8).write(to: recording.appending(path: "GET-x.json"))
    try await storage.keep(
      Recording(
        folder: recording, version: version, isGood: true, at: now, params: [:], data: ["n": 2]),
      of: id, atMost: 5)
    try await storage.setHealState(HealState(failedAt: [now]), of: id)
    _ = try await storage.takeDeliveries(to: "ntfy", of: [.alert], after: 0, now: now, limit: 9)
    try await storage.addToken(
      AgentToken(name: "claude", scope: .author, createdAt: now), hash: [1])
    try await storage.addProposal(
      BlockProposal(
        block: id, basedOn: version, texts: BlockTexts(manifest: "{}", script: "", spec: "{}"),
        agent: "claude", explanation: "Shorter.", at: now))
    try await storage.setAgentHost(
      AgentHost(host: "a.example", isAllowed: true, agent: "claude", at: now))
    try storage.close()

    let again = try folder.open()
    #expect(try await again.results(of: id, limit: 9).count == 1)
    #expect(try await again.notices(of: id, limit: 9).map(\.text) == ["It fell."])
    #expect(try await again.alertState(of: id) == ["low": ["count": 1]])
    #expect(try await again.contractMemory(of: id)?.removed == ["a"])
    #expect(try await again.recordings(of: id).map(\.data) == [["n": 2]])
    #expect(try await again.healState(of: id) == HealState(failedAt: [now]))
    let notice = try #require(try await again.notices(of: id, limit: 1).first)
    #expect(try await again.deliveries(of: notice.id).map(\.target) == ["ntfy"])
    #expect(try await again.tokens().map(\.name) == ["claude"])
    #expect(try await again.proposals().map(\.explanation) == ["Shorter."])
    #expect(try await again.agentHosts().map(\.host) == ["a.example"])
  }

  @Test("killed anywhere in the middle of opening, it opens again with everything")
  func killed() async throws {
    let whole = try await Self.timeToOpen()
    for round in 0..<CrashTests.rounds {
      let folder = TestFolder()
      try OldFolder.load(into: folder.data)
      let process = try Writer.start("open", folder)
      // Spread over the whole opening; the process was started before the clock.
      let end = ContinuousClock.now + whole * Double.random(in: 0...1)
      while ContinuousClock.now < end {}
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let storage = try folder.open()
      try await OldFolder.checkNothingIsLost(storage)
      try storage.close()
      let problems = try await DatabaseQueue(path: folder.data.database.path).read { db in
        try String.fetchAll(db, sql: "PRAGMA integrity_check") + ["end"]
          + Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map(\.description)
      }
      #expect(problems == ["ok", "end"], "round \(round)")
    }
  }

  private static func timeToOpen() async throws -> Duration {
    let folder = TestFolder()
    try OldFolder.load(into: folder.data)
    let start = ContinuousClock.now
    let process = try Writer.start("open", folder)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return ContinuousClock.now - start
  }
}
