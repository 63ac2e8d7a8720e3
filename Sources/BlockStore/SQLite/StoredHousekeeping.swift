public import BlockModel
import Cryptography
public import Foundation
import GRDB

extension SQLiteStorage {
  public func tidy(now: Date) async throws(StorageError) {
    let folder = folder
    try await write { db in try Reconciliation(folder: folder, now: now).tidy(db) }
  }

  public func kept() async throws(StorageError) -> [KeptKind] {
    let folder = folder
    return try await read { db in
      var kinds = [
        KeptKind(
          name: "blocks with their versions", count: try Self.count("deleted_at IS NULL", db),
          bytes: DurableFiles.treeSize(folder.blocks)),
        KeptKind(
          name: "blocks in the trash", count: try Self.count("deleted_at IS NOT NULL", db),
          bytes: DurableFiles.treeSize(folder.trash)),
      ]
      kinds += try HistoryBound.all.map { bound in
        let row = try Row.fetchOne(
          db,
          sql: "SELECT count(*) AS n, ifnull(sum(\(bound.size)), 0) AS bytes FROM \(bound.table)")
        return KeptKind(name: bound.name, count: row?["n"] ?? 0, bytes: row?["bytes"] ?? 0)
      }
      let results = try Row.fetchOne(
        db, sql: "SELECT count(*) AS n, ifnull(sum(bytes), 0) AS bytes FROM results")
      kinds.append(
        KeptKind(
          name: "past results", count: results?["n"] ?? 0, bytes: results?["bytes"] ?? 0))
      for (name, tables) in Self.whole {
        let sizes = try tables.map { try Self.size(of: $0, db) }
        kinds.append(
          KeptKind(
            name: name, count: sizes.map(\.rows).reduce(0, +),
            bytes: sizes.map(\.bytes).reduce(0, +)))
      }
      // Summing up a million points would take a second; their number and bytes are kept.
      let points = try Row.fetchOne(
        db, sql: "SELECT ifnull(sum(points), 0) AS n, ifnull(sum(bytes), 0) AS bytes FROM series")
      kinds.append(
        KeptKind(
          name: "points of series", count: points?["n"] ?? 0, bytes: points?["bytes"] ?? 0))
      let copies = folder.copies + folder.damagedDatabases
      kinds.append(
        KeptKind(
          name: "copies of the database, from before upgrades and repairs", count: copies.count,
          bytes: copies.map { Int(DurableFiles.size($0)) }.reduce(0, +)))
      kinds.append(
        KeptKind(
          name: "database", count: 1,
          bytes: ["", "-wal"].map {
            Int(DurableFiles.size(URL(filePath: folder.database.path + $0)))
          }.reduce(0, +)))
      return kinds
    }
  }

  /// What is told table by table, beside blocks, history and points.
  private static let whole: [(name: String, tables: [String])] = [
    ("data of last good runs", ["last_data"]), ("keys of scripts", ["kv"]),
    ("grants", ["grants"]), ("secrets", ["secrets", "own_keys"]),
    // One row for each block.
    (
      "rules, alerts and repairs of blocks",
      ["inferred_rules", "held_writes", "incidents", "alert_state"]
    ),
    // As many for each block as it keeps.
    ("recordings of answers", ["recordings"]),
    ("deliveries of notices", ["deliveries"]),
    ("settings", ["settings", "model_settings", "model_quirks", "read_marks"]),
    ("days of use and of spending", ["days_of_use", "spending"]),
    ("folders whose scripts keep data", ["folders"]),
    ("sections of the page", ["sections"]),
    ("tokens, proposals and hosts of agents", ["tokens", "proposals", "agent_hosts"]),
    ("webhooks", ["webhooks"]),
  ]

  /// Every table that ``kept()`` tells of: what grows in silence is not bounded either.
  static var toldTables: Set<String> {
    Set(HistoryBound.all.map(\.table) + whole.flatMap(\.tables)).union([
      "blocks", "versions", "layout",  // by their folders
      "run_log", "http_exchanges",  // with their runs
      "series", "points",
      "results",  // in numbers that are kept beside them
    ])
  }

  private static func size(
    of table: String, _ db: Database
  ) throws -> (rows: Int, bytes: Int) {
    let bytes = try db.columns(in: table).map {
      "ifnull(length(CAST(\"\($0.name)\" AS BLOB)), 0)"
    }.joined(separator: " + ")
    let row = try Row.fetchOne(
      db, sql: "SELECT count(*) AS n, ifnull(sum(\(bytes)), 0) AS bytes FROM \(table)")
    return (row?["n"] ?? 0, row?["bytes"] ?? 0)
  }

  private static func count(_ condition: String, _ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM blocks WHERE \(condition)") ?? 0
  }

  public func unknownFolders() async throws(StorageError) -> [String] {
    let folder = folder
    return try await read { db in
      let known = Set(try String.fetchAll(db, sql: "SELECT id FROM blocks"))
      return DurableFiles.names(in: folder.blocks).filter { !known.contains($0) }
    }
  }

  // MARK: Folders run by hand

  public func scriptName(ofFolder path: String) async throws(StorageError) -> BlockID {
    let name = "folder-" + SHA256.digest(of: path).prefix(20).hexadecimal
    guard let id = BlockID(name) else { throw .failed("'\(path)' has no name") }
    try await write { db in
      try db.execute(
        sql: """
          INSERT INTO folders (block, path, at) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET at = excluded.at
          """, arguments: [id.text, path, Date().timeIntervalSince1970])
    }
    return id
  }

  public func forgetFolder(_ path: String) async throws(StorageError) {
    try await write { db in
      for table in ["kv", "series"] {
        try db.execute(
          sql: "DELETE FROM \(table) WHERE block = (SELECT block FROM folders WHERE path = ?)",
          arguments: [path])
      }
      try db.execute(sql: "DELETE FROM folders WHERE path = ?", arguments: [path])
    }
  }

  public func folders() async throws(StorageError) -> [String] {
    try await read { db in try String.fetchAll(db, sql: "SELECT path FROM folders ORDER BY path") }
  }
}
