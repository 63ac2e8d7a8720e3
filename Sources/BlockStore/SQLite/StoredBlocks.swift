public import BlockModel
import Foundation
import GRDB

extension SQLiteStorage {
  public func blocks() async throws(StorageError) -> [BlockRecord] {
    try await read { db in
      try BlockRecord.fetch(
        db,
        """
        WHERE b.deleted_at IS NULL
        ORDER BY l.y IS NULL, (SELECT number FROM sections WHERE id = l.section), l.y, l.x,
          b.created_at, b.id
        """)
    }
  }

  public func block(_ id: BlockID) async throws(StorageError) -> BlockRecord {
    try await read { db in try BlockRecord.live(id, db) }
  }

  public func deletedBlocks() async throws(StorageError) -> [BlockRecord] {
    try await read { db in
      try BlockRecord.fetch(db, "WHERE b.deleted_at IS NOT NULL ORDER BY b.deleted_at DESC")
    }
  }

  public func create(_ block: NewBlock) async throws(StorageError) -> BlockRecord {
    let folder = folder
    let quotas = quotas
    let record = try await write { db in
      let version = block.version
      try db.execute(
        sql: "INSERT INTO blocks (id, version, created_at) VALUES (?, 1, ?)",
        arguments: [block.id.text, version.createdAt.timeIntervalSince1970])
      try Self.insert(version, VersionNumber(1), of: block.id, db)
      for subject in block.grants {
        try Self.insert(Grant(subject, by: "person", at: version.createdAt), of: block.id, db)
      }
      if let run = block.run { _ = try Self.insert(run, of: block.id, within: quotas, db) }
      try DurableFiles.write(
        version.texts, asFolder: folder.version(VersionNumber(1), of: block.id))
      try DurableFiles.sync(folder.blocks)
      return try BlockRecord.live(block.id, db)
    }
    bring(block.version.texts, intoWorkingCopyOf: block.id)
    return record
  }

  public func delete(_ id: BlockID) async throws(StorageError) {
    let folder = folder
    try await moving(id) { db in
      _ = try BlockRecord.live(id, db)
      try db.execute(
        sql: "UPDATE blocks SET deleted_at = ?, revision = revision + 1 WHERE id = ?",
        arguments: [Date().timeIntervalSince1970, id.text])
      try Reconciliation.move(folder.block(id), to: folder.trashed(id))
    }
  }

  public func restoreDeleted(_ id: BlockID) async throws(StorageError) {
    let folder = folder
    try await moving(id) { db in
      try db.execute(
        sql: """
          UPDATE blocks SET deleted_at = NULL, revision = revision + 1
          WHERE id = ? AND deleted_at IS NOT NULL
          """, arguments: [id.text])
      guard db.changesCount == 1 else { throw StorageError.noBlock(id) }
      try Reconciliation.move(folder.trashed(id), to: folder.block(id))
    }
  }

  /// Writes rows of a block whose folder moves along. When the rows cannot be kept, because the disk is
  /// full, the folder goes back to where they say it is.
  private func moving(
    _ id: BlockID, _ body: @escaping @Sendable (Database) throws -> Void
  ) async throws(StorageError) {
    do throws(StorageError) { try await write(body) } catch {
      let folder = folder
      // Opening the folder anew would do the same; if this fails, too, it will.
      try? await read { db in
        let isDeleted = try Bool.fetchOne(
          db, sql: "SELECT deleted_at IS NOT NULL FROM blocks WHERE id = ?", arguments: [id.text])
        let (trash, live) = (folder.trashed(id), folder.block(id))
        switch isDeleted {
        case true?: try Reconciliation.move(live, to: trash)
        case false?: try Reconciliation.move(trash, to: live)
        case nil: break
        }
      }
      throw error
    }
  }

  public func setParams(_ params: JSONObject, of id: BlockID) async throws(StorageError) {
    try await change(id) { db in
      try db.execute(
        sql: "UPDATE blocks SET params = ? WHERE id = ?",
        arguments: [JSONValue.object(params).json(), id.text])
      try Self.unlearn(id, db)
    }
  }

  public func setPaused(_ isPaused: Bool, _ id: BlockID) async throws(StorageError) {
    try await change(id, "is_paused = ?", isPaused)
  }

  private func change(
    _ id: BlockID, _ assignment: String, _ value: any DatabaseValueConvertible & Sendable
  ) async throws(StorageError) {
    try await change(id) { db in
      try db.execute(
        sql: "UPDATE blocks SET \(assignment) WHERE id = ?", arguments: [value, id.text])
    }
  }

  /// Changes what belongs to a block that is not deleted, and lets its revision grow.
  func change(
    _ id: BlockID, _ body: @escaping @Sendable (Database) throws -> Void
  ) async throws(StorageError) {
    try await write { db in
      _ = try BlockRecord.live(id, db)
      try body(db)
      try db.execute(
        sql: "UPDATE blocks SET revision = revision + 1 WHERE id = ?", arguments: [id.text])
    }
  }
}

extension BlockRecord {
  /// - Throws: ``StorageError/noBlock(_:)`` when there is none, or it is in the trash.
  static func live(_ id: BlockID, _ db: Database) throws -> BlockRecord {
    guard
      let record = try fetch(db, "WHERE b.id = ? AND b.deleted_at IS NULL", [id.text]).first
    else { throw StorageError.noBlock(id) }
    return record
  }

  static func fetch(
    _ db: Database, _ condition: String, _ arguments: StatementArguments = []
  ) throws -> [BlockRecord] {
    let sql = """
      SELECT b.*, v.author, (
          SELECT json_group_array(json_array(kind, what)) FROM grants WHERE block = b.id
        ) AS grants FROM blocks b
      JOIN versions v ON v.block = b.id AND v.number = b.version
      LEFT JOIN layout l ON l.block = b.id AND l.breakpoint = 'wide' \(condition)
      """
    let lastRuns = try RunSummary.fetch(
      db,
      """
      WHERE id IN (SELECT b.last_run FROM blocks b LEFT JOIN layout l ON l.block = b.id AND l.breakpoint = 'wide' \(condition))
      """, arguments)
    let runs = Dictionary(lastRuns.map { ($0.id, $0) }) { first, _ in first }
    return try Row.fetchAll(db, sql: sql, arguments: arguments).compactMap { row in
      guard let id = BlockID(row["id"]) else { return nil }
      let lastRun: Int64? = row["last_run"]
      return BlockRecord(
        id: id, version: VersionNumber(row["version"]),
        author: VersionAuthor(rawValue: row["author"]) ?? .hand,
        params: (try? JSONValue(parsing: row["params"] as String))?.object ?? [:],
        grants: Set(
          ((try? JSONValue(parsing: row["grants"] as String))?.array ?? []).compactMap { pair in
            Grant.Subject(kind: pair[0]?.string ?? "", what: pair[1]?.string ?? "")
          }),
        isPaused: row["is_paused"], createdAt: Date(clampingUnix: row["created_at"]),
        deletedAt: (row["deleted_at"] as Double?).map { Date(clampingUnix: $0) },
        lastRun: lastRun.flatMap { runs[$0] }, failures: row["failures"],
        nextRun: PlannedRun(stored: row["next_run"]), revision: row["revision"])
    }
  }
}
