public import Foundation
import Synchronization

/// The one folder that holds everything a person made.
///
///     <data>/dash.sqlite                       everything but the files of blocks
///     <data>/blocks/<id>/versions/0003/…       versions, immutable
///     <data>/blocks/<id>/block.lua …           the working copy a person edits
///     <data>/trash/<id>/…                      deleted blocks, kept for 30 days
///     <data>/secret.key                        the key of the secrets, for the owner only
///     <data>/serve.lock                        held by the one `dash serve`, with its process id
public struct DataFolder: Hashable, Sendable {
  public let url: URL

  public init(_ url: URL) { self.url = url.standardizedFileURL }

  /// `$DASH_DATA`, or `~/.local/share/dash` as the XDG base directory specification says.
  public static func standard(environment: [String: String]) -> DataFolder {
    if let path = environment["DASH_DATA"], !path.isEmpty {
      return DataFolder(URL(filePath: path, directoryHint: .isDirectory))
    }
    let home =
      environment["HOME"].map { URL(filePath: $0, directoryHint: .isDirectory) }
      ?? FileManager.default.homeDirectoryForCurrentUser
    let share =
      environment["XDG_DATA_HOME"].flatMap { path in
        path.hasPrefix("/") ? URL(filePath: path, directoryHint: .isDirectory) : nil
      } ?? home.appending(path: ".local/share", directoryHint: .isDirectory)
    return DataFolder(share.appending(path: "dash", directoryHint: .isDirectory))
  }

  public var database: URL { url.appending(path: "dash.sqlite") }
  var blocks: URL { url.appending(path: "blocks", directoryHint: .isDirectory) }
  var trash: URL { url.appending(path: "trash", directoryHint: .isDirectory) }
  var key: URL { url.appending(path: "secret.key") }
  var lock: URL { url.appending(path: "serve.lock") }

  /// Makes what is missing, readable by the owner only.
  func create() throws(StorageError) {
    for folder in [url, blocks, trash] {
      do {
        try FileManager.default.createDirectory(
          at: folder, withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
      } catch { throw StorageError(error, at: url) }
    }
    guard access(url.path, R_OK | X_OK) == 0 else {
      throw .unreadable(path: url.path, reason: String(cString: strerror(errno)).lowercased())
    }
    guard access(url.path, W_OK) == 0 else { throw .readOnly(path: url.path) }
  }
}

/// Held while `dash serve` runs on a data folder; the kernel lets go of it when the process ends,
/// however it ends.
final class ServeLock: Sendable {
  /// `nil` after the lock was let go.
  private let descriptor: Mutex<Int32?>

  /// - Throws: ``StorageError/inUse(path:pid:)`` with the process that holds it.
  init(_ folder: DataFolder) throws(StorageError) {
    let path = folder.lock.path
    // Not inherited by workers: one that outlives the server must not hold its lock.
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw errno == EROFS || errno == EACCES
        ? .readOnly(path: folder.url.path)
        : .unreadable(path: folder.url.path, reason: String(cString: strerror(errno)).lowercased())
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      let text = (try? String(contentsOf: folder.lock, encoding: .utf8)) ?? ""
      throw .inUse(
        path: folder.url.path, pid: Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
    ftruncate(descriptor, 0)
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    try? file.write(contentsOf: Data("\(getpid())\n".utf8))
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  func release() {
    descriptor.withLock { descriptor in
      if let open = descriptor { close(open) }
      descriptor = nil
    }
  }
}
