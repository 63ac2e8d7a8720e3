public import BlockModel
public import Foundation
import GRDB

/// `store` of the scripts.
extension SQLiteStorage {
  public func value(
    _ key: String, of block: BlockID
  ) async throws(ScriptStorageError) -> JSONValue? {
    let text = try await script { db in
      try String.fetchOne(
        db, sql: "SELECT value FROM kv WHERE block = ? AND key = ?", arguments: [block.text, key])
    }
    return text.flatMap { try? JSONValue(parsing: $0) }
  }

  public func set(
    _ key: String, to value: JSONValue, of block: BlockID
  ) async throws(ScriptStorageError) {
    let quotas = quotas
    let text = value.json()
    try await script { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO kv VALUES (?, ?, ?)", arguments: [block.text, key, text])
      let row = try Row.fetchOne(
        db, sql: "SELECT count(*) AS keys, sum(length(value)) AS bytes FROM kv WHERE block = ?",
        arguments: [block.text])
      guard let row else { return }
      guard (row["keys"] as Int) <= quotas.keys else {
        throw ScriptStorageError.quota(
          "the block keeps more than \(quotas.keys) keys; delete some first")
      }
      guard (row["bytes"] as Int) <= quotas.valueBytes else {
        throw ScriptStorageError.quota(
          "the block keeps more than \(quotas.valueBytes >> 10) KiB; delete some values first")
      }
    }
  }

  public func delete(_ key: String, of block: BlockID) async throws(ScriptStorageError) {
    try await script { db in
      try db.execute(
        sql: "DELETE FROM kv WHERE block = ? AND key = ?", arguments: [block.text, key])
    }
  }

  public func keys(
    prefix: String, of block: BlockID
  ) async throws(ScriptStorageError) -> [String] {
    try await script { db in
      try String.fetchAll(
        db, sql: "SELECT key FROM kv WHERE block = ? AND substr(key, 1, ?) = ? ORDER BY key",
        arguments: [block.text, prefix.count, prefix])
    }
  }

  public func append(
    _ value: JSONValue, to series: String, at time: Date, of block: BlockID
  ) async throws(ScriptStorageError) {
    let quota = quotas.points
    try await script { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO series VALUES (?, ?, ?, ?, ?)",
        arguments: [
          block.text, series, Self.milliseconds(time), value.number,
          value.number == nil ? value.json() : nil,
        ])
      // The oldest points of the series make room for the newest.
      try db.execute(
        sql: """
          DELETE FROM series WHERE block = ?1 AND name = ?2 AND at <=
            (SELECT at FROM series WHERE block = ?1 AND name = ?2 ORDER BY at DESC
             LIMIT 1 OFFSET ?3)
          """, arguments: [block.text, series, quota])
    }
  }

  public func points(
    of series: String, _ query: SeriesQuery, of block: BlockID
  ) async throws(ScriptStorageError) -> [SeriesPoint] {
    let since = query.since.map(Self.milliseconds) ?? Int64.min
    let until = query.until.map(Self.milliseconds) ?? Int64.max
    return try await script { db in
      let rows =
        if let every = query.every {
          try Row.fetchAll(
            db, sql: Self.bucketQuery(query.aggregate),
            arguments: [
              "block": block.text, "name": series, "since": since, "until": until,
              "every": Int64(every) * 1000, "limit": query.last ?? -1,
            ])
        } else {
          try Row.fetchAll(
            db,
            sql: """
              SELECT at, number, json FROM series
              WHERE block = ? AND name = ? AND at BETWEEN ? AND ? ORDER BY at DESC LIMIT ?
              """, arguments: [block.text, series, since, until, query.last ?? -1])
        }
      return rows.reversed().map(Self.point)
    }
  }

  private static func point(_ row: Row) -> SeriesPoint {
    let number: Double? = row["number"]
    let text: String? = row["json"]
    return SeriesPoint(
      time: Date(timeIntervalSince1970: Double(row["at"] as Int64) / 1000),
      value: number.map { .number($0) } ?? text.flatMap { try? JSONValue(parsing: $0) } ?? .null)
  }

  /// One row for each bucket, newest first. Only numbers are put together.
  private static func bucketQuery(_ aggregate: SeriesQuery.Aggregate) -> String {
    // With min() or max() of `at` in the list, SQLite takes the bare column from that row.
    let (value, order) =
      switch aggregate {
      case .mean: ("avg(number)", "0")
      case .min: ("min(number)", "0")
      case .max: ("max(number)", "0")
      case .sum: ("total(number)", "0")
      case .count: ("count(number)", "0")
      case .first: ("number", "min(at)")
      case .last: ("number", "max(at)")
      }
    return """
      SELECT at - ((at % :every) + :every) % :every AS bucket, \(value) AS number, NULL AS json,
        \(order), at - ((at % :every) + :every) % :every AS at
      FROM series
      WHERE block = :block AND name = :name AND at BETWEEN :since AND :until
        AND number IS NOT NULL
      GROUP BY bucket ORDER BY bucket DESC LIMIT :limit
      """
  }

  private static func milliseconds(_ time: Date) -> Int64 {
    Int64((time.timeIntervalSince1970 * 1000).rounded())
  }

  private func script<T: Sendable>(
    _ body: @Sendable @escaping (Database) throws -> T
  ) async throws(ScriptStorageError) -> T {
    do { return try await pool.write(body) } catch let error as ScriptStorageError {
      throw error
    } catch {
      throw .unavailable(Self.storageError(error, in: folder).description)
    }
  }
}
