import Foundation
import GRDB

/// Rows and files of one moment, beside the data folder's own, to be packed without haste.
///
/// It is made inside a write transaction, so that nobody changes rows or files meanwhile. Files of versions
/// and recordings are linked, because they never change; a working copy, which an editor may write over, is
/// copied.
struct BackupSnapshot {
  static let prefix = ".backup-"

  let url: URL
  private(set) var files: [String] = []
  private(set) var folders: [String] = []
  private(set) var leftOut: [String] = []
  private(set) var blocks = 0

  /// - Parameter db: in a write transaction.
  init(of folder: DataFolder, withKey: Bool, _ db: Database) throws {
    DurableFiles.removeLeftovers(named: Self.prefix, in: folder.url, before: Date())
    url = folder.url.appending(
      path: Self.prefix + UUID().uuidString, directoryHint: .isDirectory)
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    do {
      blocks = try Int.fetchOne(db, sql: "SELECT count(*) FROM blocks") ?? 0
      try copyDatabase(folder.database)
      files.append(BackupForm.databaseName)
      for name in BackupForm.folderNames { try link(name, from: folder.url) }
      if withKey, DurableFiles.exists(folder.key) {
        try link(BackupForm.keyName, from: folder.url)
      }
    } catch {
      remove()
      throw error
    }
  }

  func remove() { try? FileManager.default.removeItem(at: url) }

  /// The database as it was last committed: another connection does not see the transaction that keeps
  /// the others waiting.
  private func copyDatabase(_ database: URL) throws {
    var configuration = Configuration()
    configuration.readonly = true
    let source = try DatabaseQueue(path: database.path, configuration: configuration)
    let copy = try DatabaseQueue(path: url.appending(path: BackupForm.databaseName).path)
    try source.backup(to: copy)
    // One file that is whole by itself.
    try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    try copy.close()
    try source.close()
  }

  private mutating func link(_ path: String, from folder: URL) throws {
    let (old, new) = (folder.appending(path: path), url.appending(path: path))
    var facts = stat()
    guard lstat(old.path, &facts) == 0 else {
      // An editor's own file may be gone again.
      guard errno == ENOENT else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      return
    }
    switch facts.st_mode & S_IFMT {
    case S_IFDIR:
      folders.append(path)
      try FileManager.default.createDirectory(at: new, withIntermediateDirectories: false)
      for name in DurableFiles.names(in: old) { try link("\(path)/\(name)", from: folder) }
    case S_IFREG:
      let isWorkingCopy = path.count(where: { $0 == "/" }) < 3
      // Some disks have no links.
      if isWorkingCopy || Foundation.link(old.path, new.path) != 0 {
        try FileManager.default.copyItem(at: old, to: new)
      }
      files.append(path)
    default: leftOut.append(path)
    }
  }
}
