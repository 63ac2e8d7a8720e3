import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Recordings and repairs")
struct RecordingTests {
  let storages = Storages()
  let id = BlockID("clock-1")!

  @Test(
    "of good runs the newest and one of each day before is kept, of failed ones the last",
    arguments: StorageKind.allCases)
  func kept(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let block = try await storage.create(.sample())
    let noon = 1_800_014_400.0
    // Days before, hours after noon, and whether the run was good.
    let runs: [(days: Double, hours: Double, isGood: Bool)] = [
      (4, 0, true), (3, 0, true), (2, 0, false), (2, 1, true), (2, 2, true), (1, 0, false),
      (0, 0, true), (0, 1, true),
    ]
    for run in runs {
      let folder = try await storage.newRecordingFolder(of: id)
      try await storage.keep(
        Recording(
          folder: folder, version: block.version, isGood: run.isGood,
          at: Date(timeIntervalSince1970: noon - run.days * 86_400 + run.hours * 3_600),
          params: ["a": 1], data: ["n": .integer(Int64(clamping: run.days))]),
        of: id, atMost: 3)
    }
    let kept = try await storage.recordings(of: id)
    #expect(
      kept.map { (noon - $0.at.timeIntervalSince1970) / 3_600 } == [-1, 24, 46, 72])
    #expect(kept.map(\.isGood) == [true, false, true, true])
    #expect(kept.first?.params == ["a": 1] && kept.first?.data == ["n": 0])
    if kind == .sqlite {
      for recording in kept {
        #expect(FileManager.default.fileExists(atPath: recording.folder.path))
      }
    }
  }

  @Test("where a block stands with its repairs is kept", arguments: StorageKind.allCases)
  func repairs(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    #expect(try await storage.healState(of: id) == HealState())
    let state = HealState(
      trial: HealState.Trial(version: VersionNumber(3), before: VersionNumber(2), left: 2),
      failedAt: [Date(timeIntervalSince1970: 1_800_000_000)], isQuarantined: true)
    try await storage.setHealState(state, of: id)
    #expect(try await storage.healState(of: id) == state)
  }

  @Test(
    "a repair serves with its trial and its proof, or not at all", arguments: StorageKind.allCases)
  func repair(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    var state = HealState(failedAt: [Date(timeIntervalSince1970: 1_800_000_000)])
    try await storage.setHealState(state, of: id)
    var repair = NewVersion.sample("mended", basedOn: 1)
    repair.author = .heal
    let proof = NewRun(
      .good(["n": 7]), version: VersionNumber(1), reason: "heal", keep: Retention(runs: 10))
    let record = try await storage.addRepair(repair, proof: proof, trialRuns: 3, to: id)
    #expect(record.version == VersionNumber(2) && record.author == .heal)
    state.trial = HealState.Trial(version: VersionNumber(2), before: VersionNumber(1), left: 3)
    #expect(try await storage.healState(of: id) == state)
    let run = try #require(try await storage.runs(of: id, limit: 5).first)
    #expect(run.version == VersionNumber(2) && run.reason == "heal")
    #expect(try await storage.lastData(of: id)?.data == ["n": 7])
    // Somebody was faster: nothing of a second one is kept.
    await #expect(
      throws: StorageError.conflict(serving: VersionNumber(2), basedOn: VersionNumber(1))
    ) { try await storage.addRepair(repair, proof: proof, trialRuns: 3, to: id) }
    #expect(try await storage.healState(of: id) == state)
    #expect(try await storage.runs(of: id, limit: 5).count == 1)
  }
}
