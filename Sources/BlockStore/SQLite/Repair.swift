public import BlockModel
public import Foundation
import GRDB

/// What `dash doctor --repair` does with a damaged database.
public enum Repair {
  public struct Report: Hashable, Sendable {
    /// Where the damaged database was put.
    public var keptAt: URL
    /// Blocks read back from their folders.
    public var blocks: [BlockID]
    /// Folders that hold no whole version, and stay as they are in the trash.
    public var unreadable: [String]
  }

  /// Puts the damaged database aside and makes a new one of the folders of blocks, each with all its
  /// versions. History of runs, data kept by scripts, layout and secrets stay in the old file.
  ///
  /// - Throws: ``StorageError/inUse(path:pid:)`` while `dash serve` runs.
  public static func perform(on folder: DataFolder) async throws(StorageError) -> Report {
    let lock = try FileLock(serving: folder)
    defer { lock.release() }
    let aside = folder.url.appending(
      path: "dash.sqlite.damaged-\(Date().unixSeconds)")
    do {
      for suffix in ["", "-wal", "-shm"] {
        let old = URL(filePath: folder.database.path + suffix)
        guard DurableFiles.exists(old) else { continue }
        try DurableFiles.rename(old, to: URL(filePath: aside.path + suffix))
      }
    } catch { throw StorageError(error, at: folder.url) }
    let storage = try SQLiteStorage(preparing: folder, for: .command)
    var report = Report(keptAt: aside, blocks: [], unreadable: [])
    for name in DurableFiles.names(in: folder.blocks) {
      if let id = BlockID(name), try await storage.adopt(id) {
        report.blocks.append(id)
      } else {
        report.unreadable.append(name)
      }
    }
    try storage.close()
    return report
  }
}

extension SQLiteStorage {
  /// Makes rows for the versions in a block's folder.
  /// - Returns: false when there is no whole version.
  fileprivate func adopt(_ id: BlockID) async throws(StorageError) -> Bool {
    let folder = folder
    return try await write { db in
      let numbers = DurableFiles.names(in: folder.versions(of: id)).compactMap { Int($0) }
        .filter { number in
          (try? BlockTexts(folder: folder.version(VersionNumber(number), of: id))) != nil
        }.sorted()
      guard let newest = numbers.last else { return false }
      let now = Date()
      try db.execute(
        sql: "INSERT INTO blocks (id, version, created_at) VALUES (?, ?, ?)",
        arguments: [id.text, newest, now.timeIntervalSince1970])
      var before: VersionNumber?
      for number in numbers {
        let version = NewVersion(
          texts: BlockTexts(manifest: "", script: "", spec: ""), author: .hand,
          explanation: "Read back from its folder after the database was damaged.",
          basedOn: before, createdAt: now)
        try Self.insert(version, VersionNumber(number), of: id, db)
        before = VersionNumber(number)
      }
      try db.execute(
        sql: """
          INSERT INTO layout (block, place, columns, rows)
          VALUES (?, (SELECT ifnull(max(place), 0) + 1 FROM layout), 4, 3)
          """, arguments: [id.text])
      return true
    }
  }
}
