public import BlockModel
import Foundation
import GRDB

extension SQLiteStorage {
  public func save(_ runs: [EndedRun]) async -> [Result<RunSummary, StorageError>] {
    let quotas = quotas
    do throws(StorageError) {
      return try await write { db in try runs.map { try Self.insert($0, within: quotas, db) } }
    } catch {
      guard runs.count > 1 else { return runs.map { _ in .failure(error) } }
      // What one of them cannot have, such as a place on the disk, the others may.
      var results: [Result<RunSummary, StorageError>] = []
      for run in runs { results += await save([run]) }
      return results
    }
  }

  /// A block that is gone is told; anything else that goes wrong ends the transaction.
  private static func insert(
    _ ended: EndedRun, within quotas: ScriptQuotas, _ db: Database
  ) throws -> Result<RunSummary, StorageError> {
    do { return .success(try insert(ended.run, of: ended.block, within: quotas, db)) } catch {
      // Nothing of it was written then.
      guard let error = error as? StorageError, case .noBlock = error else { throw error }
      return .failure(error)
    }
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
          traceback, retry_after, needed_grant, spec_problems, doubts, cpu_ms, memory_bytes, bytes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id.text, run.version.value, run.reason, outcome.startedAt.timeIntervalSince1970,
        Int64(outcome.duration.wholeMilliseconds), failure?.kind.rawValue, failure?.message,
        failure?.place, failure.map { Self.list($0.traceback) }, failure?.retryAfter,
        grant?.description, Self.list(outcome.specProblems), Self.list(outcome.doubts),
        outcome.used.cpuMilliseconds, outcome.used.memoryBytes, outcome.keptBytes,
      ])
    let number = db.lastInsertedRowID
    try insertDetails(outcome, number, db)
    if run.updatesData { try update(id, with: run, number, db) }
    if outcome.failure == nil {
      if run.updatesData {
        try commit(outcome, run.writes, of: id, within: quotas, db)
      } else {
        try commit(outcome.changes, of: id, within: quotas, db)
      }
    }
    if let memory = run.memory { try insert(memory, of: id, db) }
    if let state = run.alertState { try setAlertState(state, of: id, db) }
    try insert(run.notices, of: id, db)
    try HistoryBound.runs.prune(id, count: run.keep.runs, db)
    if let transition = run.transition { try note(transition, by: "dash", id, db) }
    var summary = RunSummary(
      id: number, block: id, version: run.version, reason: run.reason,
      startedAt: outcome.startedAt, duration: outcome.duration, failure: failure,
      specProblems: outcome.specProblems, neededGrant: grant)
    summary.doubts = outcome.doubts
    return summary
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
    _ id: BlockID, with run: NewRun, _ number: Int64, _ db: Database
  ) throws {
    let outcome = run.outcome
    if let data = outcome.data {
      try db.execute(
        sql: """
          INSERT INTO last_data (block, data, at) VALUES (?, ?, ?)
          ON CONFLICT (block) DO UPDATE SET data = excluded.data, at = excluded.at
          """,
        arguments: [id.text, data.json(), outcome.startedAt.timeIntervalSince1970])
      try insertResult(of: run, number, id, db)
    }
    try db.execute(
      sql: """
        UPDATE blocks SET last_run = ?, failures = iif(?, 0, failures + 1),
          next_run = ifnull(?, next_run), revision = revision + 1
        WHERE id = ?
        """, arguments: [number, outcome.failure == nil, run.nextRun.stored, id.text])
  }

  static func list(_ texts: [String]) -> String {
    JSONValue.array(texts.map { .string($0) }).json()
  }
}

extension PlannedRun {
  /// As `blocks.next_run` holds it.
  var stored: Double? {
    switch self {
    case .unknown: nil
    case .never: .infinity
    case .at(let date): date.timeIntervalSince1970
    }
  }

  init(stored: Double?) {
    self =
      switch stored {
      case nil: .unknown
      case .infinity?: .never
      case let seconds?: .at(Date(clampingUnix: seconds))
      }
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
        var summary = RunSummary(
          id: row["id"], block: block, version: VersionNumber(row["version"]),
          reason: row["reason"], startedAt: Date(clampingUnix: row["started_at"]),
          duration: .milliseconds((row["duration_ms"] as Int64).clamped(to: 0...86_400_000)),
          failure: failure,
          specProblems: list(row["spec_problems"]),
          neededGrant: (row["needed_grant"] as String?).flatMap { Grant.Subject($0) })
        summary.doubts = list(row["doubts"])
        return summary
      }
  }
}
