import Archives
import BlockModel
public import Foundation
import GRDB

/// Makes a data folder of a backup. It is unpacked and looked at beside the place where it belongs, and
/// takes that place at the end; what was there is kept.
public enum Restoring {
  public struct Report: Hashable, Sendable {
    public var backup: BackupReport
    /// Where the folder is that was there before; `nil` when there was none.
    public var keptAt: URL?
    /// Keys of blocks whose values cannot be read without the key file, sorted.
    public var unreadableSecrets: [String]
  }

  /// - Parameter replacing: puts a data folder that is there aside. Its key file is used where the backup
  ///   has none.
  /// - Throws: ``StorageError``: also when there is a folder already, or a server uses it.
  public static func perform(
    from file: URL, into folder: DataFolder, replacing: Bool
  ) async throws(StorageError) -> Report {
    let url = folder.url
    let isThere = !DurableFiles.names(in: url).isEmpty
    guard !isThere || replacing else {
      throw .backup(
        file.path,
        "there is a data folder at \(url.path); --replace puts it aside, and --data names another place"
      )
    }
    let lock = isThere ? try FileLock(serving: folder) : nil
    defer { lock?.release() }
    let parent = url.deletingLastPathComponent()
    let prefix = ".\(url.lastPathComponent).restoring-"
    DurableFiles.removeLeftovers(named: prefix, in: parent, before: Date())
    let fresh = DataFolder(parent.appending(path: prefix + UUID().uuidString.prefix(8)))
    defer { try? FileManager.default.removeItem(at: fresh.url) }
    do {
      try FileManager.default.createDirectory(
        at: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try FileManager.default.createDirectory(
        at: fresh.url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      var report = Report(
        backup: try unpack(file, into: fresh), keptAt: nil, unreadableSecrets: [])
      if !report.backup.hasKey, isThere, DurableFiles.exists(folder.key) {
        try FileManager.default.copyItem(at: folder.key, to: fresh.key)
      }
      report.unreadableSecrets = try await look(at: fresh)
      if isThere {
        // The lock of a server lies in the folder; it goes aside with it.
        report.keptAt = try exchange(fresh.url, with: url)
      } else {
        rmdir(url.path)
        try DurableFiles.rename(fresh.url, to: url)
      }
      return report
    } catch let problem as ArchiveProblem {
      throw .backup(file.path, problem.description)
    } catch { throw StorageError(sqlite: error, at: url) }
  }

  /// Writes the members of a backup into an empty folder.
  private static func unpack(_ file: URL, into folder: DataFolder) throws -> BackupReport {
    let reader = try ArchiveReader(file, limits: BackupForm.limits)
    var report: BackupReport?
    while let member = try reader.next() {
      guard BackupForm.isMember(member) else {
        throw ArchiveProblem.refused(path: member.path, because: "no backup has it")
      }
      if member.path == BackupForm.indexName {
        guard member.size < 1 << 20, let index = try? JSONValue(parsing: reader.all()) else {
          throw ArchiveProblem.noArchive
        }
        report = try BackupReport(stored: index)
        continue
      }
      // The first member says what this is.
      guard report != nil else { throw ArchiveProblem.noArchive }
      let place = folder.url.appending(path: member.path)
      if member.isFolder {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      } else {
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try write(reader, to: place)
        report?.files += 1
      }
    }
    guard var report, DurableFiles.exists(folder.database) else { throw ArchiveProblem.noArchive }
    report.hasKey = DurableFiles.exists(folder.key)
    return report
  }

  private static func write(_ reader: ArchiveReader, to url: URL) throws {
    let descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    while let bytes = try reader.read() { try handle.write(contentsOf: Data(bytes)) }
    guard fsync(descriptor) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }

  /// Opens it as a server does, which brings it to the shape of this version.
  /// - Throws: ``StorageError/corrupt(path:)``, ``StorageError/newer(path:)``.
  private static func look(at folder: DataFolder) async throws -> [String] {
    let storage = try SQLiteStorage(folder, for: .serve)
    let names = try await storage.unreadableSecretNames()
    try storage.close()
    try? FileManager.default.removeItem(at: folder.serveLock)
    return names
  }

  /// Lets a new folder take the place of the one that is there, in one step: a kill leaves the one or the
  /// other at that place, whole.
  /// - Returns: where the old one is.
  private static func exchange(_ fresh: URL, with url: URL) throws -> URL {
    let aside = url.deletingLastPathComponent().appending(
      path: "\(url.lastPathComponent).before-restore-\(Date().unixSeconds)")
    guard !DurableFiles.exists(aside) else { throw CocoaError(.fileWriteFileExists) }
    // The new one first gets the name that is the old one's in the end.
    try DurableFiles.rename(fresh, to: aside)
    do { try DurableFiles.exchange(aside, url) } catch {
      try DurableFiles.rename(aside, to: fresh)
      guard let code = (error as? POSIXError)?.code, code == .EINVAL || code == .ENOSYS else {
        throw error
      }
      // This disk cannot exchange names.
      try DurableFiles.rename(url, to: aside)
      try DurableFiles.rename(fresh, to: url)
    }
    return aside
  }
}
