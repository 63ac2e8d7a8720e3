public import BlockModel
public import Foundation
import GRDB

extension SQLiteStorage {
  public func grants(of block: BlockID) async throws(StorageError) -> [Grant] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM grants WHERE block = ? ORDER BY at, kind, what",
        arguments: [block.text]
      ).compactMap { row in
        Grant.Subject(kind: row["kind"], what: row["what"]).map {
          Grant($0, by: row["actor"], at: Date(clampingUnix: row["at"]))
        }
      }
    }
  }

  public func allow(
    _ subjects: [Grant.Subject], of block: BlockID, by actor: String, at: Date
  ) async throws(StorageError) {
    try await change(block) { db in
      for subject in subjects {
        try Self.insert(Grant(subject, by: actor, at: at), of: block, db)
      }
    }
  }

  public func revoke(
    _ subjects: [Grant.Subject], of block: BlockID
  ) async throws(StorageError) {
    try await change(block) { db in
      for subject in subjects {
        try db.execute(
          sql: "DELETE FROM grants WHERE block = ? AND kind = ? AND what = ?",
          arguments: [block.text, subject.kind, subject.what])
      }
    }
  }

  static func insert(_ grant: Grant, of block: BlockID, _ db: Database) throws {
    try db.execute(
      sql: "INSERT OR IGNORE INTO grants (block, kind, what, actor, at) VALUES (?, ?, ?, ?, ?)",
      arguments: [
        block.text, grant.subject.kind, grant.subject.what, grant.by,
        grant.at.timeIntervalSince1970,
      ])
  }
}
