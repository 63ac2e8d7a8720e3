import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Past results")
struct ResultTests {
  let storages = Storages()
  let id = BlockID("clock-1")!
  static let start = 1_800_000_000.0

  /// A good run so many minutes after the start.
  private func run(
    _ data: JSONValue, after minutes: Double, version: Int = 1, days: Int = 30,
    updatesData: Bool = true
  ) -> NewRun {
    let outcome = RunOutcome(
      result: .ok(data), startedAt: Date(timeIntervalSince1970: Self.start + minutes * 60))
    return NewRun(
      outcome, version: VersionNumber(version), reason: "schedule", updatesData: updatesData,
      keep: Retention(runs: 3, resultDays: days))
  }

  private func moment(_ minutes: Double) -> Date {
    Date(timeIntervalSince1970: Self.start + minutes * 60)
  }

  @Test(
    "what a block showed is kept when it changes, and found by its moment",
    arguments: StorageKind.allCases)
  func distinct(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    #expect(try await storage.resultSpan() == nil)
    for (minute, number) in [(0, 1), (10, 1), (20, 2), (30, 1)] {
      try await storage.save(run(["n": .integer(Int64(number))], after: Double(minute)), of: id)
    }
    let kept = try await storage.results(of: id, limit: 9)
    #expect(kept.map(\.at) == [moment(30), moment(20), moment(0)])
    #expect(try await storage.results(of: id, limit: 1).map(\.at) == [moment(30)])
    #expect(try await storage.result(of: id, at: moment(-1)) == nil)
    #expect(try await storage.result(of: id, at: moment(0))?.data == ["n": 1])
    #expect(try await storage.result(of: id, at: moment(19.9))?.data == ["n": 1])
    #expect(try await storage.result(of: id, at: moment(29))?.data == ["n": 2])
    #expect(try await storage.result(of: id, at: moment(999))?.summary == kept.first)
    #expect(try await storage.result(kept[1].id)?.data == ["n": 2])
    #expect(try await storage.result(99) == nil)
    #expect(try await storage.resultSpan() == moment(0)...moment(30))
  }

  @Test(
    "what only moved with the clock is not new, and a time of the source is",
    arguments: StorageKind.allCases)
  func clocks(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    func data(_ minutes: Double, _ departure: Int64) -> JSONValue {
      let now = Int64(clamping: Self.start + minutes * 60)
      return [
        "fetched_at": .integer(now), "at": ["asked": .number(Double(now) + 0.4)],
        "valid_until": .integer(now + 600), "departure": .integer(departure),
      ]
    }
    try await storage.save(run(data(0, 7), after: 0), of: id)
    try await storage.save(run(data(10, 7), after: 10), of: id)
    #expect(try await storage.results(of: id, limit: 9).count == 1)
    try await storage.save(run(data(20, 1_799_999_000), after: 20), of: id)
    #expect(try await storage.results(of: id, limit: 9).count == 2)
  }

  @Test(
    "another version and other settings are kept with their data, though those are the same",
    arguments: StorageKind.allCases)
  func versions(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    try await storage.save(run(["n": 1], after: 0), of: id)
    _ = try await storage.addVersion(.sample("two", basedOn: 1), to: id)
    try await storage.save(run(["n": 1], after: 10, version: 2), of: id)
    try await storage.setParams(["place": "Lisbon"], of: id)
    try await storage.save(run(["n": 1], after: 20, version: 2), of: id)
    let first = try await storage.result(of: id, at: moment(5))
    let last = try await storage.result(of: id, at: moment(25))
    #expect(first?.summary.version == VersionNumber(1) && first?.params == [:])
    #expect(last?.summary.version == VersionNumber(2) && last?.params == ["place": "Lisbon"])
    #expect(try await storage.results(of: id, limit: 9).count == 3)
  }

  @Test(
    "failed runs and actions leave no result, and a block in the trash keeps its own",
    arguments: StorageKind.allCases)
  func others(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    try await storage.save(run(["n": 1], after: 0), of: id)
    var failed = run(.null, after: 1)
    failed.outcome.result = .failed(RunFailure(.network, "away"))
    try await storage.save(failed, of: id)
    try await storage.save(run(["n": 2], after: 2, updatesData: false), of: id)
    try await storage.delete(id)
    #expect(try await storage.results(of: id, limit: 9).map(\.at) == [moment(0)])
    #expect(try await storage.result(of: id, at: moment(5))?.data == ["n": 1])
  }

  @Test("a manifest that keeps no results erases them", arguments: StorageKind.allCases)
  func none(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    try await storage.save(run(["n": 1], after: 0), of: id)
    try await storage.save(run(["n": 2], after: 1, days: 0), of: id)
    #expect(try await storage.results(of: id, limit: 9).isEmpty)
  }

  @Test(
    "forgetting the history of a block erases what it showed and did, and nothing of the others",
    arguments: StorageKind.allCases)
  func forgotten(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let other = BlockID("other-1")!
    for name in ["clock-1", "other-1"] {
      let block = try await storage.create(.sample(name))
      for minute in 0..<3 {
        var run = run(["n": .integer(Int64(minute))], after: Double(minute))
        run.outcome.log = [LogLine(.info, "seen")]
        try await storage.save(run, of: block.id)
      }
      let folder = try await storage.newRecordingFolder(of: block.id)
      try await storage.keep(
        Recording(
          folder: folder, version: block.version, isGood: true, at: moment(2), params: [:],
          data: ["n": 2]), of: block.id, atMost: 5)
      try await storage.note("Did it.", by: "person", block: block.id)
      try await storage.addMessages([ChatMessage(.person, "a wish", at: Date())], to: block.id)
      try await storage.addModelCalls(
        [ModelCall(stage: "plan", provider: "p", model: "m", prompt: "seen")], of: block.id)
      try await storage.commit(ScriptChanges(values: ["key": 1]), of: block.id)
    }
    let folder = try await storage.recordings(of: id).first?.folder
    try await storage.forgetHistory(of: id)
    #expect(try await storage.results(of: id, limit: 9).isEmpty)
    #expect(try await storage.recordings(of: id).isEmpty)
    #expect(folder.map { FileManager.default.fileExists(atPath: $0.path) } == false)
    #expect(try await storage.actions(of: id, limit: 9).isEmpty)
    #expect(try await storage.modelCalls(of: id, limit: 9).isEmpty)
    // The state of the block is that of its last run; what it logged is gone.
    let runs = try await storage.runs(of: id, limit: 9)
    let last = try await storage.block(id).lastRun?.id
    #expect(runs.map(\.id) == [last])
    #expect(try await storage.run(runs[0].id)?.log == [])
    #expect(try await storage.lastData(of: id)?.data == ["n": 2])
    #expect(try await storage.messages(of: id).map(\.text) == ["a wish"])
    #expect(try await storage.value("key", of: id) == 1)
    #expect(try await storage.versions(of: id).count == 1)
    #expect(try await storage.results(of: other, limit: 9).count == 3)
    #expect(try await storage.runs(of: other, limit: 9).count == 3)
    #expect(try await storage.actions(of: other, limit: 9).count == 1)
    // What is shown next is kept again.
    try await storage.save(run(["n": 2], after: 9), of: id)
    #expect(try await storage.results(of: id, limit: 9).count == 1)
  }
}
