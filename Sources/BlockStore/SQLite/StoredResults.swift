public import BlockModel
import Cryptography
public import Foundation
import GRDB

extension SQLiteStorage {
  public func results(
    of id: BlockID, limit: Int
  ) async throws(StorageError) -> [ResultSummary] {
    try await read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, run, version, at, bytes FROM results WHERE block = ? ORDER BY id DESC LIMIT ?
          """, arguments: [id.text, limit]
      ).map { ResultSummary($0) }
    }
  }

  public func result(_ number: Int64) async throws(StorageError) -> PastResult? {
    try await read { db in try PastResult.fetch(db, "WHERE id = ?", [number]) }
  }

  public func result(
    of id: BlockID, at date: Date
  ) async throws(StorageError) -> PastResult? {
    try await read { db in
      try PastResult.fetch(
        db, "WHERE block = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT 1",
        [id.text, date.timeIntervalSince1970])
    }
  }

  public func resultSpan() async throws(StorageError) -> ClosedRange<Date>? {
    try await read { db in
      let row = try Row.fetchOne(db, sql: "SELECT min(at) AS first, max(at) AS last FROM results")
      guard let first = row?["first"] as Double?, let last = row?["last"] as Double? else {
        return nil
      }
      return Date(clampingUnix: first)...Date(clampingUnix: last)
    }
  }

  // MARK: Inside a transaction

  /// Keeps what a good run returned, unless the block shows that already.
  /// - Parameter number: of the run.
  static func insertResult(
    of run: NewRun, _ number: Int64, _ id: BlockID, _ db: Database
  ) throws {
    let days = run.keep.resultDays
    guard let data = run.outcome.data, days > 0 else {
      // A manifest that keeps none any more means those of before, too.
      if days <= 0 {
        try db.execute(sql: "DELETE FROM results WHERE block = ?", arguments: [id.text])
      }
      return
    }
    let params =
      try String.fetchOne(db, sql: "SELECT params FROM blocks WHERE id = ?", arguments: [id.text])
      ?? "{}"
    let hash = resultHash(data, of: run.outcome)
    let last = try Row.fetchOne(
      db,
      sql: """
        SELECT hash, version, params, days FROM results WHERE block = ? ORDER BY id DESC LIMIT 1
        """, arguments: [id.text])
    if let last, last["days"] != days {
      try db.execute(
        sql: "UPDATE results SET days = ? WHERE block = ?", arguments: [days, id.text])
    }
    if let last, last["hash"] == hash, last["version"] == run.version.value,
      last["params"] == params
    {
      return
    }
    let text = data.utf8()
    let packed = try Deflate.pack(text)
    try db.execute(
      sql: """
        INSERT INTO results (block, run, version, params, hash, at, days, size, bytes, data)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id.text, number, run.version.value, params, hash,
        run.outcome.startedAt.timeIntervalSince1970, days, text.count,
        packed.count + params.utf8.count, packed,
      ])
    try ResultBound.prune(id, db)
  }

  /// The same for data in which nothing but the clock moved on.
  private static func resultHash(_ data: JSONValue, of outcome: RunOutcome) -> Data {
    let start = outcome.startedAt.timeIntervalSince1970
    let end = start + outcome.duration / .seconds(1)
    return Data(
      SHA256.digest(of: data.withoutClock(of: start - 1...max(start, end) + 1).utf8(.sorted)))
  }
}

extension ResultSummary {
  fileprivate init(_ row: Row) {
    self.init(
      id: row["id"], run: row["run"], version: VersionNumber(row["version"]),
      at: Date(clampingUnix: row["at"]), bytes: row["bytes"])
  }
}

extension PastResult {
  fileprivate static func fetch(
    _ db: Database, _ condition: String, _ arguments: StatementArguments
  ) throws -> PastResult? {
    try Row.fetchOne(db, sql: "SELECT * FROM results \(condition)", arguments: arguments)
      .map { row in
        let text = try Deflate.unpack(row["data"], size: row["size"])
        return PastResult(
          ResultSummary(row),
          params: (try? JSONValue(parsing: row["params"] as String))?.object ?? [:],
          data: try JSONValue(parsing: String(decoding: text, as: UTF8.self)))
      }
  }
}
