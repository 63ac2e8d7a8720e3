public import BlockModel
import Foundation
import GRDB

extension SQLiteStorage {
  public func record(
    _ outcome: RunOutcome, of id: BlockID, version: VersionNumber, reason: String
  ) async throws(StorageError) {
    let keep = (try? files.read(version, of: id).manifest.keep.runs) ?? Retention().runs
    try await write { db in
      let exists = try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM blocks WHERE id = ?)", arguments: [id.text])
      guard exists == true else { throw StorageError.noSuchBlock(id) }
      try Self.insert(outcome, of: id, version, reason, db)
      if let data = outcome.data {
        try db.execute(
          sql: "UPDATE blocks SET data = ?, data_at = ? WHERE id = ?",
          arguments: [data.json(), outcome.startedAt.timeIntervalSince1970, id.text])
      }
      try db.execute(
        sql: """
          DELETE FROM runs WHERE block = ? AND id <=
            (SELECT id FROM runs WHERE block = ? ORDER BY id DESC LIMIT 1 OFFSET ?)
          """, arguments: [id.text, id.text, keep])
    }
  }

  private static func insert(
    _ outcome: RunOutcome, of id: BlockID, _ version: VersionNumber, _ reason: String,
    _ db: Database
  ) throws {
    let failure = outcome.failure
    try db.execute(
      sql: """
        INSERT INTO runs (block, version, reason, started_at, duration_ms, kind, message, place,
          traceback, retry_after, cpu_ms, memory_bytes, spec_problems)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id.text, version.value, reason, outcome.startedAt.timeIntervalSince1970,
        outcome.duration / .milliseconds(1), failure?.kind.rawValue, failure?.message,
        failure?.place, failure.map { Self.list($0.traceback) }, failure?.retryAfter,
        outcome.used.cpuMilliseconds, outcome.used.memoryBytes, Self.list(outcome.specProblems),
      ])
    let run = db.lastInsertedRowID
    for (place, line) in outcome.log.enumerated() {
      try db.execute(
        sql: "INSERT INTO run_log VALUES (?, ?, ?, ?)",
        arguments: [run, place, line.level.rawValue, line.text])
    }
    for (place, exchange) in outcome.http.enumerated() {
      try db.execute(
        sql: "INSERT INTO http_exchanges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          run, place, exchange.method, exchange.url, exchange.status, exchange.bytes,
          exchange.milliseconds, exchange.cache.rawValue, exchange.error,
        ])
    }
  }

  private static func list(_ texts: [String]) -> String {
    JSONValue.array(texts.map { .string($0) }).json()
  }

  public func runs(of id: BlockID, limit: Int) async throws(StorageError) -> [StoredRun] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM runs WHERE block = ? ORDER BY id DESC LIMIT ?",
        arguments: [id.text, limit]
      ).map { try Self.run($0, db) }
    }
  }

  private static func run(_ row: Row, _ db: Database) throws -> StoredRun {
    let id: Int64 = row["id"]
    func texts(_ column: String) -> [String] {
      let text: String? = row[column]
      return text.flatMap { try? JSONValue(parsing: $0) }?.array?.compactMap(\.string) ?? []
    }
    let kind: String? = row["kind"]
    let result: RunOutcome.Result =
      if let kind {
        .failed(
          RunFailure(
            FailureKind(rawValue: kind) ?? .host, row["message"] ?? "", place: row["place"],
            traceback: texts("traceback"), retryAfter: row["retry_after"]))
      } else {
        .ok(.null)
      }
    let log = try Row.fetchAll(
      db, sql: "SELECT level, text FROM run_log WHERE run = ? ORDER BY place", arguments: [id])
    let http = try Row.fetchAll(
      db, sql: "SELECT * FROM http_exchanges WHERE run = ? ORDER BY place", arguments: [id])
    let startedAt = Date(timeIntervalSince1970: row["started_at"])
    return StoredRun(
      id: id, version: VersionNumber(row["version"]), reason: row["reason"], startedAt: startedAt,
      outcome: RunOutcome(
        result: result, startedAt: startedAt,
        duration: .milliseconds(Int64(row["duration_ms"] as Double)),
        log: log.map { LogLine(LogLine.Level(rawValue: $0["level"]) ?? .info, $0["text"]) },
        http: http.map { row in
          HTTPExchange(
            method: row["method"], url: row["url"], status: row["status"], bytes: row["bytes"],
            milliseconds: row["ms"],
            cache: HTTPExchange.CacheUse(rawValue: row["cache"]) ?? .miss, error: row["error"])
        },
        used: ResourceUse(cpuMilliseconds: row["cpu_ms"], memoryBytes: row["memory_bytes"]),
        specProblems: texts("spec_problems")))
  }
}
