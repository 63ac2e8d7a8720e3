import BlockModel
import Foundation
import GRDB
import Testing

@testable import BlockStore

@Suite("Bounds of history")
struct HistoryTests {
  let folder = TestFolder()
  let id = BlockID("clock-1")!

  private func run(_ text: String) -> NewRun {
    var outcome = RunOutcome.good()
    outcome.log = [LogLine(.info, text)]
    return NewRun(
      outcome, version: VersionNumber(1), reason: "schedule", keep: Retention(runs: 200))
  }

  @Test("runs have a bound of bytes, and the last one stays whatever its size")
  func runs() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    let long = String(repeating: "x", count: 5 << 20)
    for _ in 0..<5 { try await storage.save(run(long), of: id) }
    #expect(try await storage.runs(of: id, limit: 99).count == 3)
    try await storage.save(run(String(repeating: "x", count: 17 << 20)), of: id)
    #expect(try await storage.runs(of: id, limit: 99).count == 1)
    #expect(try await storage.block(id).lastRun != nil)
  }

  @Test("messages, questions to models and actions have bounds of bytes")
  func others() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    let long = String(repeating: "x", count: 300 << 10)
    for _ in 0..<5 {
      try await storage.addMessages([ChatMessage(.person, long, at: Date())], to: id)
      try await storage.note(long, by: "person", block: id)
    }
    #expect(try await storage.messages(of: id).count == 3)
    #expect(try await storage.actions(of: id, limit: 99).count == 3)
    let prompt = String(repeating: "x", count: 7 << 20)
    for _ in 0..<3 {
      try await storage.addModelCalls(
        [ModelCall(stage: "plan", provider: "p", model: "m", prompt: prompt)], of: nil)
    }
    #expect(try await storage.modelCalls(of: nil, limit: 99).count == 2)
  }

  @Test("what is kept is told with its size")
  func kept() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    try await storage.save(run("four"), of: id)
    try await storage.commit(ScriptChanges(values: ["key": 12]), of: id)
    let kept = Dictionary(uniqueKeysWithValues: try await storage.kept().map { ($0.name, $0) })
    #expect(kept["runs with their logs and exchanges"]?.count == 1)
    #expect(kept["runs with their logs and exchanges"]?.bytes == 4)
    #expect(kept["keys of scripts"] == KeptKind(name: "keys of scripts", count: 1, bytes: 12))
    #expect(kept["blocks with their versions"]?.count == 1)
    #expect(kept["blocks with their versions"]?.bytes ?? 0 > 100)
  }

  @Test("every table of the database is told of, with a bound or in a whole")
  func everyTable() async throws {
    let storage = try folder.open()
    let tables = try await storage.pool.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
            AND name <> 'grdb_migrations'
          """)
    }
    #expect(Set(tables) == SQLiteStorage.toldTables)
  }

  @Test("what can be undone has bounds of bytes, for each block and in all")
  func undo() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    let long = JSONValue.string(String(repeating: "x", count: 1 << 20))
    for number in 1...6 {
      _ = try await storage.remember("step \(number)", of: id, before: long, at: Date())
    }
    #expect(
      try await storage.undoSteps(of: id, limit: 99).map(\.what) == ["step 6", "step 5", "step 4"])
    for number in 1...40 {
      let other = BlockID("other-\(number)")!
      _ = try await storage.create(.sample(other.text))
      _ = try await storage.remember("its step", of: other, before: long, at: Date())
    }
    try await storage.tidy(now: Date())
    let kept = try await storage.kept().first { $0.name == "steps that can be undone" }
    #expect(kept?.count == 31 && kept?.bytes ?? 0 <= 32 << 20, "\(kept as Any)")
  }

  @Test("databases that were put aside are told with their size")
  func copies() async throws {
    let storage = try folder.open()
    for name in ["dash.sqlite.before-3", "dash.sqlite.damaged-1"] {
      try Data(count: 100).write(to: folder.path(name))
    }
    let copies = try await storage.kept().first { $0.name.hasPrefix("copies") }
    #expect(copies?.count == 2 && copies?.bytes == 200)
  }

  /// Lets a number of days of use pass.
  private func use(days: Int, _ storage: SQLiteStorage, from start: Date = Date()) async throws {
    for day in 1...days { try await storage.tidy(now: start + Double(day) * 86_400) }
  }

  @Test("a block leaves the trash after 30 days of use, and not because a clock jumped")
  func trash() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    try await storage.delete(id)
    try await storage.tidy(now: Date() + 400 * 86_400)
    try await storage.tidy(now: Date() - 400 * 86_400)
    try await storage.tidy(now: Date())
    #expect(try await storage.deletedBlocks().map(\.id) == [id])
    try await use(days: 27, storage)
    #expect(try await storage.deletedBlocks().map(\.id) == [id])
    #expect(folder.exists("trash/clock-1"))
    try await use(days: 5, storage, from: Date() + 27 * 86_400)
    #expect(try await storage.deletedBlocks().isEmpty)
    #expect(!folder.exists("trash/clock-1"))
  }

  @Test("old history goes by days of use, and not because a clock jumped")
  func age() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    try await storage.addMessages([ChatMessage(.person, "old", at: Date())], to: id)
    try await storage.tidy(now: Date() + 5_000 * 86_400)
    #expect(try await storage.messages(of: id).count == 1)
    try await use(days: 401, storage)
    #expect(try await storage.messages(of: id).isEmpty)
  }

  @Test("folders that are not blocks are named")
  func unknown() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    try FileManager.default.createDirectory(
      at: folder.path("blocks/Mine"), withIntermediateDirectories: true)
    #expect(try await storage.unknownFolders() == ["Mine"])
  }
}
