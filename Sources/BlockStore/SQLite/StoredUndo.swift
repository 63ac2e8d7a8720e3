public import BlockModel
public import Foundation
import GRDB

extension SQLiteStorage {
  public func remember(
    _ what: String, of block: BlockID?, before: JSONValue, at: Date
  ) async throws(StorageError) -> UndoStep.ID {
    try await write { db in
      try db.execute(
        sql: "INSERT INTO undo (block, at, what, before) VALUES (?, ?, ?, ?)",
        arguments: [block?.text, at.timeIntervalSince1970, what, before.json()])
      let id = db.lastInsertedRowID
      try HistoryBound.undo.prune(block, db)
      return id
    }
  }

  public func complete(_ step: UndoStep.ID, after: JSONValue) async throws(StorageError) {
    try await write { db in
      try db.execute(
        sql: "UPDATE undo SET after = ? WHERE id = ?", arguments: [after.json(), step])
    }
  }

  public func undoSteps(
    of block: BlockID?, limit: Int
  ) async throws(StorageError) -> [UndoStep] {
    try await read { db in
      try Self.newest("undo", of: block, limit, db).map { row in
        UndoStep(
          id: row["id"], block: (row["block"] as String?).flatMap { BlockID($0) },
          at: Date(clampingUnix: row["at"]), what: row["what"],
          before: try JSONValue(parsing: row["before"] as String),
          after: try (row["after"] as String?).map { try JSONValue(parsing: $0) })
      }
    }
  }

  public func forget(_ steps: [UndoStep.ID]) async throws(StorageError) {
    try await write { db in
      for step in steps {
        try db.execute(sql: "DELETE FROM undo WHERE id = ?", arguments: [step])
      }
    }
  }
}
