import BlockModel
import BlockStore
import Foundation
import GRDB
import Testing

/// The data folder that version 8168956 wrote, kept as SQL and files in
/// `Tests/Fixtures/data-folder-8168956`, and what it holds.
enum OldFolder {
  private static let source = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/data-folder-8168956")

  /// Puts the folder where a test can open it.
  static func load(into folder: DataFolder) throws {
    let files = FileManager.default
    try files.createDirectory(at: folder.url, withIntermediateDirectories: true)
    for name in ["blocks", "trash"] {
      try files.copyItem(
        at: source.appending(path: name), to: folder.url.appending(path: name))
    }
    let digits = Array(
      try String(contentsOf: source.appending(path: "secret.key.hex"), encoding: .utf8))
    let key = stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16) ?? 0
    }
    try Data(key).write(to: folder.url.appending(path: "secret.key"))
    let dump = try String(contentsOf: source.appending(path: "dash.sql"), encoding: .utf8)
    let queue = try DatabaseQueue(path: folder.database.path)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: dump)
    }
    try queue.close()
  }

  static let live = [
    "prices-c4d5", "clock-a2b3", "nas-e6f7", "feed-g8h9", "healed-j2k3", "token-m4n5",
    "mail-p6q7", "rogue-r8s9", "odd-t2u3", "newer-v4w5", "torn-x6y7", "edit-z8a9",
  ]

  /// Asserts that everything a person or a script made is there, and nothing else.
  static func checkNothingIsLost(_ storage: any Storage) async throws {
    try await checkBlocks(storage)
    try await checkVersions(storage)
    try await checkRuns(storage)
    try await checkScriptData(storage)
    try await checkTheRest(storage)
    try await checkUndo(storage)
    try await checkGrants(storage)
  }

  private static func checkBlocks(_ storage: any Storage) async throws {
    let blocks = try await storage.blocks()
    #expect(blocks.map(\.id.text) == live)
    let places = try await storage.cardPlaces(on: .wide)
    func place(_ id: String) -> CardPlace? { places[BlockID(id)!] }
    // Twelve columns by two rows of old, above the others; what was narrower than 3 columns looked so.
    #expect(
      place("prices-c4d5") == CardPlace(Place(x: 0, y: 0, w: 12, h: 4), height: .chosen))
    #expect(
      place("clock-a2b3") == CardPlace(Place(x: 0, y: 4, w: 6, h: 8), height: .estimated))
    #expect(place("feed-g8h9") == CardPlace(Place(x: 9, y: 4, w: 3, h: 24), height: .chosen))
    #expect(
      place("healed-j2k3") == CardPlace(Place(x: 0, y: 12, w: 4, h: 6), height: .estimated))
    #expect(places.count == 14)
    #expect(try await storage.cardPlaces(on: .medium).isEmpty)
    let clock = try await storage.block(BlockID("clock-a2b3")!)
    #expect(clock.params == ["place": "Lisbon", "count": 5])
    #expect(clock.version == VersionNumber(3))
    #expect(clock.author == .restore)
    #expect(blocks.filter(\.isPaused).map(\.id.text) == ["healed-j2k3"])
    let feed = try await storage.block(BlockID("feed-g8h9")!)
    #expect(feed.failures == 3)
    #expect(feed.lastRun?.failure?.kind == .scriptError)
    #expect(try await storage.deletedBlocks().map(\.id.text) == ["gone-d4e5", "gone-b2c3"])
  }

  private static func checkVersions(_ storage: any Storage) async throws {
    let id = BlockID("clock-a2b3")!
    let versions = try await storage.versions(of: id)
    #expect(versions.map(\.author) == [.restore, .model, .drafter])
    #expect(versions[1].explanation == "Counts from two.")
    #expect(versions.map(\.basedOn) == [VersionNumber(2), VersionNumber(1), nil])
    let second = try await storage.texts(of: id, version: VersionNumber(2))
    #expect(second.script.contains("n = 2"))
    // What nobody can read stays as it was typed, byte for byte.
    let torn = try await storage.texts(of: BlockID("torn-x6y7")!, version: VersionNumber(1))
    #expect(torn.manifest == "{\"name\": \"Torn\", \n")
    let odd = try await storage.texts(of: BlockID("odd-t2u3")!, version: VersionNumber(1))
    #expect(
      odd.manifest.contains("\"x-mine\": {\"a\": 1}, \"name\": \"Odd\", \"contract\": 5,\r\n"))
    let edit = BlockID("edit-z8a9")!
    #expect(try await storage.workingCopy(of: edit).script.contains("in the middle of"))
    #expect(try await storage.texts(of: edit, version: VersionNumber(1)).script.contains("n = 1"))
  }

  private static func checkRuns(_ storage: any Storage) async throws {
    let clock = BlockID("clock-a2b3")!
    let runs = try await storage.runs(of: clock, limit: 100)
    #expect(runs.map(\.reason) == ["action", "schedule", "edit", "schedule"])
    let first = try #require(try await storage.run(runs[3].id))
    #expect(first.log == [LogLine(.info, "asked"), LogLine(.warn, "late")])
    #expect(first.http.map(\.status) == [200, 304])
    // Results were not kept then.
    #expect(try await storage.results(of: clock, limit: 9).isEmpty)
    #expect(first.used == ResourceUse(cpuMilliseconds: 7, memoryBytes: 300_000))
    #expect(try await storage.lastData(of: clock)?.data == ["n": 1, "text": "zwölf"])
    let feed = try await storage.runs(of: BlockID("feed-g8h9")!, limit: 100)
    #expect(feed.map { $0.failure?.kind } == [.scriptError, .rateLimited, .network, nil])
    #expect(feed[1].failure?.retryAfter == 90)
    #expect(feed[0].specProblems == ["items is missing"])
    #expect(feed[0].failure?.traceback == ["block.lua:3", "block.lua:1"])
    #expect(
      try await storage.lastData(of: BlockID("feed-g8h9")!)?.data == ["items": [["title": "old"]]])
    let nas = try await storage.block(BlockID("nas-e6f7")!)
    #expect(nas.lastRun?.neededGrant == .privateHost(HostPort("nas.local:9090")!))
  }

  private static func checkScriptData(_ storage: any Storage) async throws {
    let prices = BlockID("prices-c4d5")!
    #expect(try await storage.keys(prefix: "", of: prices) == ["seen", "ключ"])
    #expect(try await storage.value("seen", of: prices) == ["a": [1, 2.5, .null, true]])
    let gold = try await storage.points(of: "gold", SeriesQuery(), of: prices, with: [])
    let wanted = (0..<48).map { JSONValue.number(100 + Double($0) / 4) }
    #expect(gold.map(\.value) == wanted)
    #expect(gold.first?.time == Date(timeIntervalSince1970: 1_795_000_000))
    let days = try await storage.points(of: "days", SeriesQuery(), of: prices, with: [])
    #expect(days.map(\.value) == [["open": 1, "close": 2]])
    let whole = try await storage.points(of: "whole", SeriesQuery(), of: prices, with: [])
    #expect(whole.map(\.value) == [7])
    // Those in the trash come back with what they kept.
    #expect(try await storage.value("kept", of: BlockID("gone-b2c3")!) == 1)
  }

  private static func checkTheRest(_ storage: any Storage) async throws {
    let clock = BlockID("clock-a2b3")!
    #expect(
      try await storage.messages(of: clock).map(\.text) == [
        "count from two", "It counts from two.", "undo", "Went back.",
      ])
    let calls = try await storage.modelCalls(of: nil, limit: 100)
    #expect(calls.map(\.stage) == ["plan", "refine"])
    #expect(calls[1].cost == 0.0125)
    #expect(
      try await storage.actions(of: nil, limit: 100).map(\.what) == [
        "Deleted 'Gone'.", "Added 'Clock'.",
      ])
    #expect(try await storage.secret("api-token") == "planted-api-token")
    #expect(try await storage.secret("MY_KEY") == "planted ключ")
    #expect(try await storage.secret("nobody") == "planted-nobody")
    #expect(try await storage.ownKey("dash.models.key.anthropic") == "planted-model-key")
    #expect(
      try await storage.ownKey("dash.page-key")
        == Data(repeating: 7, count: 32).base64EncodedString())
    #expect(try await storage.setting("starters") == true)
    #expect(try await storage.setting("keep changes at once") == true)
    let models = try await storage.modelSettings()
    #expect(models?["model"] == "small")
    #expect(models?["limits"]?["calls"] == 40)
    #expect(try await storage.modelQuirks(of: "anthropic small")?["token_ratio"] == 1.25)
  }

  private static func checkUndo(_ storage: any Storage) async throws {
    let steps = try await storage.undoSteps(of: BlockID("clock-a2b3")!, limit: 100)
    #expect(
      steps.map(\.before) == [
        ["version": 3, "params": ["place": "Lisbon"]], ["version": 2, "params": [:]],
        ["version": 1, "params": [:]],
      ])
    #expect(
      steps.map(\.after) == [
        ["version": 3, "params": ["place": "Lisbon", "count": 5]],
        ["version": 3, "params": ["place": "Lisbon"]], ["version": 2, "params": [:]],
      ])
    // Changed before such lists were kept: its versions.
    let healed = try await storage.undoSteps(of: BlockID("healed-j2k3")!, limit: 100)
    #expect(healed.map(\.before) == [["version": 1, "params": [:]]])
  }

  private static func checkGrants(_ storage: any Storage) async throws {
    func subjects(_ id: String) async throws -> Set<Grant.Subject> {
      Set(try await storage.grants(of: BlockID(id)!).map(\.subject))
    }
    // By a click, by the manifest, and by both.
    #expect(
      try await subjects("nas-e6f7") == [
        .privateHost(HostPort("nas.local:8080")!), .privateHost(HostPort("[fd00::1]:81")!),
        .privateHost(HostPort("10.0.0.7")!),
      ])
    #expect(
      try await subjects("token-m4n5") == [
        .host("api.example", method: "GET"), .host("api.example", method: "HEAD"),
        .secret(name: "api-token", origin: Origin("https://api.example")!),
        .secret(name: "MY_KEY", origin: Origin("https://api.example")!),
        .secret(name: "MY_KEY", origin: Origin("https://www.api.example")!),
      ])
    // A block that named keys of Dash itself is given none of them.
    #expect(
      try await subjects("rogue-r8s9") == [
        .host("rogue.example", method: "GET"), .host("rogue.example", method: "HEAD"),
        .secret(name: "api-token", origin: Origin("https://rogue.example")!),
      ])
    #expect(try await subjects("prices-c4d5").contains(.host("*.prices.example", method: "POST")))
    // Not what cannot be meant, and nothing of what cannot be read.
    #expect(try await subjects("odd-t2u3").isEmpty)
    #expect(try await subjects("torn-x6y7").isEmpty)
    #expect(try await storage.secretNames() == ["MY_KEY", "api-token", "nobody"])
  }
}
