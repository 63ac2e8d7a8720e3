import Archives
import BlockModel
public import Foundation
import GRDB

extension SQLiteStorage {
  public func backUp(
    to file: URL, withKey: Bool
  ) async throws(StorageError) -> BackupReport {
    let folder = folder
    guard !DurableFiles.exists(file) else {
      throw .backup(file.path, "a file of that name exists already")
    }
    let snapshot = try await write { db in
      try BackupSnapshot(of: folder, withKey: withKey, db)
    }
    defer { snapshot.remove() }
    let report = BackupReport(
      madeAt: Date(), blocks: snapshot.blocks, files: snapshot.files.count,
      hasKey: snapshot.files.contains(BackupForm.keyName), leftOut: snapshot.leftOut)
    do throws(ArchiveProblem) { try Self.pack(snapshot, report, into: file) } catch {
      throw .backup(file.path, error.description)
    }
    return report
  }

  /// Under another name first: a file with the name that was asked for is whole.
  private static func pack(
    _ snapshot: BackupSnapshot, _ report: BackupReport, into file: URL
  ) throws(ArchiveProblem) {
    let part = URL(filePath: file.path + ".\(UUID().uuidString.prefix(8)).part")
    let writer = try ArchiveWriter(part)
    try writer.add(BackupForm.indexName, Data((report.stored.json(.pretty) + "\n").utf8))
    for path in snapshot.folders { try writer.addFolder(path) }
    for path in snapshot.files {
      try writer.add(path, contentsOf: snapshot.url.appending(path: path))
    }
    try writer.finish()
    // Not renamed: that would write over a file that was made meanwhile.
    let isThere = link(part.path, file.path) == 0
    let code = errno
    unlink(part.path)
    guard isThere else { throw .unwritable(String(cString: strerror(code))) }
    try? DurableFiles.sync(file.deletingLastPathComponent())
  }
}
