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

  @Test(
    "a database that is gone while blocks are there is told, and nothing is moved",
    arguments: [true, false])
  func lost(isEmptied: Bool) async throws {
    let folder = TestFolder()
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    _ = try await storage.create(.sample("other-1"))
    try storage.close()
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: folder.data.database.path + suffix)
    }
    if isEmptied { try Data().write(to: folder.data.database) }
    for access in [StorageAccess.serve, .command, .existing] {
      let error = #expect(throws: StorageError.self) { try folder.open(access) }
      #expect(error == .lost(path: folder.data.database.path, blocks: 2))
    }
    #expect(folder.exists("blocks/clock-1/block.lua"))
    #expect(!folder.exists("trash/clock-1"))
  }

  @Test("who only reads makes no folder")
  func absent() throws {
    let folder = TestFolder()
    #expect(throws: StorageError.absent(path: folder.data.url.path)) { try folder.open(.existing) }
    #expect(!FileManager.default.fileExists(atPath: folder.data.url.path))
  }

  @Test("a data folder that others could read is closed to them, and a shared folder is left alone")
  func modes() async throws {
    let folder = TestFolder()
    try folder.open().close()
    let files = FileManager.default
    func mode(_ path: String) throws -> NSNumber? {
      try files.attributesOfItem(atPath: folder.path(path).path)[.posixPermissions] as? NSNumber
    }
    for path in ["", "blocks", "trash"] {
      try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path(path).path)
    }
    try files.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: folder.path("dash.sqlite").path)
    let storage = try folder.open()
    try await storage.setSecret("a", to: "b")
    for path in ["", "blocks", "trash"] { #expect(try mode(path) == 0o700, "\(path)") }
    for path in ["dash.sqlite", "dash.sqlite-wal", "secret.key", "serve.lock"] {
      #expect(try mode(path) == 0o600, "\(path)")
    }

    let shared = TestFolder()
    try files.createDirectory(at: shared.data.url, withIntermediateDirectories: true)
    try files.setAttributes([.posixPermissions: 0o777], ofItemAtPath: shared.data.url.path)
    try shared.open().close()
    let facts = try files.attributesOfItem(atPath: shared.data.url.path)
    #expect(facts[.posixPermissions] as? NSNumber == 0o777)
  }

  @Test("a lock that is a link is refused, and its target keeps what it holds")
  func linkedLock() throws {
    let folder = TestFolder()
    try folder.open().close()
    let target = folder.path("precious")
    try Data("precious".utf8).write(to: target)
    try FileManager.default.removeItem(at: folder.path("serve.lock"))
    try FileManager.default.createSymbolicLink(
      at: folder.path("serve.lock"), withDestinationURL: target)
    let error = #expect(throws: StorageError.self) { try folder.open() }
    #expect(error?.description.contains("serve.lock is a link") == true)
    #expect(try String(contentsOf: target, encoding: .utf8) == "precious")
  }

  @Test(
    "without its key, or with a damaged one, a folder opens and says what must be given anew",
    arguments: [nil, Data(), Data(repeating: 1, count: 31), Data(repeating: 1, count: 32)])
  func lostKey(bytes: Data?) async throws {
    let folder = TestFolder()
    let storage = try folder.open()
    try await storage.setSecret("token", to: "old")
    try await storage.setOwnKey("dash.page-key", to: "old")
    try storage.close()
    try FileManager.default.removeItem(at: folder.path("secret.key"))
    try bytes?.write(to: folder.path("secret.key"))
    let again = try folder.open()
    #expect(try await again.secret("token") == nil)
    #expect(try await again.ownKey("dash.page-key") == nil)
    #expect(try await again.secretNames().isEmpty)
    #expect(try await again.unreadableSecretNames() == ["token"])
    try await again.setSecret("token", to: "new")
    #expect(try await again.secret("token") == "new")
    #expect(try await again.unreadableSecretNames().isEmpty)
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
