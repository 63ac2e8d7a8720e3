import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("What is learned of data, and writes that wait")
struct ContractTests {
  let storages = Storages()
  let id = BlockID("clock-1")!
  let memory = ContractMemory(
    statistics: ["runs": 3], rules: [["path": "n", "filled": 1]], restsOn: 3,
    removed: ["n between"])

  private func run(_ value: JSONValue, _ writes: RunWrites = .kept) -> NewRun {
    var outcome = RunOutcome.good(["n": value])
    outcome.changes.values["n"] = .some(value)
    outcome.changes.points["n"] = [
      SeriesPoint(time: Date(timeIntervalSince1970: value.number ?? 0), value: value)
    ]
    var run = NewRun(
      outcome, version: VersionNumber(1), reason: "schedule", keep: Retention(runs: 9))
    run.writes = writes
    return run
  }

  private func held(_ run: NewRun) -> HeldWrites {
    HeldWrites(changes: run.outcome.changes, rules: ["n jump_at_most"], before: ["n": 1])
  }

  @Test(
    "what was learned is kept with the run, and begun anew with another script or other settings",
    arguments: StorageKind.allCases)
  func learned(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let block = try await storage.create(.sample())
    #expect(try await storage.contractMemory(of: id) == nil)
    var run = run(1)
    run.memory = memory
    try await storage.save(run, of: id)
    #expect(try await storage.contractMemory(of: id) == memory)
    let fresh = ContractMemory(removed: memory.removed)
    try await storage.setParams(["a": 1], of: id)
    #expect(try await storage.contractMemory(of: id) == fresh)
    try await storage.setContractMemory(memory, of: id)
    var texts = try await storage.texts(of: id, version: block.version)
    var version = block.version
    for (change, author, wanted) in [
      ("spec", VersionAuthor.hand, memory), ("script", .heal, memory), ("script", .hand, fresh),
    ] {
      if change == "spec" { texts.spec += " " } else { texts.script += "-- other\n" }
      version = try await storage.addVersion(
        NewVersion(
          texts: texts, author: author, explanation: "", basedOn: version, createdAt: Date()),
        to: id
      ).version
      #expect(try await storage.contractMemory(of: id) == wanted)
    }
  }

  @Test(
    "held writes are kept when they are confirmed, in their order", arguments: StorageKind.allCases)
  func confirmed(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    let doubtful = run(100)
    try await storage.save(run(100, .held(held(doubtful))), of: id)
    #expect(try await storage.value("n", of: id) == nil)
    #expect(try await storage.heldWrites(of: id) == held(doubtful))
    #expect(try await storage.lastData(of: id)?.data == ["n": 100])
    try await storage.save(run(101, .confirming), of: id)
    #expect(try await storage.value("n", of: id) == 101)
    #expect(
      try await storage.points(of: "n", SeriesQuery(), of: id, with: []).map(\.value) == [100, 101])
    #expect(try await storage.heldWrites(of: id) == nil)
  }

  @Test(
    "held writes are thrown away when the next run says otherwise; a failed run leaves them",
    arguments: StorageKind.allCases)
  func thrownAway(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    try await storage.save(run(100, .held(held(run(100)))), of: id)
    try await storage.save(
      NewRun(
        .bad(.network), version: VersionNumber(1), reason: "schedule", keep: Retention(runs: 9)),
      of: id)
    #expect(try await storage.heldWrites(of: id) != nil)
    try await storage.save(run(1), of: id)
    #expect(try await storage.heldWrites(of: id) == nil)
    #expect(
      try await storage.points(of: "n", SeriesQuery(), of: id, with: []).map(\.value) == [1])
  }
}
