public import BlockModel
import Foundation
import GRDB

extension SQLiteStorage {
  public func layout() async throws(StorageError) -> [Placement] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM layout ORDER BY place, block").compactMap { row in
        BlockID(row["block"]).map {
          Placement(block: $0, columns: row["columns"], rows: row["rows"])
        }
      }
    }
  }

  public func setLayout(_ layout: [Placement]) async throws(StorageError) {
    try await write { db in
      try db.execute(sql: "DELETE FROM layout")
      for (place, entry) in layout.enumerated() {
        try db.execute(
          sql: """
            INSERT OR REPLACE INTO layout SELECT id, ?, ?, ? FROM blocks WHERE id = ?
            """, arguments: [place, entry.columns, entry.rows, entry.block.text])
      }
    }
  }

  public func setting(_ name: String) async throws(StorageError) -> String? {
    try await read { db in
      try String.fetchOne(db, sql: "SELECT value FROM settings WHERE name = ?", arguments: [name])
    }
  }

  public func set(_ name: String, to value: String?) async throws(StorageError) {
    try await write { db in
      if let value {
        try db.execute(
          sql: "INSERT OR REPLACE INTO settings VALUES (?, ?)", arguments: [name, value])
      } else {
        try db.execute(sql: "DELETE FROM settings WHERE name = ?", arguments: [name])
      }
    }
  }

  public func secret(named name: String) async throws(StorageError) -> String? {
    let sealed = try await read { db in
      try Data.fetchOne(db, sql: "SELECT sealed FROM secrets WHERE name = ?", arguments: [name])
    }
    return sealed.flatMap { secrets.open($0, name: name) }
  }

  public func setSecret(_ name: String, to value: String?) async throws(StorageError) {
    let sealed: Data?
    do { sealed = try value.map { try secrets.seal($0, name: name) } } catch {
      throw .failed("the secret could not be encrypted")
    }
    try await write { db in
      if let sealed {
        try db.execute(
          sql: "INSERT OR REPLACE INTO secrets VALUES (?, ?)", arguments: [name, sealed])
      } else {
        try db.execute(sql: "DELETE FROM secrets WHERE name = ?", arguments: [name])
      }
    }
  }

  public func note(_ action: StoredAction) async throws(StorageError) {
    try await write { db in
      try db.execute(
        sql: "INSERT INTO actions (block, at, actor, verb, reason) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          action.block?.text, action.at.timeIntervalSince1970, action.actor, action.verb,
          action.reason,
        ])
    }
  }

  public func actions(
    of id: BlockID?, limit: Int
  ) async throws(StorageError) -> [StoredAction] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM actions WHERE ?1 IS NULL OR block = ?1 ORDER BY id DESC LIMIT ?2",
        arguments: [id?.text, limit]
      ).map { row in
        let block: String? = row["block"]
        return StoredAction(
          block: block.flatMap { BlockID($0) }, at: Date(timeIntervalSince1970: row["at"]),
          actor: row["actor"], verb: row["verb"], reason: row["reason"])
      }
    }
  }

  public func changeCounter() async throws(StorageError) -> Int {
    // On the writer: `data_version` tells of commits by other connections than the asking one.
    do {
      return try await pool.writeWithoutTransaction { db in
        try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0
      }
    } catch {
      throw Self.storageError(error, in: folder)
    }
  }
}
