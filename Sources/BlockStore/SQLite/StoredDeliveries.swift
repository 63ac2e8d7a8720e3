public import BlockModel
public import Foundation
import GRDB

extension SQLiteStorage {
  /// Seconds after which a notice is old news, and not sent any more.
  private static let freshness: TimeInterval = 86_400

  static let deliveries = """
    CREATE TABLE deliveries (
      notice INTEGER NOT NULL REFERENCES notices(id) ON DELETE CASCADE,
      target TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      retry_at REAL,
      problem TEXT,
      PRIMARY KEY (notice, target)
    ) STRICT, WITHOUT ROWID;
    """

  public func takeDeliveries(
    to target: String, of kinds: Set<NoticeKind>, after first: Int64, now: Date, limit: Int
  ) async throws(StorageError) -> [Delivery] {
    let due: @Sendable (Database) throws -> [Delivery] = { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT n.*, ifnull(d.attempts, 0) AS attempts FROM notices n
          LEFT JOIN deliveries d ON d.notice = n.id AND d.target = :target
          WHERE n.id > :first AND n.at > :oldest AND (d.notice IS NULL OR d.retry_at <= :now)
            AND n.kind IN (SELECT value FROM json_each(:kinds))
          ORDER BY n.id LIMIT :limit
          """,
        arguments: [
          "target": target, "first": first, "now": now.timeIntervalSince1970,
          "oldest": now.timeIntervalSince1970 - Self.freshness, "limit": limit,
          "kinds": Self.list(kinds.map(\.rawValue)),
        ]
      ).compactMap { row in
        Notice(row).map { Delivery(notice: $0, target: target, attempt: row["attempts"] + 1) }
      }
    }
    // Mostly there is nothing, and nothing has to be locked to see it.
    guard try await !read(due).isEmpty else { return [] }
    return try await write { db in
      let deliveries = try due(db)
      for delivery in deliveries {
        try db.execute(
          sql: """
            INSERT OR REPLACE INTO deliveries (notice, target, attempts, retry_at, problem)
            VALUES (?, ?, ?, NULL, NULL)
            """, arguments: [delivery.notice.id, target, delivery.attempt])
      }
      return deliveries
    }
  }

  public func settle(
    _ delivery: Delivery, retryAt: Date?, problem: String?
  ) async throws(StorageError) {
    try await write { db in
      try db.execute(
        sql: "UPDATE deliveries SET retry_at = ?, problem = ? WHERE notice = ? AND target = ?",
        arguments: [
          retryAt?.timeIntervalSince1970, problem, delivery.notice.id, delivery.target,
        ])
    }
  }

  public func deliveries(of notice: Int64) async throws(StorageError) -> [DeliveryRecord] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM deliveries WHERE notice = ? ORDER BY target", arguments: [notice]
      ).map { row in
        DeliveryRecord(
          target: row["target"], attempts: row["attempts"],
          retryAt: (row["retry_at"] as Double?).map { Date(clampingUnix: $0) },
          problem: row["problem"])
      }
    }
  }
}
