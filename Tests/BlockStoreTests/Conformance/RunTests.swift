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
      outcome, version: VersionNumber(1), reason: "schedule", updatesData: data,
      keep: Retention(runs: keep))
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
    outcome.doubts = ["the price is 100 times what it was"]
    var run = save(outcome)
    run.transition = "It went from ok to partial."
    let summary = try await storage.save(run, of: id)
    let action = try await storage.actions(of: id, limit: 1).first
    #expect(action?.what == run.transition && action?.actor == "dash")
    #expect(summary.doubts == outcome.doubts)
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

  @Test(
    "runs that are kept together are each told of: one of a block that is gone keeps none back",
    arguments: StorageKind.allCases)
  func together(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    let gone = BlockID("gone-1")!
    let results = await storage.save([
      EndedRun(save(.good(["n": 1])), of: id), EndedRun(save(.good()), of: gone),
      EndedRun(save(.good(["n": 2])), of: id),
    ])
    #expect(results.map { (try? $0.get().block) } == [id, nil, id])
    #expect(throws: StorageError.noBlock(gone)) { try results[1].get() }
    #expect(try await storage.lastData(of: id)?.data == ["n": 2])
    #expect(try await storage.runs(of: id, limit: 9).count == 2)
  }

  @Test(
    "when a block runs next is kept with its run, until a new version",
    arguments: StorageKind.allCases)
  func nextRun(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let block = try await storage.create(.sample())
    #expect(block.nextRun == .unknown)
    let at = Date(timeIntervalSince1970: 1_800_000_000)
    for planned in [PlannedRun.at(at), .never, .at(at)] {
      var run = save(.good())
      run.nextRun = planned
      try await storage.save(run, of: id)
      #expect(try await storage.block(id).nextRun == planned)
    }
    // A trial does not know; the plan stays.
    try await storage.save(save(.good()), of: id)
    #expect(try await storage.block(id).nextRun == .at(at))
    let texts = try await storage.texts(of: id, version: block.version)
    let next = try await storage.addVersion(
      NewVersion(
        texts: texts, author: .hand, explanation: "", basedOn: block.version, createdAt: at),
      to: id)
    #expect(next.nextRun == .unknown)
  }

  @Test("a run of a block that is gone is refused", arguments: StorageKind.allCases)
  func gone(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    await #expect(throws: StorageError.noBlock(id)) {
      try await storage.save(save(.good()), of: id)
    }
  }
}
