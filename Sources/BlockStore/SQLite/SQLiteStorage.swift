public import BlockModel
import Foundation
import GRDB

/// The store of one data folder: SQLite for rows, files for versions.
///
/// Promise: a call that returned survives a crash of the process or the machine (WAL with
/// `synchronous = FULL`, files synced before the row that names them is committed). The write
/// transaction of SQLite also guards the files, so commands and the server can share a folder.
public final class SQLiteStorage: Storage {
  public let folder: DataFolder
  public let quotas: ScriptQuotas
  let pool: DatabasePool
  private let lock: FileLock?
  let watch = FolderWatch()

  /// - Throws: ``StorageError``, one sentence for each way in which a folder cannot be used.
  public convenience init(
    _ folder: DataFolder, for access: StorageAccess, quotas: ScriptQuotas = ScriptQuotas()
  ) throws(StorageError) {
    try folder.refuseLoss(for: access)
    try self.init(preparing: folder, for: access, quotas: quotas)
  }

  /// Also where blocks are that no database knows: the repair reads them back.
  init(
    preparing folder: DataFolder, for access: StorageAccess, quotas: ScriptQuotas = ScriptQuotas()
  ) throws(StorageError) {
    self.folder = folder
    self.quotas = quotas
    try folder.prepare()
    lock = access == .serve ? try FileLock(serving: folder) : nil
    do {
      pool = try Self.openPool(folder)
      folder.closeFilesToOthers()
      try Upgrade(folder: folder).perform(on: pool)
      if access == .serve {
        try Self.checkIntegrity(pool, folder)
        try pool.write { try Reconciliation(folder: folder, now: Date()).perform($0) }
      }
    } catch { throw StorageError(sqlite: error, at: folder.url) }
  }

  private static func openPool(_ folder: DataFolder) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(10)
    configuration.label = "dash"
    let pool = try DatabasePool(path: folder.database.path, configuration: configuration)
    // GRDB sets NORMAL for WAL, which may lose the last commits when the power fails.
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return pool
  }

  private static func checkIntegrity(_ pool: DatabasePool, _ folder: DataFolder) throws {
    let answer = try pool.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
    guard answer == "ok" else { throw StorageError.corrupt(path: folder.database.path) }
  }

  /// Closes the database; the storage cannot be used afterwards.
  public func close() throws(StorageError) {
    do { try pool.close() } catch { throw StorageError(sqlite: error, at: folder.url) }
    lock?.release()
  }

  /// What SQLite was told about keeping promises, as its pragmas answer.
  public struct Durability: Hashable, Sendable {
    public var journal: String
    /// 2 is FULL.
    public var synchronous: Int
    public var foreignKeys: Int

    public init(journal: String, synchronous: Int, foreignKeys: Int) {
      self.journal = journal
      self.synchronous = synchronous
      self.foreignKeys = foreignKeys
    }
  }

  /// For `dash doctor` and tests: how the writing connection is set.
  public var durability: Durability {
    get async throws {
      try await pool.writeWithoutTransaction { db in
        Durability(
          journal: try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "",
          synchronous: try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? 0,
          foreignKeys: try Int.fetchOne(db, sql: "PRAGMA foreign_keys") ?? 0)
      }
    }
  }

  // MARK: Asking

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StorageError) -> Value {
    do { return try await pool.read(body) } catch {
      throw StorageError(sqlite: error, at: folder.url)
    }
  }

  /// One transaction: all of it or nothing.
  ///
  /// It is not given up when the task that asks is cancelled: what was begun is kept.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StorageError) -> Value {
    do {
      return try await Task { [pool] in try await pool.write(body) }.value
    } catch { throw StorageError(sqlite: error, at: folder.url) }
  }

  /// Wraps errors of files.
  func files<Value>(_ body: () throws -> Value) throws(StorageError) -> Value {
    do { return try body() } catch { throw StorageError(sqlite: error, at: folder.url) }
  }

  public func foreignChanges() async throws(StorageError) -> Int64 {
    do {
      return try await pool.writeWithoutTransaction {
        try Int64.fetchOne($0, sql: "PRAGMA data_version") ?? 0
      }
    } catch { throw StorageError(sqlite: error, at: folder.url) }
  }
}
