public import BlockModel
import Foundation
import GRDB
import OrderedCollections

extension SQLiteStorage {
  public func contractMemory(
    of id: BlockID
  ) async throws(StorageError) -> ContractMemory? {
    try await read { db in
      try Row.fetchOne(
        db, sql: "SELECT * FROM inferred_rules WHERE block = ?", arguments: [id.text]
      ).map { row in
        ContractMemory(
          statistics: (try? JSONValue(parsing: row["statistics"] as String)) ?? .null,
          rules: (try? JSONValue(parsing: row["rules"] as String)) ?? [],
          restsOn: row["rests_on"],
          removed: ((try? JSONValue(parsing: row["removed"] as String))?.array ?? [])
            .compactMap(\.string))
      }
    }
  }

  public func setContractMemory(
    _ memory: ContractMemory, of id: BlockID
  ) async throws(StorageError) {
    try await change(id) { db in try Self.insert(memory, of: id, db) }
  }

  public func heldWrites(of id: BlockID) async throws(StorageError) -> HeldWrites? {
    try await read { db in try Self.heldWrites(of: id, db) }
  }

  // MARK: Inside a transaction

  static func insert(_ memory: ContractMemory, of id: BlockID, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO inferred_rules (block, statistics, rules, rests_on, removed)
        VALUES (?, ?, ?, ?, ?)
        """,
      arguments: [
        id.text, memory.statistics.json(), memory.rules.json(), memory.restsOn,
        Self.list(memory.removed),
      ])
  }

  /// The script or the settings are other ones: what their data are like is learned anew. What a person took
  /// away stays so.
  static func unlearn(_ id: BlockID, _ db: Database) throws {
    try db.execute(
      sql: """
        UPDATE inferred_rules SET statistics = 'null', rules = '[]', rests_on = 0 WHERE block = ?
        """, arguments: [id.text])
    try db.execute(sql: "DELETE FROM held_writes WHERE block = ?", arguments: [id.text])
  }

  /// Keeps what a good run wrote, as far as nobody doubts it.
  static func commit(
    _ outcome: RunOutcome, _ writes: RunWrites, of id: BlockID, within quotas: ScriptQuotas,
    _ db: Database
  ) throws {
    if case .confirming = writes, let held = try heldWrites(of: id, db) {
      try commit(held.changes, of: id, within: quotas, db)
    }
    try db.execute(sql: "DELETE FROM held_writes WHERE block = ?", arguments: [id.text])
    guard case .held(let held) = writes else {
      return try commit(outcome.changes, of: id, within: quotas, db)
    }
    try db.execute(
      sql: "INSERT INTO held_writes (block, changes, rules, before) VALUES (?, ?, ?, ?)",
      arguments: [
        id.text, held.changes.stored.json(), Self.list(held.rules), held.before.json(),
      ])
  }

  private static func heldWrites(of id: BlockID, _ db: Database) throws -> HeldWrites? {
    try Row.fetchOne(db, sql: "SELECT * FROM held_writes WHERE block = ?", arguments: [id.text])
      .map { row in
        HeldWrites(
          changes: ScriptChanges(stored: try JSONValue(parsing: row["changes"] as String)),
          rules: ((try? JSONValue(parsing: row["rules"] as String))?.array ?? [])
            .compactMap(\.string),
          before: try JSONValue(parsing: row["before"] as String))
      }
  }
}

/// `{"values": {"key": [value]}, "points": {"series": [[seconds, value]]}}`; a key that was deleted has `[]`.
extension ScriptChanges {
  fileprivate var stored: JSONValue {
    var values: JSONObject = [:]
    for (key, value) in self.values { values[key] = .array(value.map { [$0] } ?? []) }
    var series: JSONObject = [:]
    for (name, points) in self.points {
      series[name] = .array(points.map { [.number($0.time.timeIntervalSince1970), $0.value] })
    }
    return ["values": .object(values), "points": .object(series)]
  }

  fileprivate init(stored: JSONValue) {
    self.init()
    for (key, value) in stored["values"]?.object ?? [:] { values[key] = .some(value[0]) }
    for (name, list) in stored["points"]?.object ?? [:] {
      points[name] = (list.array ?? []).compactMap { point in
        guard let time = point[0]?.number, let value = point[1] else { return nil }
        return SeriesPoint(time: Date(clampingUnix: time), value: value)
      }
    }
  }
}
