import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Runs")
struct RunTests {
  let storages = Storages()
  let id = BlockID("clock-1")!

  private func save(_ outcome: RunOutcome, keep: Int = 100, data: Bool = true) -> NewRun {
    NewRun(
      outcome, version: VersionNumber(1), reason: "schedule", updatesData: data, keep: keep)
  }

  @Test("a run reads back with log, exchanges and failure", arguments: StorageKind.allCases)
  func roundTrip(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    var outcome = RunOutcome.bad(.permission, "no")
    var exchange = HTTPExchange(
      method: "GET", url: "http://nas.local/", status: nil, bytes: 0, milliseconds: 3, cache: .miss,
      error: "no")
    exchange.neededGrant = .privateHost(HostPort("nas.local:80")!)
    outcome.http = [exchange]
    outcome.log = [LogLine(.warn, "careful"), LogLine(.info, "done")]
    outcome.used = ResourceUse(cpuMilliseconds: 7, memoryBytes: 99)
    let summary = try await storage.save(save(outcome), of: id)
    let record = try #require(try await storage.run(summary.id))
    #expect(record.summary == summary)
    #expect(record.summary.failure?.kind == .permission)
    #expect(record.summary.neededGrant == .privateHost(HostPort("nas.local:80")!))
    #expect(record.log == outcome.log)
    #expect(record.http.map(\.url) == ["http://nas.local/"])
    #expect(record.used == outcome.used)
  }

  @Test(
    "failed runs are counted and leave the last good data alone", arguments: StorageKind.allCases)
  func lastGood(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    try await storage.save(save(.good(["n": 5])), of: id)
    try await storage.save(save(.bad(.network)), of: id)
    try await storage.save(save(.bad(.network)), of: id)
    #expect(try await storage.block(id).failures == 2)
    #expect(try await storage.block(id).lastRun?.failure?.kind == .network)
    #expect(try await storage.lastData(of: id)?.data == ["n": 5])
    try await storage.save(save(.good(["n": 6])), of: id)
    #expect(try await storage.block(id).failures == 0)
    #expect(try await storage.lastData(of: id)?.data == ["n": 6])
  }

  @Test(
    "an action's run is logged, but is no refresh of the block", arguments: StorageKind.allCases)
  func action(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    let good = try await storage.save(save(.good(["n": 5])), of: id)
    try await storage.save(save(.good(["other": true]), data: false), of: id)
    #expect(try await storage.lastData(of: id)?.data == ["n": 5])
    #expect(try await storage.block(id).lastRun?.id == good.id)
    #expect(try await storage.runs(of: id, limit: 9).count == 2)
  }

  @Test("only so many runs are kept, the newest", arguments: StorageKind.allCases)
  func retention(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    var newest: Int64 = 0
    for _ in 0..<7 { newest = try await storage.save(save(.good(), keep: 3), of: id).id }
    let runs = try await storage.runs(of: id, limit: 100)
    #expect(runs.map(\.id) == [newest, newest - 1, newest - 2])
    #expect(try await storage.run(newest - 3) == nil)
  }

  @Test("a run of a block that is gone is refused", arguments: StorageKind.allCases)
  func gone(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    await #expect(throws: StorageError.noBlock(id)) {
      try await storage.save(save(.good()), of: id)
    }
  }
}
