public import BlockModel
import Foundation
import GRDB

extension SQLiteStorage {
  public func note(
    _ what: String, by actor: String, block: BlockID?
  ) async throws(StorageError) {
    try await write { db in try Self.note(what, by: actor, block, db) }
  }

  static func note(
    _ what: String, by actor: String, _ block: BlockID?, _ db: Database
  ) throws {
    try db.execute(
      sql: "INSERT INTO actions (block, at, actor, what) VALUES (?, ?, ?, ?)",
      arguments: [block?.text, Date().timeIntervalSince1970, actor, what])
    try HistoryBound.actions.prune(block, db)
  }

  public func actions(
    of block: BlockID?, limit: Int
  ) async throws(StorageError) -> [ActionRecord] {
    try await read { db in
      try Self.newest("actions", of: block, limit, db).map { row in
        ActionRecord(
          id: row["id"], block: (row["block"] as String?).flatMap { BlockID($0) },
          at: Date(clampingUnix: row["at"]), actor: row["actor"], what: row["what"])
      }
    }
  }

  /// The newest rows of a table of what happened, of one block or of all.
  static func newest(
    _ table: String, of block: BlockID?, _ limit: Int, _ db: Database
  ) throws -> [Row] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM \(table) WHERE :block IS NULL OR block = :block ORDER BY id DESC LIMIT :limit
        """, arguments: ["block": block?.text, "limit": limit])
  }
}
