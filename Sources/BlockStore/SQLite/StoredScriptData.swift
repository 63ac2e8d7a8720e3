public import BlockModel
import Foundation
import GRDB

/// What scripts keep: keys and series of one block, within its quotas.
extension SQLiteStorage {
  public func value(
    _ key: String, of block: BlockID
  ) async throws(ScriptStorageError) -> JSONValue? {
    try await script { db in
      let text = try String.fetchOne(
        db, sql: "SELECT value FROM kv WHERE block = ? AND key = ?", arguments: [block.text, key])
      return try text.map { try JSONValue(parsing: $0) }
    }
  }

  public func keys(
    prefix: String, of block: BlockID
  ) async throws(ScriptStorageError) -> [String] {
    try await script { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT key FROM kv WHERE block = ? AND substr(key, 1, length(?)) = ? ORDER BY key
          """, arguments: [block.text, prefix, prefix])
    }
  }

  public func points(
    of series: String, _ query: SeriesQuery, of block: BlockID, with pending: [SeriesPoint]
  ) async throws(ScriptStorageError) -> [SeriesPoint] {
    try await script { db in
      if let calendar = query.calendar {
        return try CalendarPoints(query, calendar, series: series, block: block, pending: pending)
          .points(db)
      }
      let statement = PointsStatement(query, series: series, block: block, pending: pending)
      let rows = try Row.fetchAll(db, sql: statement.sql, arguments: statement.arguments)
      return rows.reversed().map { row in
        SeriesPoint(
          time: Date(clampingUnix: Double(row["moment"] as Int64) / 1000),
          value: PointValue.read(row["result"]))
      }
    }
  }

  public func scriptUse(of block: BlockID) async throws(ScriptStorageError) -> ScriptUse {
    try await script { db in try Self.scriptUse(of: block, db) }
  }

  public func commit(
    _ changes: ScriptChanges, of block: BlockID
  ) async throws(ScriptStorageError) {
    guard !changes.isEmpty else { return }
    let quotas = quotas
    do {
      try await Task { [pool] in
        try await pool.write { db in try Self.commit(changes, of: block, within: quotas, db) }
      }.value
    } catch {
      throw .unavailable(StorageError(sqlite: error, at: folder.url).description)
    }
  }

  // MARK: Inside a transaction

  static func commit(
    _ changes: ScriptChanges, of block: BlockID, within quotas: ScriptQuotas, _ db: Database
  ) throws {
    for (key, value) in changes.values {
      guard let value else {
        try db.execute(
          sql: "DELETE FROM kv WHERE block = ? AND key = ?", arguments: [block.text, key])
        continue
      }
      try db.execute(
        sql: """
          INSERT INTO kv (block, key, value) VALUES (?, ?, ?)
          ON CONFLICT (block, key) DO UPDATE SET value = excluded.value
          """, arguments: [block.text, key, value.json()])
    }
    for (name, points) in changes.points {
      try append(points, to: name, of: block, within: quotas, db)
    }
  }

  /// A script may append each time it runs, so the statements are kept prepared.
  private static func append(
    _ points: [SeriesPoint], to name: String, of block: BlockID, within quotas: ScriptQuotas,
    _ db: Database
  ) throws {
    let series = try series(name, of: block, db)
    let stored = try db.cachedStatement(
      sql: "SELECT value FROM points WHERE series = ? AND time = ?")
    let insert = try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO points (series, time, value) VALUES (?, ?, ?)")
    var use = try pointUse(of: block, db)
    var (added, addedBytes) = (0, 0)
    for point in points {
      let moment = point.time.milliseconds
      let value = PointValue.stored(point.value)
      let size = PointValue.bytes(value)
      if let old = try DatabaseValue.fetchOne(stored, arguments: [series, moment]) {
        let more = size - PointValue.bytes(old)
        use.pointBytes += more
        addedBytes += more
      } else {
        while use.points >= quotas.points || use.pointBytes + size > quotas.pointBytes {
          guard let bytes = try dropOldest(of: series, db) else { break }
          use.points -= 1
          use.pointBytes -= bytes
          added -= 1
          addedBytes -= bytes
        }
        use.points += 1
        use.pointBytes += size
        added += 1
        addedBytes += size
      }
      try insert.execute(arguments: [series, moment, value])
    }
    try count(added, addedBytes, in: series, db)
  }

  /// The number of a series, which is made if there is none.
  private static func series(_ name: String, of block: BlockID, _ db: Database) throws -> Int64 {
    let known = try db.cachedStatement(sql: "SELECT id FROM series WHERE block = ? AND name = ?")
    if let id = try Int64.fetchOne(known, arguments: [block.text, name]) { return id }
    try db.execute(
      sql: "INSERT INTO series (block, name) VALUES (?, ?)", arguments: [block.text, name])
    return db.lastInsertedRowID
  }

  /// Keeps so many points of a series, the newest.
  static func dropOldest(
    of name: String, over most: Int, of block: BlockID, _ db: Database
  ) throws {
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT id, points FROM series WHERE block = ? AND name = ?",
        arguments: [block.text, name])
    else { return }
    let (series, points): (Int64, Int) = (row["id"], row["points"])
    var (removed, bytes) = (0, 0)
    while removed < points - most, let size = try dropOldest(of: series, db) {
      removed += 1
      bytes += size
    }
    try count(-removed, -bytes, in: series, db)
  }

  /// The oldest point of a series makes room for the newest.
  /// - Returns: its bytes; `nil` when the series has none.
  private static func dropOldest(of series: Int64, _ db: Database) throws -> Int? {
    let first = try db.cachedStatement(
      sql: "SELECT time, value FROM points WHERE series = ? ORDER BY time LIMIT 1")
    guard let oldest = try Row.fetchOne(first, arguments: [series]) else { return nil }
    try db.cachedStatement(sql: "DELETE FROM points WHERE series = ? AND time = ?")
      .execute(arguments: [series, oldest["time"] as Int64])
    return PointValue.bytes(oldest["value"])
  }

  /// Keeps the number and the bytes of a series beside it.
  private static func count(
    _ points: Int, _ bytes: Int, in series: Int64, _ db: Database
  ) throws {
    guard points != 0 || bytes != 0 else { return }
    try db.cachedStatement(
      sql: "UPDATE series SET points = points + ?, bytes = bytes + ? WHERE id = ?"
    ).execute(arguments: [points, bytes, series])
  }

  /// The points of all series of a block, and their bytes.
  private static func pointUse(
    of block: BlockID, _ db: Database
  ) throws -> (points: Int, pointBytes: Int) {
    let sums = try db.cachedStatement(
      sql: """
        SELECT ifnull(sum(points), 0) AS points, ifnull(sum(bytes), 0) AS bytes
        FROM series WHERE block = ?
        """)
    let row = try Row.fetchOne(sums, arguments: [block.text])
    return (row?["points"] ?? 0, row?["bytes"] ?? 0)
  }

  private static func scriptUse(of block: BlockID, _ db: Database) throws -> ScriptUse {
    let keys = try Row.fetchOne(
      db,
      sql: """
        SELECT count(*) AS keys,
          ifnull(sum(length(CAST(key AS BLOB)) + length(CAST(value AS BLOB))), 0) AS bytes
        FROM kv WHERE block = ?
        """, arguments: [block.text])
    let points = try pointUse(of: block, db)
    return ScriptUse(
      keys: keys?["keys"] ?? 0, bytes: keys?["bytes"] ?? 0, points: points.points,
      pointBytes: points.pointBytes)
  }

  /// Asks the database and puts its errors into the words of `store`.
  private func script<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(ScriptStorageError) -> Value {
    do { return try await pool.read(body) } catch {
      throw .unavailable(StorageError(sqlite: error, at: folder.url).description)
    }
  }
}

extension Date {
  /// Since 1970, rounded. Moments beyond what a calendar knows are the farthest of those.
  var milliseconds: Int64 {
    Int64(clamping: (timeIntervalSince1970.clamped(to: -1e13...1e13) * 1000).rounded())
  }
}
