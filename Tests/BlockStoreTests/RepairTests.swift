import BlockModel
import BlockStore
import Foundation
import GRDB
import Testing

@Suite("Repair")
struct RepairTests {
  let folder = TestFolder()
  let id = BlockID("clock-1")!

  /// A folder with a block that has a life: two versions, grants, secrets, series, runs.
  private func fill(points: Int = 50) async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    _ = try await storage.addVersion(.sample("two", basedOn: 1), to: id)
    _ = try await storage.create(.sample("gone-1"))
    try await storage.delete(BlockID("gone-1")!)
    try await storage.allow(
      [.privateHost(HostPort("nas.local:80")!)], of: id, by: "person", at: Date())
    try await storage.setSecret("token", to: "planted")
    try await storage.setParams(["place": "Lisbon"], of: id)
    let list = (0..<points).map {
      SeriesPoint(
        time: Date(timeIntervalSince1970: Double($0)),
        value: .string("\($0) " + String(repeating: "x", count: 200)))
    }
    try await storage.commit(ScriptChanges(values: ["key": 1], points: ["s": list]), of: id)
    try await storage.save(
      NewRun(.good(), version: VersionNumber(2), reason: "schedule", keep: Retention(runs: 9)),
      of: id)
    try storage.close()
  }

  private func bytes() throws -> Data { try Data(contentsOf: folder.data.database) }

  @Test("a sound database is not touched")
  func sound() async throws {
    try await fill()
    let before = try bytes()
    #expect(throws: StorageError.sound(path: folder.data.database.path)) {
      try Repair.perform(on: folder.data)
    }
    #expect(try bytes() == before)
    #expect(try await folder.open().secret("token") == "planted")
  }

  @Test("a database of a newer version is not touched")
  func newer() async throws {
    try await fill()
    try await DatabaseQueue(path: folder.data.database.path).write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999 from the future')")
    }
    let before = try bytes()
    #expect(throws: StorageError.newer(path: folder.data.database.path)) {
      try Repair.perform(on: folder.data)
    }
    #expect(try bytes() == before)
  }

  @Test("where there is no data folder, none is made")
  func absent() {
    #expect(throws: StorageError.absent(path: folder.data.url.path)) {
      try Repair.perform(on: folder.data)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.data.url.path))
  }

  @Test("a folder in use is not repaired under the server's feet")
  func inUse() async throws {
    try await fill()
    let server = try folder.open()
    try damage(pages: 1)
    #expect(throws: StorageError.inUse(path: folder.data.url.path, pid: getpid())) {
      try Repair.perform(on: folder.data)
    }
    try server.close()
  }

  /// Overwrites leaf pages of the table of points, which is the largest.
  private func damage(pages: Int) throws {
    let size = 4096
    // What stands in the write-ahead log would hide the damage.
    try DatabaseQueue(path: folder.data.database.path).writeWithoutTransaction { db in
      _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    var file = try bytes()
    var left = pages
    for page in stride(from: file.count / size - 1, to: 1, by: -1) where left > 0 {
      let range = (page * size)..<((page + 1) * size)
      // 0x0A is a leaf of a table without row ids (sqlite.org/fileformat, §1.6).
      guard file[range.lowerBound] == 0x0A,
        file[range].firstRange(of: Data("xxxxxxxxxxxxxxxx".utf8)) != nil
      else { continue }
      file.replaceSubrange(range, with: Data(repeating: 0xA5, count: size))
      left -= 1
    }
    try #require(left == 0)
    try file.write(to: folder.data.database)
  }

  @Test("of a database with damaged pages everything else is saved, and the old file is kept")
  func damagedPages() async throws {
    try await fill(points: 400)
    try damage(pages: 1)
    #expect(throws: StorageError.self) { try folder.open() }
    let report = try Repair.perform(on: folder.data)
    let kept = try #require(report.keptAt)
    let page = Data(repeating: 0xA5, count: 4_096)
    #expect(try Data(contentsOf: kept).firstRange(of: page) != nil)
    #expect(report.blocks == 2)
    #expect(report.fromFolders.isEmpty)
    #expect(report.incomplete == ["points"])
    let storage = try folder.open()
    #expect(try await storage.block(id).version == VersionNumber(2))
    #expect(try await storage.block(id).params == ["place": "Lisbon"])
    #expect(try await storage.block(id).privateHosts == [HostPort("nas.local:80")!])
    #expect(try await storage.secret("token") == "planted")
    #expect(try await storage.value("key", of: id) == 1)
    #expect(try await storage.lastData(of: id)?.data == ["n": 1])
    #expect(try await storage.deletedBlocks().map(\.id.text) == ["gone-1"])
    // One page of about 18 points is gone, those before and after it are there.
    let points = try await storage.points(of: "s", SeriesQuery(), of: id, with: [])
    #expect((340..<400).contains(points.count), "\(points.count)")
    #expect(points.first?.value.string?.hasPrefix("0 ") == true)
    #expect(throws: StorageError.sound(path: folder.data.database.path)) {
      try Repair.examine(folder.data)
    }
  }

  @Test("of a file that is no database the blocks come back from their folders, the trash too")
  func garbage() async throws {
    try await fill()
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: folder.data.database.path + suffix)
    }
    try Data(repeating: 0x5A, count: 9_000).write(to: folder.data.database)
    let error = #expect(throws: StorageError.self) { try folder.open() }
    #expect(error == .corrupt(path: folder.data.database.path))
    #expect(error?.description.contains("dash doctor --repair") == true)
    let report = try Repair.perform(on: folder.data)
    #expect(report.fromFolders.map(\.text) == ["clock-1", "gone-1"])
    let storage = try folder.open()
    #expect(try await storage.block(id).version == VersionNumber(2))
    #expect(try await storage.texts(of: id, version: VersionNumber(2)).script == "two")
    #expect(try await storage.deletedBlocks().map(\.id.text) == ["gone-1"])
  }

  @Test("where the database was lost the blocks come back from their folders")
  func lost() async throws {
    try await fill()
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: folder.data.database.path + suffix)
    }
    #expect(try Repair.examine(folder.data) == .lost(blocks: 1))
    let report = try Repair.perform(on: folder.data)
    #expect(report.keptAt == nil)
    #expect(report.blocks == 2)
    #expect(try await folder.open().versions(of: id).count == 2)
  }

  @Test("a damaged database of an older version is saved and brought to the shape of this one")
  func older() async throws {
    try OldFolder.load(into: folder.data)
    let queue = try DatabaseQueue(path: folder.data.database.path)
    // A row that names what is not there: what a lost page leaves.
    try await queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA foreign_keys = OFF;
          INSERT INTO messages (block, author, text, at) VALUES ('nobody-1', 'person', 'x', 1);
          PRAGMA foreign_keys = ON
          """)
    }
    try queue.close()
    guard case .damaged = try Repair.examine(folder.data) else {
      Issue.record("not seen")
      return
    }
    let report = try Repair.perform(on: folder.data)
    #expect(report.incomplete.isEmpty)
    try await OldFolder.checkNothingIsLost(try folder.open())
  }
}
