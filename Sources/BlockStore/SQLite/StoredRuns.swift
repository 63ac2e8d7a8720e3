public import BlockModel
import Foundation
import GRDB

extension SQLiteStorage {
  @discardableResult
  public func save(_ run: NewRun, of id: BlockID) async throws(StorageError) -> RunSummary {
    let quotas = quotas
    return try await write { db in try Self.insert(run, of: id, within: quotas, db) }
  }

  public func runs(of id: BlockID, limit: Int) async throws(StorageError) -> [RunSummary] {
    try await read { db in
      try RunSummary.fetch(db, "WHERE block = ? ORDER BY id DESC LIMIT ?", [id.text, limit])
    }
  }

  public func run(_ number: Int64) async throws(StorageError) -> RunRecord? {
    try await read { db in
      guard let summary = try RunSummary.fetch(db, "WHERE id = ?", [number]).first,
        let used = try Row.fetchOne(
          db, sql: "SELECT cpu_ms, memory_bytes FROM runs WHERE id = ?", arguments: [number])
      else { return nil }
      let log = try Row.fetchAll(
        db, sql: "SELECT level, text FROM run_log WHERE run = ? ORDER BY line",
        arguments: [number])
      let http = try Row.fetchAll(
        db, sql: "SELECT * FROM http_exchanges WHERE run = ? ORDER BY number",
        arguments: [number])
      return RunRecord(
        summary: summary,
        log: log.map { LogLine(LogLine.Level(rawValue: $0["level"]) ?? .info, $0["text"]) },
        http: http.map { row in
          HTTPExchange(
            method: row["method"], url: row["url"], status: row["status"], bytes: row["bytes"],
            milliseconds: row["ms"],
            cache: HTTPExchange.CacheUse(rawValue: row["cache"]) ?? .miss, error: row["error"])
        },
        used: ResourceUse(cpuMilliseconds: used["cpu_ms"], memoryBytes: used["memory_bytes"]))
    }
  }

  public func lastData(of id: BlockID) async throws(StorageError) -> LastData? {
    try await read { db in
      try Row.fetchOne(
        db, sql: "SELECT data, at FROM last_data WHERE block = ?", arguments: [id.text]
      ).map { row in
        LastData(
          data: try JSONValue(parsing: row["data"] as String),
          at: Date(clampingUnix: row["at"]))
      }
    }
  }

  static func insert(
    _ run: NewRun, of id: BlockID, within quotas: ScriptQuotas, _ db: Database
  ) throws -> RunSummary {
    guard
      try Bool.fetchOne(
        db, sql: "SELECT 1 FROM blocks WHERE id = ? AND deleted_at IS NULL", arguments: [id.text])
        != nil
    else { throw StorageError.noBlock(id) }
    let outcome = run.outcome
    let failure = outcome.failure
    let grant =
      failure?.kind == .permission ? outcome.http.last { $0.neededGrant != nil }?.neededGrant : nil
    try db.execute(
      sql: """
        INSERT INTO runs (block, version, reason, started_at, duration_ms, kind, message, place,
          traceback, retry_after, needed_grant, spec_problems, cpu_ms, memory_bytes, bytes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id.text, run.version.value, run.reason, outcome.startedAt.timeIntervalSince1970,
        Int64(outcome.duration.wholeMilliseconds), failure?.kind.rawValue, failure?.message,
        failure?.place, failure.map { Self.list($0.traceback) }, failure?.retryAfter,
        grant?.description, Self.list(outcome.specProblems), outcome.used.cpuMilliseconds,
        outcome.used.memoryBytes, outcome.keptBytes,
      ])
    let number = db.lastInsertedRowID
    try insertDetails(outcome, number, db)
    if run.updatesData { try update(id, with: outcome, run: number, db) }
    if outcome.failure == nil {
      try commit(outcome.changes, of: id, within: quotas, db)
    }
    try HistoryBound.runs.prune(id, count: run.keep, db)
    return RunSummary(
      id: number, block: id, version: run.version, reason: run.reason,
      startedAt: outcome.startedAt, duration: outcome.duration, failure: failure,
      specProblems: outcome.specProblems, neededGrant: grant)
  }

  private static func insertDetails(
    _ outcome: RunOutcome, _ run: Int64, _ db: Database
  ) throws {
    for (index, line) in outcome.log.enumerated() {
      try db.execute(
        sql: "INSERT INTO run_log (run, line, level, text) VALUES (?, ?, ?, ?)",
        arguments: [run, index, line.level.rawValue, line.text])
    }
    for (index, exchange) in outcome.http.enumerated() {
      try db.execute(
        sql: """
          INSERT INTO http_exchanges (run, number, method, url, status, bytes, ms, cache, error)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          run, index, exchange.method, exchange.url, exchange.status, exchange.bytes,
          exchange.milliseconds, exchange.cache.rawValue, exchange.error,
        ])
    }
  }

  private static func update(
    _ id: BlockID, with outcome: RunOutcome, run: Int64, _ db: Database
  ) throws {
    if let data = outcome.data {
      try db.execute(
        sql: """
          INSERT INTO last_data (block, data, at) VALUES (?, ?, ?)
          ON CONFLICT (block) DO UPDATE SET data = excluded.data, at = excluded.at
          """,
        arguments: [id.text, data.json(), outcome.startedAt.timeIntervalSince1970])
    }
    try db.execute(
      sql: """
        UPDATE blocks SET last_run = ?, failures = iif(?, 0, failures + 1), revision = revision + 1
        WHERE id = ?
        """, arguments: [run, outcome.failure == nil, id.text])
  }

  static func list(_ texts: [String]) -> String {
    JSONValue.array(texts.map { .string($0) }).json()
  }
}

extension RunOutcome {
  /// Bytes of what is kept of a run but its data.
  fileprivate var keptBytes: Int {
    log.map(\.text.utf8.count).reduce(0, +)
      + http.map { $0.url.utf8.count + ($0.error?.utf8.count ?? 0) + 64 }.reduce(0, +)
      + (failure?.message.utf8.count ?? 0) + specProblems.map(\.utf8.count).reduce(0, +)
      + (failure?.traceback.map(\.utf8.count).reduce(0, +) ?? 0)
  }
}

extension RunSummary {
  static func fetch(
    _ db: Database, _ condition: String, _ arguments: StatementArguments
  ) throws -> [RunSummary] {
    try Row.fetchAll(db, sql: "SELECT * FROM runs \(condition)", arguments: arguments)
      .compactMap { row in
        guard let block = BlockID(row["block"]) else { return nil }
        func list(_ text: String?) -> [String] {
          (text.flatMap { try? JSONValue(parsing: $0) }?.array ?? []).compactMap(\.string)
        }
        let failure = (row["kind"] as String?).map { kind in
          RunFailure(
            FailureKind(rawValue: kind) ?? .host, row["message"] ?? "", place: row["place"],
            traceback: list(row["traceback"]), retryAfter: row["retry_after"])
        }
        return RunSummary(
          id: row["id"], block: block, version: VersionNumber(row["version"]),
          reason: row["reason"], startedAt: Date(clampingUnix: row["started_at"]),
          duration: .milliseconds((row["duration_ms"] as Int64).clamped(to: 0...86_400_000)),
          failure: failure,
          specProblems: list(row["spec_problems"]),
          neededGrant: (row["needed_grant"] as String?).flatMap { Grant.Subject($0) })
      }
  }
}
