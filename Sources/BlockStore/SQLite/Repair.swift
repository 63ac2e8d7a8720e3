public import BlockModel
public import Foundation
import GRDB

/// What `dash doctor --repair` does with a damaged database: looks first, saves every row that can be
/// read and every block that has its folder, and keeps the old file.
public enum Repair {
  /// What is wrong with a data folder, as far as SQLite can tell.
  public enum Finding: Hashable, Sendable {
    /// In the words of SQLite.
    case damaged(String)
    /// There is no database, but there are folders of blocks.
    case lost(blocks: Int)
  }

  public struct Report: Hashable, Sendable {
    /// Where the damaged database was put; `nil` when there was none.
    public var keptAt: URL?
    /// Blocks that are there now, those in the trash too.
    public var blocks: Int
    /// Blocks that were read back from their folders, because their rows could not be.
    public var fromFolders: [BlockID]
    /// Rows that were saved, by table.
    public var rows: [String: Int]
    /// Tables of which some rows could not be read.
    public var incomplete: [String]
    /// Folders that hold no whole version, and stay as they are.
    public var unreadable: [String]
  }

  /// Looks, and changes nothing.
  /// - Throws: ``StorageError/sound(path:)`` and ``StorageError/newer(path:)`` when there is nothing to
  ///   repair, ``StorageError/absent(path:)`` when there is no data folder.
  public static func examine(_ folder: DataFolder) throws(StorageError) -> Finding {
    let path = folder.database.path
    guard DurableFiles.size(folder.database) > 0 else {
      let blocks = folder.foldersOfBlocks.count
      guard blocks > 0 else { throw .absent(path: folder.url.path) }
      return .lost(blocks: blocks)
    }
    let problem: String?
    do {
      let queue = try Salvage.open(folder.database)
      defer { try? queue.close() }
      let migrator = Migrations(folder: folder).migrator
      if (try? queue.read(migrator.hasBeenSuperseded)) == true {
        throw StorageError.newer(path: path)
      }
      problem = try queue.read { db in
        let answer = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)")
        if answer != "ok" { return answer ?? "SQLite does not say what" }
        let violation = try Row.fetchOne(db, sql: "PRAGMA foreign_key_check")
        return violation.map { "a row of \($0["table"] as String) names what is not there" }
      }
    } catch let error as StorageError {
      throw error
    } catch {
      return .damaged((error as? DatabaseError)?.message ?? "\(error)")
    }
    guard let problem else { throw .sound(path: path) }
    return .damaged(problem)
  }

  /// Puts a new database in the place of a damaged or lost one.
  /// - Throws: what ``examine(_:)`` throws, and ``StorageError/inUse(path:pid:)`` while `dash serve` runs.
  public static func perform(on folder: DataFolder) throws(StorageError) -> Report {
    let finding = try examine(folder)
    let lock = try FileLock(serving: folder)
    defer { lock.release() }
    do {
      var report = Report(
        keptAt: nil, blocks: 0, fromFolders: [], rows: [:], incomplete: [], unreadable: [])
      let done = folder.url.appending(path: "dash.sqlite.repaired")
      // A repair that was ended after its work, before the files changed places, is taken up again.
      if finding == .lost(blocks: folder.foldersOfBlocks.count), DurableFiles.exists(done) {
        try DurableFiles.rename(done, to: folder.database)
      } else {
        let building = folder.url.appending(path: "dash.sqlite.repairing")
        for suffix in ["", "-wal", "-shm", "-journal"] {
          try? FileManager.default.removeItem(atPath: building.path + suffix)
        }
        let queue = try DatabaseQueue(path: building.path)
        report = try Salvage(folder: folder).save(into: queue)
        try queue.close()
        try DurableFiles.sync(building)
        try DurableFiles.rename(building, to: done)
        report.keptAt = try putAside(folder)
        try DurableFiles.rename(done, to: folder.database)
      }
      // Brings it to the shape of this version.
      let storage = try SQLiteStorage(preparing: folder, for: .command)
      report.blocks = try storage.pool.read { db in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM blocks") ?? 0
      }
      try storage.close()
      return report
    } catch { throw StorageError(sqlite: error, at: folder.url) }
  }

  private static func putAside(_ folder: DataFolder) throws -> URL? {
    guard DurableFiles.exists(folder.database) else { return nil }
    let aside = folder.damaged(at: Date().unixSeconds)
    for suffix in ["-wal", "-shm", ""] {
      let old = URL(filePath: folder.database.path + suffix)
      guard DurableFiles.exists(old) else { continue }
      try DurableFiles.rename(old, to: URL(filePath: aside.path + suffix))
    }
    return aside
  }
}
