import Foundation
import GRDB

/// Brings a database of an older version to the shape of this one.
///
/// Each change is a transaction of its own, so that a process killed in the middle leaves a whole
/// database of one shape or the next. Before the first change the database is copied aside. Only one
/// process changes the shape at a time.
struct Upgrade {
  let folder: DataFolder

  /// Copies that are kept; older ones go.
  private static let copiesKept = 3

  /// - Throws: ``StorageError/newer(path:)`` when a newer version wrote the database.
  func perform(on pool: DatabasePool) throws {
    let migrator = Migrations(folder: folder).migrator
    guard try pool.read(migrator.hasBeenSuperseded) == false else {
      throw StorageError.newer(path: folder.database.path)
    }
    guard try pool.read(migrator.hasCompletedMigrations) == false else { return }
    let lock = try FileLock(folder.upgradeLock, waiting: true)
    defer { lock.release() }
    let applied = try pool.read(migrator.appliedIdentifiers).count
    if applied > 0, applied < migrator.migrations.count { try copyAside(pool, applied) }
    try migrator.migrate(pool)
  }

  private func copyAside(_ pool: DatabasePool, _ applied: Int) throws {
    let copy = folder.copy(before: applied + 1)
    guard !DurableFiles.exists(copy) else { return }
    let temporary = URL(filePath: copy.path + ".tmp")
    try? FileManager.default.removeItem(at: temporary)
    try pool.writeWithoutTransaction { db in
      try db.execute(sql: "VACUUM INTO ?", arguments: [temporary.path])
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: temporary.path)
    try DurableFiles.sync(temporary)
    try DurableFiles.rename(temporary, to: copy)
    for old in folder.copies.dropLast(Self.copiesKept) {
      try? FileManager.default.removeItem(at: old)
    }
  }
}
