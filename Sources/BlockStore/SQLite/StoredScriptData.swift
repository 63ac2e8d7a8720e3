public import BlockModel
public import Foundation
import GRDB

/// `store` of a script: keys and series of one block, within its quotas.
extension SQLiteStorage {
  public func value(
    _ key: String, of block: BlockID
  ) async throws(ScriptStorageError) -> JSONValue? {
    try await script(writing: false) { db in
      let text = try String.fetchOne(
        db, sql: "SELECT value FROM kv WHERE block = ? AND key = ?", arguments: [block.text, key])
      return try text.map { try JSONValue(parsing: $0) }
    }
  }

  public func set(
    _ key: String, to value: JSONValue, of block: BlockID
  ) async throws(ScriptStorageError) {
    let text = value.json()
    let quotas = quotas
    try await script(writing: true) { db in
      let others = try Row.fetchOne(
        db,
        sql: """
          SELECT count(*) AS keys,
            ifnull(sum(length(CAST(key AS BLOB)) + length(CAST(value AS BLOB))), 0) AS bytes
          FROM kv WHERE block = ? AND key <> ?
          """,
        arguments: [block.text, key])
      if (others?["keys"] ?? 0) + 1 > quotas.keys {
        throw ScriptStorageError.quota(
          "the block keeps \(quotas.keys) keys, and more are not allowed; delete some")
      }
      if (others?["bytes"] ?? 0) + key.utf8.count + text.utf8.count > quotas.bytes {
        throw ScriptStorageError.quota(
          "the values of the block would take more than \(quotas.bytes >> 10) KiB; delete some")
      }
      try db.execute(
        sql: """
          INSERT INTO kv (block, key, value) VALUES (?, ?, ?)
          ON CONFLICT (block, key) DO UPDATE SET value = excluded.value
          """, arguments: [block.text, key, text])
    }
  }

  public func delete(_ key: String, of block: BlockID) async throws(ScriptStorageError) {
    try await script(writing: true) { db in
      try db.execute(
        sql: "DELETE FROM kv WHERE block = ? AND key = ?", arguments: [block.text, key])
    }
  }

  public func keys(
    prefix: String, of block: BlockID
  ) async throws(ScriptStorageError) -> [String] {
    try await script(writing: false) { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT key FROM kv WHERE block = ? AND substr(key, 1, length(?)) = ? ORDER BY key
          """, arguments: [block.text, prefix, prefix])
    }
  }

  public func append(
    _ value: JSONValue, to series: String, at time: Date, of block: BlockID
  ) async throws(ScriptStorageError) {
    let quotas = quotas
    try await script(writing: true) { db in
      try db.execute(
        sql: "INSERT OR IGNORE INTO series (block, name) VALUES (?, ?)",
        arguments: [block.text, series])
      guard
        let id = try Int64.fetchOne(
          db, sql: "SELECT id FROM series WHERE block = ? AND name = ?",
          arguments: [block.text, series])
      else { return }
      let moment = time.milliseconds
      let isKnown =
        try Bool.fetchOne(
          db, sql: "SELECT 1 FROM points WHERE series = ? AND time = ?", arguments: [id, moment])
        != nil
      if !isKnown { try Self.makeRoom(in: id, of: block, quotas.points, db) }
      try db.execute(
        sql: "INSERT OR REPLACE INTO points (series, time, value) VALUES (?, ?, ?)",
        arguments: [id, moment, PointValue.stored(value)])
      if !isKnown {
        try db.execute(
          sql: "UPDATE series SET points = points + 1 WHERE id = ?", arguments: [id])
      }
    }
  }

  /// The oldest point of a series makes room for the newest.
  private static func makeRoom(
    in series: Int64, of block: BlockID, _ quota: Int, _ db: Database
  ) throws {
    let all =
      try Int.fetchOne(
        db, sql: "SELECT sum(points) FROM series WHERE block = ?", arguments: [block.text]) ?? 0
    guard all >= quota else { return }
    try db.execute(
      sql: """
        DELETE FROM points WHERE series = :id
        AND time = (SELECT min(time) FROM points WHERE series = :id)
        """, arguments: ["id": series])
    guard db.changesCount == 1 else {
      throw ScriptStorageError.quota(
        "the block keeps \(quota) points, and more are not allowed; use fewer series")
    }
    try db.execute(
      sql: "UPDATE series SET points = points - 1 WHERE id = ?", arguments: [series])
  }

  public func points(
    of series: String, _ query: SeriesQuery, of block: BlockID
  ) async throws(ScriptStorageError) -> [SeriesPoint] {
    try await script(writing: false) { db in
      let statement = PointsStatement(query, series: series, block: block)
      let rows = try Row.fetchAll(db, sql: statement.sql, arguments: statement.arguments)
      return rows.reversed().map { row in
        SeriesPoint(
          time: Date(clampingUnix: Double(row["moment"] as Int64) / 1000),
          value: PointValue.read(row["result"]))
      }
    }
  }

  /// Asks the database and puts its errors into the words of `store`.
  private func script<Value: Sendable>(
    writing: Bool, _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(ScriptStorageError) -> Value {
    do {
      return writing
        ? try await Task { [pool] in try await pool.write(body) }.value
        : try await pool.read(body)
    } catch let error as ScriptStorageError {
      throw error
    } catch {
      throw .unavailable(StorageError(error, at: folder.url).description)
    }
  }
}

extension Date {
  /// Since 1970, rounded. Moments beyond what a calendar knows are the farthest of those.
  var milliseconds: Int64 {
    Int64(clamping: (timeIntervalSince1970.clamped(to: -1e13...1e13) * 1000).rounded())
  }
}
