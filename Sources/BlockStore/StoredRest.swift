public import BlockModel
import Crypto
import Foundation
import GRDB

extension SQLiteStorage {
  // MARK: Actions

  /// Actions kept in all.
  private static let actionsKept = 10_000

  public func note(
    _ what: String, by actor: String, block: BlockID?
  ) async throws(StorageError) {
    try await write { db in
      try db.execute(
        sql: "INSERT INTO actions (block, at, actor, what) VALUES (?, ?, ?, ?)",
        arguments: [block?.text, Date().timeIntervalSince1970, actor, what])
      try db.execute(
        sql: "DELETE FROM actions WHERE id <= ?",
        arguments: [db.lastInsertedRowID - Int64(Self.actionsKept)])
    }
  }

  public func actions(
    of block: BlockID?, limit: Int
  ) async throws(StorageError) -> [ActionRecord] {
    try await read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM actions WHERE :block IS NULL OR block = :block ORDER BY id DESC LIMIT :limit
          """, arguments: ["block": block?.text, "limit": limit]
      ).map { row in
        ActionRecord(
          id: row["id"], block: (row["block"] as String?).flatMap { BlockID($0) },
          at: Date(clampingUnix: row["at"]), actor: row["actor"], what: row["what"])
      }
    }
  }

  // MARK: Settings

  public func setting(_ name: String) async throws(StorageError) -> JSONValue? {
    try await read { db in
      try String.fetchOne(
        db, sql: "SELECT value FROM settings WHERE name = ?", arguments: [name]
      ).map { try JSONValue(parsing: $0) }
    }
  }

  public func setSetting(_ name: String, to value: JSONValue?) async throws(StorageError) {
    try await write { db in
      guard let value else {
        try db.execute(sql: "DELETE FROM settings WHERE name = ?", arguments: [name])
        return
      }
      try db.execute(
        sql: "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)",
        arguments: [name, value.json()])
    }
  }

  // MARK: Secrets

  public func setSecret(_ name: String, to value: String?) async throws(StorageError) {
    guard let value else {
      try await write { db in
        try db.execute(sql: "DELETE FROM secrets WHERE name = ?", arguments: [name])
      }
      return
    }
    let sealed = try files {
      try AES.GCM.seal(
        Data(value.utf8), using: secretKey(), authenticating: Data(name.utf8)
      ).combined
    }
    try await write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO secrets (name, sealed) VALUES (?, ?)",
        arguments: [name, sealed])
    }
  }

  public func secret(_ name: String) async throws(StorageError) -> String? {
    let sealed = try await read { db in
      try Data.fetchOne(db, sql: "SELECT sealed FROM secrets WHERE name = ?", arguments: [name])
    }
    guard let sealed else { return nil }
    do {
      let bytes = try AES.GCM.open(
        AES.GCM.SealedBox(combined: sealed), using: secretKey(), authenticating: Data(name.utf8))
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      throw .failed("the key '\(name)' cannot be read with \(folder.key.path); give it anew")
    }
  }

  public func secretNames() async throws(StorageError) -> [String] {
    try await read { db in
      try String.fetchAll(db, sql: "SELECT name FROM secrets ORDER BY name")
    }
  }

  /// 256 bits in a file of their own, so that a copy of the database alone gives nothing away.
  private func secretKey() throws -> SymmetricKey {
    if !DurableFiles.exists(folder.key) {
      let new = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
      try DurableFiles.write(new, to: folder.key)
    }
    return SymmetricKey(data: try Data(contentsOf: folder.key))
  }
}
