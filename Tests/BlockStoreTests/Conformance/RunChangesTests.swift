import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("What a run stores")
struct RunChangesTests {
  let storages = Storages()
  let id = BlockID("clock-1")!

  private func at(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }

  @Test(
    "a run reads what it wrote, and nobody else does before it is kept",
    arguments: StorageKind.allCases)
  func buffered(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    try await storage.set("old", to: 1, of: id)
    try await storage.set("gone", to: 2, of: id)
    let run = ScriptBuffer(storage)
    try await run.set("new", to: ["a": 3], of: id)
    try await run.delete("gone", of: id)
    try await run.delete("never there", of: id)
    #expect(try await run.value("new", of: id) == ["a": 3])
    #expect(try await run.value("gone", of: id) == nil)
    #expect(try await run.value("old", of: id) == 1)
    #expect(try await run.keys(prefix: "", of: id) == ["new", "old"])
    #expect(try await run.keys(prefix: "o", of: id) == ["old"])
    #expect(try await storage.keys(prefix: "", of: id) == ["gone", "old"])
    try await storage.commit(run.changes, of: id)
    #expect(try await storage.keys(prefix: "", of: id) == ["new", "old"])
    #expect(try await storage.value("new", of: id) == ["a": 3])
  }

  @Test(
    "a name with a NUL, which would be listed as another, is refused",
    arguments: StorageKind.allCases, ["a\0b", "\0", "a\0"])
  func nul(kind: StorageKind, name: String) async throws {
    let storage = try storages.open(kind)
    let run = ScriptBuffer(storage)
    await #expect(throws: ScriptStorageError.name("a name must not hold a NUL; leave it out")) {
      try await run.set(name, to: 1, of: id)
    }
    await #expect(throws: ScriptStorageError.self) {
      try await run.append(1, to: name, at: at(1), of: id)
    }
    #expect(await run.changes.isEmpty)
  }

  @Test(
    "points of the run are read in their places, with those that are kept",
    arguments: StorageKind.allCases)
  func points(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    for second in [10.0, 20, 30] {
      try await storage.append(.number(second), to: "s", at: at(second), of: id)
    }
    let run = ScriptBuffer(storage)
    try await run.append("text", to: "s", at: at(25), of: id)
    try await run.append(21, to: "s", at: at(20), of: id)
    try await run.append(22, to: "s", at: at(20), of: id)
    try await run.append(40, to: "s", at: at(40), of: id)
    try await run.append(1, to: "other", at: at(40), of: id)
    func values(_ query: SeriesQuery) async throws -> [JSONValue] {
      try await run.points(of: "s", query, of: id).map(\.value)
    }
    #expect(try await values(SeriesQuery()) == [10.0, 22, "text", 30.0, 40])
    #expect(try await values(SeriesQuery(last: 2)) == [30.0, 40])
    #expect(try await values(SeriesQuery(since: at(20), until: at(30))) == [22, "text", 30.0])
    #expect(try await values(SeriesQuery(since: at(20), until: at(30), last: 1)) == [30.0])
    let buckets = try await run.points(
      of: "s", SeriesQuery(every: 20, aggregate: .count), of: id)
    #expect(buckets.map(\.value) == [1, 3, 1])
    #expect(
      try await run.points(of: "s", SeriesQuery(every: 20, aggregate: .max), of: id)
        .map { $0.value.number } == [10, 30, 40])
    #expect(try await storage.points(of: "s", SeriesQuery(), of: id, with: []).count == 3)
    try await storage.commit(run.changes, of: id)
    let kept = try await storage.points(of: "s", SeriesQuery(), of: id, with: [])
    #expect(kept.map(\.value) == [10.0, 22, "text", 30.0, 40])
    #expect(try await storage.scriptUse(of: id).points == 6)
  }

  @Test(
    "a good run keeps what it wrote with its row; a failed run leaves nothing",
    arguments: StorageKind.allCases)
  func kept(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    var outcome = RunOutcome.bad(.scriptError)
    outcome.changes = ScriptChanges(values: ["a": 1])
    let version = VersionNumber(1)
    try await storage.save(
      NewRun(outcome, version: version, reason: "x", keep: Retention(runs: 9)), of: id)
    #expect(try await storage.value("a", of: id) == nil)
    outcome = .good()
    outcome.changes = ScriptChanges(
      values: ["a": 2], points: ["s": [SeriesPoint(time: at(5), value: 5)]])
    try await storage.save(
      NewRun(outcome, version: version, reason: "x", keep: Retention(runs: 9)), of: id)
    #expect(try await storage.value("a", of: id) == 2)
    #expect(try await storage.points(of: "s", SeriesQuery(), of: id, with: []).count == 1)
    // Of a block that is gone neither the run nor what it wrote is kept.
    outcome.changes = ScriptChanges(values: ["a": 3])
    let last = outcome
    await #expect(throws: StorageError.self) {
      try await storage.save(
        NewRun(last, version: version, reason: "x", keep: Retention(runs: 9)),
        of: BlockID("none-1")!)
    }
    #expect(try await storage.value("a", of: BlockID("none-1")!) == nil)
    #expect(try await storage.value("a", of: id) == 2)
  }

  @Test(
    "the run that made a block leaves the block what it stored", arguments: StorageKind.allCases)
  func created(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    var outcome = RunOutcome.good()
    outcome.changes = ScriptChanges(values: ["a": 1])
    var block = NewBlock.sample()
    block.run = NewRun(
      outcome, version: VersionNumber(1), reason: "create", keep: Retention(runs: 9))
    _ = try await storage.create(block)
    #expect(try await storage.value("a", of: id) == 1)
  }

  @Test(
    "quotas count what is kept and what the run wrote together", arguments: StorageKind.allCases)
  func quotas(kind: StorageKind) async throws {
    let storage = try storages.open(
      kind, quotas: ScriptQuotas(bytes: 1_000, keys: 3, points: 100, pointsOfRun: 4))
    try await storage.set("a", to: 1, of: id)
    let run = ScriptBuffer(storage)
    try await run.set("b", to: 1, of: id)
    try await run.set("c", to: 1, of: id)
    await #expect(throws: ScriptStorageError.self) { try await run.set("d", to: 1, of: id) }
    try await run.delete("a", of: id)
    try await run.set("d", to: 1, of: id)
    await #expect(throws: ScriptStorageError.self) { try await run.set("a", to: 1, of: id) }
    let long = JSONValue.string(String(repeating: "x", count: 1_000))
    await #expect(throws: ScriptStorageError.self) { try await run.set("d", to: long, of: id) }
    for second in 0..<4 { try await run.append(1, to: "s", at: at(Double(second)), of: id) }
    await #expect(throws: ScriptStorageError.self) {
      try await run.append(1, to: "s", at: at(9), of: id)
    }
    try await storage.commit(run.changes, of: id)
    #expect(try await storage.keys(prefix: "", of: id) == ["b", "c", "d"])
  }

  @Test(
    "points have a quota of bytes; the oldest of the series make room",
    arguments: StorageKind.allCases)
  func pointBytes(kind: StorageKind) async throws {
    let storage = try storages.open(kind, quotas: ScriptQuotas(pointBytes: 1_000))
    let text = JSONValue.string(String(repeating: "x", count: 298))
    for second in 0..<10 { try await storage.append(text, to: "s", at: at(Double(second)), of: id) }
    let kept = try await storage.points(of: "s", SeriesQuery(), of: id, with: [])
    #expect(kept.map(\.time) == [at(7), at(8), at(9)])
    #expect(try await storage.scriptUse(of: id) == ScriptUse(points: 3, pointBytes: 900))
  }

  @Test(
    "a folder has a store of its own by its path, which can be listed and forgotten",
    arguments: StorageKind.allCases)
  func folders(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let one = try await storage.scriptName(ofFolder: "/home/a/clock-1")
    let two = try await storage.scriptName(ofFolder: "/home/b/clock-1")
    #expect(one != two && one != id)
    #expect(try await storage.scriptName(ofFolder: "/home/a/clock-1") == one)
    try await storage.set("a", to: 1, of: one)
    #expect(try await storage.value("a", of: two) == nil)
    #expect(try await storage.folders() == ["/home/a/clock-1", "/home/b/clock-1"])
    try await storage.forgetFolder("/home/a/clock-1")
    #expect(try await storage.value("a", of: one) == nil)
    #expect(try await storage.folders() == ["/home/b/clock-1"])
  }
}
