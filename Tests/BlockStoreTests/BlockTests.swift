import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Blocks and versions")
struct BlockTests {
  let folder = TestFolder()
  let id = BlockID("clock-1")!

  @Test("a block is its row, its version folder and its working copy")
  func create() async throws {
    let storage = try folder.open()
    let record = try await storage.create(.sample())
    #expect(record.version == VersionNumber(1))
    #expect(folder.exists("blocks/clock-1/versions/0001/block.lua"))
    #expect(try await storage.workingCopy(of: id).script == "one")
    #expect(try await storage.texts(of: id, version: VersionNumber(1)).script == "one")
  }

  @Test("of two edits of one version the first wins, and the second is told")
  func conflict() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    _ = try await storage.addVersion(.sample("two", basedOn: 1), to: id)
    await #expect(
      throws: StorageError.conflict(serving: VersionNumber(2), basedOn: VersionNumber(1))
    ) { try await storage.addVersion(.sample("three", basedOn: 1), to: id) }
    #expect(try await storage.texts(of: id, version: VersionNumber(2)).script == "two")
    #expect(!folder.exists("blocks/clock-1/versions/0003"))
  }

  @Test("a new version brings an untouched working copy along, and leaves an edited one")
  func workingCopy() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    _ = try await storage.addVersion(.sample("two", basedOn: 1), to: id)
    #expect(try await storage.workingCopy(of: id).script == "two")
    let stamp = await storage.workingCopyStamp(of: id)
    var edited = try await storage.workingCopy(of: id)
    edited.script = "my own text"
    try await storage.setWorkingCopy(edited, of: id)
    #expect(await storage.workingCopyStamp(of: id) != stamp)
    _ = try await storage.addVersion(.sample("three", basedOn: 2), to: id)
    #expect(try await storage.workingCopy(of: id).script == "my own text")
  }

  @Test(
    "a file of any year has a stamp",
    arguments: [-11_676_096_000, 10_413_792_000, 253_402_300_799] as [TimeInterval])
  func farYears(seconds: TimeInterval) async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    let path = folder.data.url.appending(path: "blocks/clock-1/block.lua").path
    // A file system that does not know the year keeps the nearest it does.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: path)
    #expect(await storage.workingCopyStamp(of: id) != nil)
  }

  @Test("a deleted block lies in the trash and comes back as it was")
  func trash() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    try await storage.save(
      NewRun(.good(), version: VersionNumber(1), reason: "manual", keep: 10), of: id)
    let before = try await storage.block(id)
    try await storage.delete(id)
    #expect(try await storage.blocks().isEmpty)
    #expect(!folder.exists("blocks/clock-1"))
    #expect(try await storage.deletedBlocks().map(\.id) == [id])
    await #expect(throws: StorageError.noBlock(id)) { try await storage.block(id) }
    try await storage.restoreDeleted(id)
    var after = try await storage.block(id)
    after.revision = before.revision
    #expect(after == before)
    #expect(try await storage.lastData(of: id)?.data == ["n": 1])
    await #expect(throws: StorageError.noBlock(id)) { try await storage.restoreDeleted(id) }
  }

  @Test("what a crash left is set right when the server opens the folder")
  func reconciliation() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    _ = try await storage.create(.sample("gone-1"))
    try await storage.delete(BlockID("gone-1")!)
    try storage.close()
    let files = FileManager.default
    try files.moveItem(at: folder.path("trash/gone-1"), to: folder.path("blocks/gone-1"))
    for path in ["blocks/clock-1/versions/0002", "blocks/half-1/versions/0001"] {
      try files.createDirectory(at: folder.path(path), withIntermediateDirectories: true)
    }
    try files.createDirectory(at: folder.path("blocks/own-1"), withIntermediateDirectories: true)
    try Data().write(to: folder.path("blocks/own-1/block.lua"))
    _ = try folder.open()
    #expect(!folder.exists("blocks/gone-1"))
    #expect(folder.exists("trash/gone-1"))
    #expect(!folder.exists("blocks/clock-1/versions/0002"))
    #expect(!folder.exists("blocks/half-1"))
    #expect(!folder.exists("trash/half-1"))
    #expect(folder.exists("trash/own-1/block.lua"))
  }

  @Test("the page keeps its order and sizes; blocks that are not named follow")
  func layout() async throws {
    let storage = try folder.open()
    for name in ["a-1", "b-1", "c-1"] { _ = try await storage.create(.sample(name)) }
    try await storage.arrange([
      (BlockID("c-1")!, Span(columns: 12, rows: 1)), (BlockID("a-1")!, Span(columns: 2, rows: 2)),
    ])
    let blocks = try await storage.blocks()
    #expect(blocks.map(\.id.text) == ["c-1", "a-1", "b-1"])
    #expect(blocks[0].span == Span(columns: 12, rows: 1))
  }

  @Test("settings of a block are kept: values, grants, pause")
  func settings() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    try await storage.setParams(["place": "Lisbon"], of: id)
    try await storage.addGrant(HostPort("nas.local:80")!, to: id)
    try await storage.addGrant(HostPort("[::1]:81")!, to: id)
    try await storage.setPaused(true, id)
    try storage.close()
    let record = try await folder.open().block(id)
    #expect(record.params == ["place": "Lisbon"])
    #expect(record.grants == [HostPort("nas.local:80")!, HostPort("[::1]:81")!])
    #expect(record.isPaused)
  }

  @Test("a secret is nowhere in the folder in clear, and reads back")
  func secrets() async throws {
    let storage = try folder.open()
    try await storage.setSecret("token", to: "hunter2-planted-value")
    #expect(try await storage.secret("token") == "hunter2-planted-value")
    #expect(try await storage.secretNames() == ["token"])
    try storage.close()
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.data.url.path) {
      let bytes = try? Data(contentsOf: folder.path(name))
      #expect(bytes?.firstRange(of: Data("hunter2".utf8)) == nil, "\(name)")
    }
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path("secret.key").path)
    #expect(mode[.posixPermissions] as? NSNumber == 0o600)
    let again = try folder.open()
    try await again.setSecret("token", to: nil)
    #expect(try await again.secret("token") == nil)
  }
}
