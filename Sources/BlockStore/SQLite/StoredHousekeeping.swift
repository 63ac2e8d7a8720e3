public import BlockModel
import Crypto
public import Foundation
import GRDB

extension SQLiteStorage {
  public func tidy(now: Date) async throws(StorageError) {
    let folder = folder
    try await write { db in try Reconciliation(folder: folder, now: now).tidy(db) }
  }

  public func kept() async throws(StorageError) -> [KeptKind] {
    let (folder, database) = (folder, folder.database)
    return try await read { db in
      func kind(_ name: String, _ sql: String) throws -> KeptKind {
        let row = try Row.fetchOne(db, sql: "SELECT count(*) AS n, \(sql)")
        return KeptKind(name: name, count: row?["n"] ?? 0, bytes: row?["bytes"] ?? 0)
      }
      var kinds = [
        KeptKind(
          name: "blocks", count: try Self.count("deleted_at IS NULL", db),
          bytes: DurableFiles.treeSize(folder.blocks)),
        KeptKind(
          name: "blocks in the trash", count: try Self.count("deleted_at IS NOT NULL", db),
          bytes: DurableFiles.treeSize(folder.trash)),
      ]
      for bound in HistoryBound.all {
        kinds.append(
          try kind(bound.name, "ifnull(sum(\(bound.size)), 0) AS bytes FROM \(bound.table)"))
      }
      kinds.append(
        try kind("data of last good runs", "ifnull(sum(length(data)), 0) AS bytes FROM last_data"))
      kinds.append(
        try kind(
          "keys of scripts",
          "ifnull(sum(length(CAST(key AS BLOB)) + length(CAST(value AS BLOB))), 0) AS bytes FROM kv"
        ))
      let points = try Row.fetchOne(
        db, sql: "SELECT ifnull(sum(points), 0) AS n, ifnull(sum(bytes), 0) AS bytes FROM series")
      kinds.append(
        KeptKind(
          name: "points of series", count: points?["n"] ?? 0, bytes: points?["bytes"] ?? 0))
      kinds.append(
        KeptKind(
          name: "database", count: 1,
          bytes: ["", "-wal"].map { Int(DurableFiles.size(URL(filePath: database.path + $0))) }
            .reduce(0, +)))
      return kinds
    }
  }

  private static func count(_ condition: String, _ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM blocks WHERE \(condition)") ?? 0
  }

  public func unknownFolders() async throws(StorageError) -> [String] {
    let folder = folder
    return try await read { db in
      let known = Set(try String.fetchAll(db, sql: "SELECT id FROM blocks"))
      return DurableFiles.names(in: folder.blocks).filter { !known.contains($0) }
    }
  }

  // MARK: Folders run by hand

  public func scriptName(ofFolder path: String) async throws(StorageError) -> BlockID {
    let digest = SHA256.hash(data: Data(path.utf8)).prefix(20)
    let name =
      "folder-" + digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    guard let id = BlockID(name) else { throw .failed("'\(path)' has no name") }
    try await write { db in
      try db.execute(
        sql: """
          INSERT INTO folders (block, path, at) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET at = excluded.at
          """, arguments: [id.text, path, Date().timeIntervalSince1970])
    }
    return id
  }

  public func forgetFolder(_ path: String) async throws(StorageError) {
    try await write { db in
      for table in ["kv", "series"] {
        try db.execute(
          sql: "DELETE FROM \(table) WHERE block = (SELECT block FROM folders WHERE path = ?)",
          arguments: [path])
      }
      try db.execute(sql: "DELETE FROM folders WHERE path = ?", arguments: [path])
    }
  }

  public func folders() async throws(StorageError) -> [String] {
    try await read { db in try String.fetchAll(db, sql: "SELECT path FROM folders ORDER BY path") }
  }
}
