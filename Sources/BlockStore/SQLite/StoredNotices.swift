public import BlockModel
import Foundation
import GRDB

extension SQLiteStorage {
  public func notices(
    of block: BlockID?, limit: Int
  ) async throws(StorageError) -> [Notice] {
    try await read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM notices WHERE :block IS NULL OR block = :block
          ORDER BY id DESC LIMIT :limit
          """, arguments: ["block": block?.text, "limit": limit]
      ).compactMap { Notice($0) }
    }
  }

  public func add(_ notice: NewNotice, of block: BlockID) async throws(StorageError) {
    try await write { db in
      _ = try BlockRecord.live(block, db)
      try Self.insert([notice], of: block, db)
    }
  }

  public func alertState(of block: BlockID) async throws(StorageError) -> JSONValue? {
    try await read { db in
      try String.fetchOne(
        db, sql: "SELECT state FROM alert_state WHERE block = ?", arguments: [block.text]
      ).flatMap { try? JSONValue(parsing: $0) }
    }
  }

  // MARK: Inside a transaction

  static func insert(_ notices: [NewNotice], of block: BlockID, _ db: Database) throws {
    for notice in notices {
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO notices (block, incident, kind, title, text, at)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          block.text, notice.incident, notice.kind.rawValue, notice.title, notice.text,
          notice.at.timeIntervalSince1970,
        ])
    }
    if !notices.isEmpty { try HistoryBound.notices.prune(block, db) }
  }

  static func setAlertState(_ state: JSONValue, of block: BlockID, _ db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO alert_state (block, state) VALUES (?, ?)",
      arguments: [block.text, state.json()])
  }
}

extension Notice {
  /// - Returns: `nil` for what a newer Dash told.
  init?(_ row: Row) {
    guard let block = BlockID(row["block"]), let kind = NoticeKind(rawValue: row["kind"]) else {
      return nil
    }
    self.init(
      id: row["id"], block: block, kind: kind, title: row["title"], text: row["text"],
      at: Date(clampingUnix: row["at"]))
  }
}
