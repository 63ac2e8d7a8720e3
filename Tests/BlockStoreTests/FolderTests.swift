import BlockModel
import BlockStore
import Foundation
import GRDB
import Testing

@Suite("Data folders")
struct FolderTests {
  @Test("a new folder is for its owner only, and opens again with what was written")
  func opensAgain() async throws {
    let folder = TestFolder()
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    try storage.close()
    let mode = try FileManager.default.attributesOfItem(atPath: folder.data.url.path)
    #expect(mode[.posixPermissions] as? NSNumber == 0o700)
    #expect(try await folder.open(.command).blocks().map(\.id.text) == ["clock-1"])
  }

  @Test("a second server is refused with the process that holds the folder; a command is not")
  func lock() async throws {
    let folder = TestFolder()
    let server = try folder.open()
    let error = #expect(throws: StorageError.self) { try folder.open() }
    #expect(error == .inUse(path: folder.data.url.path, pid: getpid()))
    #expect(error?.description.contains("process \(getpid())") == true)
    let command = try folder.open(.command)
    _ = try await command.create(.sample())
    #expect(try await server.blocks().count == 1)
  }

  @Test("what another process wrote is noticed, what this one wrote is not")
  func foreignChanges() async throws {
    let folder = TestFolder()
    let server = try folder.open()
    let before = try await server.foreignChanges()
    _ = try await server.create(.sample("own-1"))
    #expect(try await server.foreignChanges() == before)
    let command = try folder.open(.command)
    _ = try await command.create(.sample("other-1"))
    #expect(try await server.foreignChanges() != before)
  }

  @Test("a database of a newer version is refused, and not touched")
  func newer() throws {
    let folder = TestFolder()
    try folder.open().close()
    try DatabaseQueue(path: folder.data.database.path).write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999 from the future')")
    }
    #expect(throws: StorageError.newer(path: folder.data.database.path)) { try folder.open() }
  }

  @Test("every migration can be the last one a folder has seen", arguments: 0...4)
  func migrations(applied: Int) async throws {
    let folder = TestFolder()
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    try storage.close()
    try await DatabaseQueue(path: folder.data.database.path).write { db in
      let names = try String.fetchAll(
        db, sql: "SELECT identifier FROM grdb_migrations ORDER BY identifier")
      #expect(names.count == 4)
      let tables = [
        [], ["points", "series", "kv"], ["actions", "settings", "secrets"],
        ["messages", "model_calls"],
      ]
      for (name, tables) in zip(names, tables).dropFirst(max(1, applied)) {
        for table in tables { try db.execute(sql: "DROP TABLE \(table)") }
        try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = ?", arguments: [name])
      }
    }
    let again = try folder.open()
    #expect(try await again.blocks().count == 1)
    try await again.set("a", to: 1, of: BlockID("clock-1")!)
    try await again.note("hello", by: "person", block: nil)
    try await again.addMessages([], to: BlockID("clock-1")!)
  }

  @Test("a damaged database is named, kept aside by the repair, and the blocks come back")
  func corrupt() async throws {
    let folder = TestFolder()
    let storage = try folder.open()
    let id = try await storage.create(.sample()).id
    _ = try await storage.addVersion(.sample("two", basedOn: 1), to: id)
    try storage.close()
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: folder.data.database.path + suffix)
    }
    try Data(repeating: 0x5A, count: 9_000).write(to: folder.data.database)
    let error = #expect(throws: StorageError.self) { try folder.open() }
    #expect(error == .corrupt(path: folder.data.database.path))
    #expect(error?.description.contains("dash doctor --repair") == true)

    let report = try await Repair.perform(on: folder.data)
    #expect(report.blocks == [id])
    #expect(FileManager.default.fileExists(atPath: report.keptAt.path))
    let repaired = try folder.open()
    #expect(try await repaired.block(id).version == VersionNumber(2))
    #expect(try await repaired.texts(of: id, version: VersionNumber(2)).script == "two")
  }

  @Test("a path that cannot be a folder is refused in one sentence", arguments: ["file", "file/x"])
  func unreadable(name: String) throws {
    let folder = TestFolder()
    try folder.open().close()
    try Data().write(to: folder.path("file"))
    let error = #expect(throws: StorageError.self) {
      try SQLiteStorage(DataFolder(folder.path(name)), for: .serve)
    }
    #expect(error?.description.contains("--data") == true)
  }

  @Test(
    "a read-only folder is refused in one sentence",
    .enabled(if: FileManager.default.fileExists(atPath: "/sys/kernel")))
  func readOnly() {
    let error = #expect(throws: StorageError.self) {
      try SQLiteStorage(DataFolder(URL(filePath: "/sys/kernel/dash")), for: .serve)
    }
    #expect(error?.description.contains("--data") == true)
  }

  @Test("commits are on the disk before they are acknowledged")
  func synchronous() async throws {
    let folder = TestFolder()
    let storage = try folder.open()
    #expect(try await storage.durability == .init(journal: "wal", synchronous: 2, foreignKeys: 1))
  }
}
