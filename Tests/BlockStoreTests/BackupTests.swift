import Archives
import BlockModel
import Foundation
import Testing

@testable import BlockStore

@Suite("A backup holds everything of one moment, and comes back whole")
struct BackupTests {
  private let folder = TestFolder()
  private let other = TestFolder()
  private let files = TestFolder()
  private let id = BlockID("clock-1")!

  init() throws {
    try FileManager.default.createDirectory(at: files.data.url, withIntermediateDirectories: true)
  }

  private var file: URL { files.path("backup.tar.gz") }

  /// A folder with a block of two versions, a run, a recording, a secret, and one block in the trash.
  private func fill(_ storage: SQLiteStorage) async throws {
    _ = try await storage.create(.sample())
    _ = try await storage.addVersion(.sample("two", basedOn: 1), to: id)
    try await storage.save(
      NewRun(.good(), version: VersionNumber(2), reason: "schedule", keep: Retention(runs: 10)),
      of: id)
    let recording = try await storage.newRecordingFolder(of: id)
    try Data("{}".utf8).write(to: recording.appending(path: "GET-x.json"))
    try await storage.keep(
      Recording(
        folder: recording, version: VersionNumber(2), isGood: true, at: Date(), params: [:],
        data: ["n": 1]), of: id, atMost: 5)
    try await storage.setSecret("KEY", to: "hush-hush")
    let section = PageSection(SectionID(3), title: "News", isFolded: true)!
    try await storage.setSections([section])
    try await storage.setCardPlaces(
      [id: CardPlace(Place(x: 3, y: 0, w: 6, h: 8, section: section.id), height: .chosen)],
      on: .wide)
    _ = try await storage.create(.sample("gone-1"))
    try await storage.delete(BlockID("gone-1")!)
  }

  private func restore(replacing: Bool = false) async throws -> Restoring.Report {
    try await Restoring.perform(from: file, into: other.data, replacing: replacing)
  }

  @Test("all of it comes back, while the server goes on; the key only if it was asked for")
  func roundTrip() async throws {
    let storage = try folder.open()
    try await fill(storage)
    let report = try await storage.backUp(to: file, withKey: true)
    #expect(report.blocks == 2 && report.hasKey && report.leftOut.isEmpty)
    let rights = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(rights as? Int == 0o600)
    // What comes after it is not in it.
    _ = try await storage.addVersion(.sample("three", basedOn: 2), to: id)
    let restored = try await restore()
    #expect(restored.backup.blocks == 2 && restored.keptAt == nil)
    let copy = try other.open()
    #expect(try await copy.block(id).version == VersionNumber(2))
    #expect(try await copy.texts(of: id, version: VersionNumber(2)).script == "two")
    #expect(try await copy.workingCopy(of: id).script == "two")
    #expect(try await copy.lastData(of: id)?.data == ["n": 1])
    #expect(try await copy.secret("KEY") == "hush-hush")
    #expect(try await copy.deletedBlocks().map(\.id.text) == ["gone-1"])
    #expect(try await copy.sections().map(\.title) == ["News"])
    #expect(try await copy.cardPlaces(on: .wide)[id]?.place.section == SectionID(3))
    let answers = try #require(try await copy.recordings(of: id).first)
    #expect(DurableFiles.names(in: answers.folder) == ["GET-x.json"])
    #expect(try await copy.runs(of: id, limit: 5).count == 1)
    try copy.close()
    #expect(try await storage.block(id).version == VersionNumber(3))
    #expect(DurableFiles.names(in: folder.data.url).allSatisfy { !$0.hasPrefix(".backup") })
    try storage.close()
  }

  @Test("without the key nobody reads the secrets, and that is told")
  func withoutKey() async throws {
    let storage = try folder.open()
    try await fill(storage)
    #expect(try await !storage.backUp(to: file, withKey: false).hasKey)
    let report = try await restore()
    #expect(report.unreadableSecrets == ["KEY"])
    #expect(!other.exists("secret.key"))
    // Into a folder that has the key of the same house, they are read.
    let second = try await Restoring.perform(from: file, into: folder2(), replacing: true)
    #expect(second.unreadableSecrets.isEmpty)
    try storage.close()
  }

  private func folder2() throws -> DataFolder {
    let copy = DataFolder(files.path("same-house"))
    try FileManager.default.createDirectory(at: copy.url, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: folder.data.key, to: copy.key)
    return copy
  }

