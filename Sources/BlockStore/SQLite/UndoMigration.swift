import BlockModel
import Foundation
import GRDB

/// The lists of what can be undone, one `settings` row for each block, become one table for the page.
enum UndoMigration {
  static let change: Migrations.Change = { db, _ in
    try db.execute(
      sql: """
        CREATE TABLE undo (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          block TEXT REFERENCES blocks(id) ON DELETE CASCADE,
          at REAL NOT NULL,
          what TEXT NOT NULL,
          before TEXT NOT NULL,
          after TEXT
        ) STRICT;
        CREATE INDEX undo_of_block ON undo (block, id);
        """)
    var steps: [UndoStep] = []
    for row in try Row.fetchAll(db, sql: "SELECT id, version, params, created_at FROM blocks") {
      guard let id = BlockID(row["id"]) else { continue }
      steps += try stepsBefore(row, id, db)
    }
    // The order among blocks is not known; that in which their versions were made comes nearest.
    let inOrder = steps.enumerated().sorted {
      ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
    }
    for (_, step) in inOrder {
      try db.execute(
        sql: "INSERT INTO undo (block, at, what, before, after) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          step.block?.text, step.at.timeIntervalSince1970, step.what, step.before.json(),
          step.after?.json(),
        ])
    }
    try db.execute(sql: "DELETE FROM settings WHERE name LIKE 'undo %'")
  }

  private static func stepsBefore(
    _ row: Row, _ id: BlockID, _ db: Database
  ) throws -> [UndoStep] {
    let version: Int = row["version"]
    let params = (try? JSONValue(parsing: row["params"] as String)) ?? .object([:])
    let kept = try String.fetchOne(
      db, sql: "SELECT value FROM settings WHERE name = ?", arguments: ["undo \(id)"])
    var states: [JSONValue]
    if let kept {
      states = ((try? JSONValue(parsing: kept))?.array ?? []).filter { $0["version"] != nil }
    } else {
      // Of a block that was changed before such lists were kept: its versions.
      states = try Int64.fetchAll(
        db,
        sql: """
          SELECT number FROM versions WHERE block = ? AND number < ? AND author <> 'restore'
          ORDER BY number
          """, arguments: [id.text, version]
      ).map { ["version": .integer($0), "params": params] }
    }
    states.append(["version": .integer(Int64(version)), "params": params])
    return try zip(states, states.dropFirst()).map { before, after in
      let at = try Double.fetchOne(
        db, sql: "SELECT created_at FROM versions WHERE block = ? AND number = ?",
        arguments: [id.text, after["version"]?.integer ?? 0])
      let isSameVersion = before["version"] == after["version"]
      return UndoStep(
        id: 0, block: id, at: Date(clampingUnix: at ?? row["created_at"]),
        what: isSameVersion ? "Changed the settings." : "Changed the files.", before: before,
        after: after)
    }
  }
}
