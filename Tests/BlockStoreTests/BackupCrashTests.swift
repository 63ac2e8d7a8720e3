import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Crashes in the middle of a backup or a restore", .serialized)
struct BackupCrashTests {
  private static let rounds = max(10, CrashTests.rounds / 5)

  /// Where the files of one round lie.
  private let place = TestFolder()

  init() throws {
    try FileManager.default.createDirectory(at: place.data.url, withIntermediateDirectories: true)
  }

  private static func names(_ prefix: String) -> [String] {
    (10..<40).map { "\(prefix)-\($0)" }
  }

  /// A data folder with thirty blocks.
  private func fill(_ name: String, _ prefix: String) async throws -> TestFolder {
    let folder = TestFolder(place.path(name))
    let storage = try folder.open()
    for id in Self.names(prefix) { _ = try await storage.create(.sample(id)) }
    try await storage.setSecret("KEY", to: prefix)
    try storage.close()
    return folder
  }

  /// Opens a folder and says whose blocks it holds; fails when it does not hold all of them, and only them.
  private func owner(of folder: TestFolder) async throws -> String {
    let storage = try folder.open()
    let ids = try await storage.blocks().map(\.id.text)
    let prefix = String(ids.first?.prefix { $0 != "-" } ?? "")
    #expect(ids.sorted() == Self.names(prefix))
    for id in ids {
      #expect(try await storage.workingCopy(of: BlockID(id)!).script == "one")
    }
    #expect(try await storage.secret("KEY") == prefix)
    try storage.close()
    return prefix
  }

  @Test("a backup is whole or not there, and the folder is as it was")
  func backup() async throws {
    let folder = try await fill("data", "mine")
    let work = try await ContinuousClock().measure {
      let storage = try folder.open(.existing)
      _ = try await storage.backUp(to: place.path("first.tar.gz"), withKey: true)
      try storage.close()
    }
    var made = 0
    for round in 1...Self.rounds {
      let file = place.path("backup-\(round).tar.gz")
      let isAcknowledged = try Writer.kill("backup", folder, file, within: work)
      #expect(try await owner(of: folder) == "mine")
      guard FileManager.default.fileExists(atPath: file.path) else {
        #expect(!isAcknowledged)
        continue
      }
      made += 1
      let copy = TestFolder(place.path("copy"))
      _ = try await Restoring.perform(from: file, into: copy.data, replacing: false)
      #expect(try await owner(of: copy) == "mine")
    }
    print("crash: \(Self.rounds) kills in a backup, \(made) backups made and whole")
  }

  @Test(
    "a restore has happened or not: there is the one folder or the other, and the old one is kept",
    arguments: [true, false])
  func restore(isReplacing: Bool) async throws {
    let file = place.path("backup.tar.gz")
    let other = try await fill("other", "theirs")
    let backedUp = try other.open(.existing)
    _ = try await backedUp.backUp(to: file, withKey: true)
    try backedUp.close()
    let template = try await fill("template", "mine")
    let work = try await ContinuousClock().measure {
      _ = try await Restoring.perform(
        from: file, into: TestFolder(place.path("measured")).data, replacing: false)
    }
    var restored = 0
    for round in 1...Self.rounds {
      let beside = TestFolder(place.path("round-\(round)"))
      try FileManager.default.createDirectory(
        at: beside.data.url, withIntermediateDirectories: true)
      let folder = TestFolder(beside.path("data"))
      if isReplacing {
        try FileManager.default.copyItem(at: template.data.url, to: folder.data.url)
      }
      let isAcknowledged = try Writer.kill("restore", folder, file, within: work)
      let isThere = FileManager.default.fileExists(atPath: folder.data.database.path)
      #expect(isThere || !isReplacing)
      let owner = isThere ? try await owner(of: folder) : "nobody"
      #expect(!isAcknowledged || owner == "theirs")
      guard owner == "theirs" else { continue }
      restored += 1
      let kept = try FileManager.default.contentsOfDirectory(atPath: beside.data.url.path)
        .filter { $0.contains(".before-restore-") }
      #expect(kept.count == (isReplacing ? 1 : 0))
      for name in kept {
        #expect(try await self.owner(of: TestFolder(beside.path(name))) == "mine")
      }
    }
    print(
      "crash: \(Self.rounds) kills in a restore \(isReplacing ? "in the place of another" : "where nothing was"), \(restored) of them after its end"
    )
  }
}
