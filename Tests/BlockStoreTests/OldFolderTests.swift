import BlockModel
import BlockStore
import Foundation
import GRDB
import Testing

@Suite("A folder of an older version", .serialized)
struct OldFolderTests {
  @Test("opens with everything a person made", arguments: [SQLiteStorage.Access.command, .serve])
  func nothingIsLost(access: SQLiteStorage.Access) async throws {
    let folder = TestFolder()
    try OldFolder.load(into: folder.data)
    let storage = try folder.open(access)
    try await OldFolder.checkNothingIsLost(storage)
    try storage.close()
    // Once more: what opening does is done once.
    try await OldFolder.checkNothingIsLost(try folder.open(access))
  }

  @Test("what lay in the trash comes back with what it kept")
  func trash() async throws {
    let folder = TestFolder()
    try OldFolder.load(into: folder.data)
    let storage = try folder.open()
    let gone = BlockID("gone-b2c3")!
    try await storage.restoreDeleted(gone)
    #expect(try await storage.lastData(of: gone)?.data == ["n": 3])
    #expect(try await storage.points(of: "kept", SeriesQuery(), of: gone).map(\.value) == [2])
    #expect(try await storage.workingCopy(of: gone).manifest == "{\"name\": \"Gone\"}\n")
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

/// The program beside the tests that uses a data folder until it is killed.
enum Writer {
  /// - Parameter mode: `write` without end, or `open` once.
  static func start(
    _ mode: String, _ folder: TestFolder, output: Any? = FileHandle.nullDevice
  ) throws -> Process {
    let process = Process()
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    process.executableURL = URL(filePath: bundle ?? CommandLine.arguments[0])
      .deletingLastPathComponent().appending(path: "dash-store-writer")
    process.arguments = [mode, folder.data.url.path]
    process.standardOutput = output
    try process.run()
    return process
  }
}
