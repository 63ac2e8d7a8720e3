public import BlockModel
import Foundation
import GRDB

extension SQLiteStorage {
  public func blocks() async throws(StorageError) -> [StoredBlock] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM blocks WHERE deleted_at IS NULL ORDER BY created_at, id"
      ).compactMap(StoredBlock.init)
    }
  }

  public func block(_ id: BlockID) async throws(StorageError) -> StoredBlock? {
    try await read { db in
      try Row.fetchOne(
        db, sql: "SELECT * FROM blocks WHERE id = ? AND deleted_at IS NULL", arguments: [id.text]
      ).flatMap(StoredBlock.init)
    }
  }

  public func create(
    _ id: BlockID, _ files: BlockFiles, by author: VersionAuthor, explanation: String,
    recipe: String?
  ) async throws(StorageError) -> StoredBlock {
    let first = VersionNumber(1)
    let now = Date()
    let tree = self.files
    try await write { db in
      try db.execute(
        sql: "INSERT INTO blocks (id, version, recipe, created_at) VALUES (?, 1, ?, ?)",
        arguments: [id.text, recipe, now.timeIntervalSince1970])
      try Self.insert(first, of: id, by: author, explanation, now, db)
      // Inside of the transaction: the files are there before the row can be seen.
      try tree.write(files, as: first, of: id)
    }
    return StoredBlock(
      id: id, version: first, params: [:], isPaused: false, createdAt: now, recipe: recipe,
      data: nil, dataAt: nil)
  }

  public func addVersion(
    _ files: BlockFiles, to id: BlockID, by author: VersionAuthor, explanation: String,
    base: VersionNumber
  ) async throws(StorageError) -> VersionNumber {
    let tree = self.files
    return try await write { db in
      guard
        let serving = try Int.fetchOne(
          db, sql: "SELECT version FROM blocks WHERE id = ? AND deleted_at IS NULL",
          arguments: [id.text])
      else { throw StorageError.noSuchBlock(id) }
      guard serving == base.value else {
        throw StorageError.conflict(id, serving: VersionNumber(serving))
      }
      let newest = try Int.fetchOne(
        db, sql: "SELECT max(number) FROM versions WHERE block = ?", arguments: [id.text])
      let number = VersionNumber((newest ?? 0) + 1)
      try Self.insert(number, of: id, by: author, explanation, Date(), db)
      try db.execute(
        sql: "UPDATE blocks SET version = ? WHERE id = ?", arguments: [number.value, id.text])
      try tree.write(files, as: number, of: id)
      return number
    }
  }

  private static func insert(
    _ number: VersionNumber, of id: BlockID, by author: VersionAuthor, _ explanation: String,
    _ now: Date, _ db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO versions (block, number, author, explanation, created_at) VALUES (?, ?, ?, ?, ?)
        """,
      arguments: [
        id.text, number.value, author.rawValue, explanation, now.timeIntervalSince1970,
      ])
  }

  public func versions(of id: BlockID) async throws(StorageError) -> [StoredVersion] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM versions WHERE block = ? ORDER BY number DESC",
        arguments: [id.text]
      ).map { row in
        StoredVersion(
          number: VersionNumber(row["number"]),
          author: VersionAuthor(rawValue: row["author"]) ?? .author,
          explanation: row["explanation"],
          createdAt: Date(timeIntervalSince1970: row["created_at"]))
      }
    }
  }

  public func files(
    of id: BlockID, _ version: VersionNumber
  ) async throws(StorageError) -> BlockFiles {
    do { return try files.read(version, of: id) } catch let error as ManifestError {
      throw .corrupt(path: files.folder(of: id, version).path, reason: error.description)
    } catch {
      throw .noSuchVersion(id, version)
    }
  }

  public func workingCopy(of id: BlockID) async throws(StorageError) -> WorkingCopy {
    do { return try files.readTexts(in: files.folder(of: id)) } catch {
      throw .failed("the working copy of '\(id)' cannot be read: \(error.localizedDescription)")
    }
  }

  public func setParams(_ params: JSONObject, of id: BlockID) async throws(StorageError) {
    try await update(id, "params", .init(JSONValue.object(params).json()))
  }

  public func setPaused(_ isPaused: Bool, _ id: BlockID) async throws(StorageError) {
    try await update(id, "paused", isPaused.databaseValue)
  }

  public func delete(_ id: BlockID) async throws(StorageError) {
    try await update(id, "deleted_at", Date().timeIntervalSince1970.databaseValue)
  }

  public func undelete(_ id: BlockID) async throws(StorageError) {
    try await write { db in
      try db.execute(sql: "UPDATE blocks SET deleted_at = NULL WHERE id = ?", arguments: [id.text])
      guard db.changesCount == 1 else { throw StorageError.noSuchBlock(id) }
    }
  }

  /// - Parameter column: one of ours, never a text from outside.
  private func update(
    _ id: BlockID, _ column: String, _ value: DatabaseValue
  ) async throws(StorageError) {
    try await write { db in
      try db.execute(
        sql: "UPDATE blocks SET \(column) = ? WHERE id = ? AND deleted_at IS NULL",
        arguments: [value, id.text])
      guard db.changesCount == 1 else { throw StorageError.noSuchBlock(id) }
    }
  }
}

extension DatabaseValue {
  fileprivate init(_ text: String) { self = text.databaseValue }
}

extension StoredBlock {
  fileprivate init?(_ row: Row) {
    guard let id = BlockID(row["id"]) else { return nil }
    let params: String = row["params"]
    let data: String? = row["data"]
    let dataAt: Double? = row["data_at"]
    self.init(
      id: id, version: VersionNumber(row["version"]),
      params: (try? JSONValue(parsing: params))?.object ?? [:], isPaused: row["paused"],
      createdAt: Date(timeIntervalSince1970: row["created_at"]), recipe: row["recipe"],
      data: data.flatMap { try? JSONValue(parsing: $0) },
      dataAt: dataAt.map { Date(timeIntervalSince1970: $0) })
  }
}
