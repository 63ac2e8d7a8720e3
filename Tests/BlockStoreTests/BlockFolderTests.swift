import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Blocks and their folders")
struct BlockFolderTests {
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

  @Test(
    "what a crash left is set right when the server opens the folder; what a person put there stays"
  )
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
    try files.createDirectory(
      at: folder.path("blocks/cloned-1/versions/0001"), withIntermediateDirectories: true)
    try Data().write(to: folder.path("blocks/cloned-1/versions/0001/README"))
    _ = try folder.open()
    #expect(!folder.exists("blocks/gone-1"))
    #expect(folder.exists("trash/gone-1"))
    #expect(!folder.exists("blocks/clock-1/versions/0002"))
    #expect(!folder.exists("blocks/half-1"))
    #expect(!folder.exists("trash/half-1"))
    #expect(folder.exists("blocks/own-1/block.lua"))
    #expect(folder.exists("blocks/cloned-1/versions/0001/README"))
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
}
