import BlockModel
import Foundation
import GRDB

/// ``Storage`` in one data folder: SQLite (WAL, foreign keys, synchronous writes) and version files.
///
/// Several processes may have a folder open at once; only `serve` also takes the ``ServeLock``.
public final class SQLiteStorage: Storage {
  public let folder: DataFolder
  let pool: DatabasePool
  let files: VersionFiles
  let secrets: SecretBox
  let quotas: Quotas

  /// Deleted blocks can be taken back for so long.
  static let trashSeconds = 30.0 * 86400

  /// Opens or makes the database, brings it up to date, and clears what a crash left behind.
  public init(_ folder: DataFolder, quotas: Quotas = Quotas()) throws(StorageError) {
    self.folder = folder
    self.quotas = quotas
    files = VersionFiles(root: folder.blocks)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
    }
    do {
      secrets = try SecretBox(keyFile: folder.secretKey)
      pool = try DatabasePool(path: folder.database.path, configuration: configuration)
      let isNewer = try pool.read { try Migrations.migrator.hasBeenSuperseded($0) }
      guard !isNewer else { throw StorageError.newerDatabase(path: folder.database.path) }
      try Migrations.migrator.migrate(pool)
      try Self.cleanUp(pool, files)
    } catch {
      throw Self.storageError(error, in: folder)
    }
  }

  private static func cleanUp(_ pool: DatabasePool, _ files: VersionFiles) throws {
    let known = try pool.write { db in
      let limit = Date().timeIntervalSince1970 - trashSeconds
      try db.execute(sql: "DELETE FROM blocks WHERE deleted_at < ?", arguments: [limit])
      var known: [BlockID: Set<VersionNumber>] = [:]
      for row in try Row.fetchAll(db, sql: "SELECT block, number FROM versions") {
        if let id = BlockID(row["block"]) {
          known[id, default: []].insert(VersionNumber(row["number"]))
        }
      }
      return known
    }
    files.reconcile(known)
  }

  // MARK: Errors

  func read<T: Sendable>(
    _ body: @Sendable @escaping (Database) throws -> T
  ) async throws(StorageError) -> T {
    do { return try await pool.read(body) } catch { throw Self.storageError(error, in: folder) }
  }

  func write<T: Sendable>(
    _ body: @Sendable @escaping (Database) throws -> T
  ) async throws(StorageError) -> T {
    do { return try await pool.write(body) } catch { throw Self.storageError(error, in: folder) }
  }

  static func storageError(_ error: any Error, in folder: DataFolder) -> StorageError {
    let path = folder.database.path
    switch error {
    case let error as StorageError: return error
    case let error as DatabaseError:
      switch error.resultCode {
      case .SQLITE_FULL: return .diskFull(path: path)
      case .SQLITE_READONLY: return .readOnly(path: folder.url.path)
      case .SQLITE_CORRUPT, .SQLITE_NOTADB:
        return .corrupt(path: path, reason: error.message ?? "not a database")
      case .SQLITE_CANTOPEN:
        return .unreadableFolder(path: folder.url.path, reason: "dash.sqlite cannot be opened")
      default: return .failed(error.message ?? error.description)
      }
    case let error as POSIXError where error.code == .ENOSPC || error.code == .EDQUOT:
      return .diskFull(path: folder.url.path)
    case let error as POSIXError where error.code == .EROFS || error.code == .EACCES:
      return .readOnly(path: folder.url.path)
    default: return .failed("\(error)")
    }
  }
}

/// How much one block may keep with `store`.
public struct Quotas: Sendable {
  /// Bytes of all values as JSON.
  public var valueBytes: Int
  public var keys: Int
  /// Points of all series.
  public var points: Int

  public init(valueBytes: Int = 1 << 20, keys: Int = 1000, points: Int = 200_000) {
    self.valueBytes = valueBytes
    self.keys = keys
    self.points = points
  }
}