  @Test("a folder that is there stays, unless it is to be put aside; then it is kept whole")
  func replacing() async throws {
    let storage = try folder.open()
    try await fill(storage)
    _ = try await storage.backUp(to: file, withKey: false)
    try storage.close()
    let mine = try other.open()
    _ = try await mine.create(.sample("mine-1"))
    await #expect(throws: StorageError.self) { _ = try await restore() }
    // Nor while a server uses it.
    let refusal = await #expect(throws: StorageError.self) {
      _ = try await restore(replacing: true)
    }
    guard case .inUse? = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
    #expect(try await mine.blocks().map(\.id.text) == ["mine-1"])
    try mine.close()
    let report = try await restore(replacing: true)
    let aside = TestFolder(try #require(report.keptAt))
    let kept = try aside.open()
    #expect(try await kept.blocks().map(\.id.text) == ["mine-1"])
    try kept.close()
    let new = try other.open()
    #expect(try await new.blocks().map(\.id.text) == ["clock-1"])
    try new.close()
  }

  @Test("nothing is written over")
  func noOverwriting() async throws {
    let storage = try folder.open()
    try Data("mine".utf8).write(to: file)
    await #expect(throws: StorageError.backup(file.path, "a file of that name exists already")) {
      _ = try await storage.backUp(to: file, withKey: false)
    }
    #expect(try Data(contentsOf: file) == Data("mine".utf8))
    #expect(DurableFiles.names(in: files.data.url) == ["backup.tar.gz"])
    try storage.close()
  }

  @Test("a file that is no backup, is cut off, damaged or hostile makes no folder")
  func hostile() async throws {
    let storage = try folder.open()
    try await fill(storage)
    let good = files.path("good")
    _ = try await storage.backUp(to: good, withKey: false)
    try storage.close()
    let bytes = try Data(contentsOf: good)
    try bytes.prefix(bytes.count / 2).write(to: file)
    await #expect(throws: StorageError.self) { _ = try await restore() }
    let index = #"{"dashbackup": 1, "made_at": "2026-11-26T00:00:00Z", "blocks": 0}"#
    let cases: [[(String, String)]] = [
      [], [("dashbackup.json", index)], [("dash.sqlite", "x"), ("dashbackup.json", index)],
      [("dashbackup.json", index), ("dash.sqlite", "not a database")],
      [("dashbackup.json", index), ("dash.sqlite", ""), ("serve.lock", "1")],
      [("dashbackup.json", index), ("dash.sqlite", ""), ("elsewhere/x", "1")],
      [("dashbackup.json", index), ("dash.sqlite", ""), ("blocks", "1")],
      [("dashbackup.json", index), ("dash.sqlite", ""), ("blocks/../../x", "1")],
      [("dashbackup.json", index.replacing(": 1,", with: ": 9,")), ("dash.sqlite", "")],
    ]
    for members in cases {
      try FileManager.default.removeItem(at: file)
      let writer = try ArchiveWriter(file)
      for (path, text) in members { try writer.add(path, Data(text.utf8)) }
      try writer.finish()
      await #expect(throws: StorageError.self, "\(members)") { _ = try await restore() }
      #expect(!DurableFiles.exists(other.data.url))
    }
    let beside = DurableFiles.names(in: other.data.url.deletingLastPathComponent())
    #expect(!beside.contains { $0.contains(other.data.url.lastPathComponent) })
  }

  @Test("links in the folder are told, and not in the copy")
  func links() async throws {
    let storage = try folder.open()
    try await fill(storage)
    try FileManager.default.createSymbolicLink(
      at: folder.path("blocks/clock-1/notes"), withDestinationURL: URL(filePath: "/etc/passwd"))
    let report = try await storage.backUp(to: file, withKey: false)
    #expect(report.leftOut == ["blocks/clock-1/notes"])
    _ = try await restore()
    #expect(!other.exists("blocks/clock-1/notes"))
    try storage.close()
  }

  @Test("a backup that is made while others write is of one moment")
  func busy() async throws {
    let storage = try folder.open()
    try await fill(storage)
    let writing = Task {
      var version = 2
      while !Task.isCancelled {
        _ = try await storage.addVersion(.sample("v\(version + 1)", basedOn: version), to: id)
        version += 1
      }
    }
    for round in 1...5 {
      let file = files.path("backup-\(round)")
      _ = try await storage.backUp(to: file, withKey: false)
      let target = TestFolder()
      _ = try await Restoring.perform(from: file, into: target.data, replacing: false)
      let copy = try target.open()
      let record = try await copy.block(id)
      let versions = try await copy.versions(of: id)
      #expect(versions.first?.number == record.version)
      for version in versions {
        let script = try await copy.texts(of: id, version: version.number).script
        #expect(version.number.value < 3 || script == "v\(version.number)")
      }
      try copy.close()
    }
    writing.cancel()
    _ = await writing.result
    try storage.close()
  }
}
