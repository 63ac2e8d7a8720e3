public import BlockModel
public import Foundation
import GRDB

extension SQLiteStorage {
  public func setWebhook(
    hash: [UInt8], of block: BlockID, at: Date
  ) async throws(StorageError) {
    try await write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO webhooks (block, hash, created_at) VALUES (?, ?, ?)",
        arguments: [block.text, Data(hash), at.timeIntervalSince1970])
    }
  }

  public func removeWebhook(of block: BlockID) async throws(StorageError) -> Bool {
    try await write { db in
      try db.execute(sql: "DELETE FROM webhooks WHERE block = ?", arguments: [block.text])
      return db.changesCount > 0
    }
  }

  public func webhook(of block: BlockID) async throws(StorageError) -> Webhook? {
    try await read { db in
      try Row.fetchOne(
        db, sql: "SELECT created_at, used_at FROM webhooks WHERE block = ?",
        arguments: [block.text]
      ).map { row in
        Webhook(
          createdAt: Date(clampingUnix: row["created_at"]),
          lastUsedAt: (row["used_at"] as Double?).map { Date(clampingUnix: $0) })
      }
    }
  }

  public func blockOfWebhook(hash: [UInt8]) async throws(StorageError) -> BlockID? {
    try await read { db in
      try String.fetchOne(
        db, sql: "SELECT block FROM webhooks WHERE hash = ?", arguments: [Data(hash)]
      ).flatMap { BlockID($0) }
    }
  }

  public func keep(
    _ message: WebhookMessage, of block: BlockID, at: Date
  ) async throws(StorageError) {
    let quotas = quotas
    try await write { db in
      let newest =
        try Int64.fetchOne(
          db,
          sql: """
            SELECT max(time) FROM points
            WHERE series = (SELECT id FROM series WHERE block = ? AND name = ?)
            """, arguments: [block.text, Webhook.series]) ?? Int64.min
      // A point of the same moment would take its place; a clock that was set back puts nothing before
      // what came earlier.
      let moment = max(at.milliseconds, newest < Int64.max ? newest + 1 : newest)
      let point = SeriesPoint(
        time: Date(timeIntervalSince1970: Double(moment) / 1000), value: message.json)
      try Self.commit(
        ScriptChanges(points: [Webhook.series: [point]]), of: block, within: quotas, db)
      try Self.dropOldest(of: Webhook.series, over: Webhook.maximumKept, of: block, db)
      try db.execute(
        sql: "UPDATE webhooks SET used_at = ? WHERE block = ?",
        arguments: [at.timeIntervalSince1970, block.text])
    }
  }
}

extension Migrations {
  static let webhooks = """
    CREATE TABLE webhooks (
      block TEXT PRIMARY KEY NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
      hash BLOB NOT NULL UNIQUE,
      created_at REAL NOT NULL,
      used_at REAL
    ) STRICT, WITHOUT ROWID;
    """
}
