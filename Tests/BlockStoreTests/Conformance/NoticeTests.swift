import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Notices")
struct NoticeTests {
  let storages = Storages()
  let id = BlockID("clock-1")!

  private func notice(_ incident: String, _ text: String = "It happened.") -> NewNotice {
    NewNotice(
      .alert, incident: incident, title: "Low", text: text,
      at: Date(timeIntervalSince1970: 1_800_000_000))
  }

  @Test(
    "what a run tells is kept with it, and once for each incident",
    arguments: StorageKind.allCases)
  func once(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    #expect(try await storage.alertState(of: id) == nil)
    var run = NewRun(
      .good(), version: VersionNumber(1), reason: "schedule", keep: Retention(runs: 9))
    run.notices = [notice("low 1", "19.90"), notice("low 2", "18.50")]
    run.alertState = ["low": ["count": 2]]
    try await storage.save(run, of: id)
    // Another process ran the block at the same moment.
    run.alertState = nil
    try await storage.save(run, of: id)
    #expect(try await storage.alertState(of: id) == ["low": ["count": 2]])
    let kept = try await storage.notices(of: id, limit: 9)
    #expect(kept.map(\.text) == ["18.50", "19.90"])
    #expect(kept.first?.block == id && kept.first?.kind == .alert && kept.first?.title == "Low")
    #expect(kept.first?.at == Date(timeIntervalSince1970: 1_800_000_000))
    #expect(try await storage.notices(of: nil, limit: 1).map(\.text) == ["18.50"])
  }

  @Test(
    "a notice without a run is kept once for each incident, too, and not of a block that is gone",
    arguments: StorageKind.allCases)
  func alone(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    _ = try await storage.create(.sample("other-1"))
    for _ in 0..<2 { try await storage.add(notice("broken 1"), of: id) }
    try await storage.add(notice("broken 1"), of: BlockID("other-1")!)
    #expect(try await storage.notices(of: nil, limit: 9).count == 2)
    await #expect(throws: StorageError.noBlock(BlockID("gone-1")!)) {
      try await storage.add(notice("broken 1"), of: BlockID("gone-1")!)
    }
  }

  @Test(
    "a run that cannot be kept tells nothing", arguments: StorageKind.allCases)
  func refused(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    try await storage.delete(id)
    var run = NewRun(
      .good(), version: VersionNumber(1), reason: "schedule", keep: Retention(runs: 9))
    run.notices = [notice("low 1")]
    let kept = await storage.save([EndedRun(run, of: id)])
    #expect(kept == [.failure(.noBlock(id))])
    #expect(try await storage.notices(of: nil, limit: 9).isEmpty)
  }
}
