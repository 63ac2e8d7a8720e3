import Foundation
import Synchronization

/// A lock that the kernel lets go of when the process ends, however it ends.
final class FileLock: Sendable {
  /// `nil` after the lock was let go.
  private let descriptor: Mutex<Int32?>

  /// Takes the lock of the one `dash serve` and writes the process id into it.
  /// - Throws: ``StorageError/inUse(path:pid:)`` with the process that holds it.
  convenience init(serving folder: DataFolder) throws(StorageError) {
    let file = folder.serveLock
    do throws(StorageError) {
      try self.init(file, waiting: false)
    } catch {
      guard case .inUse = error else { throw error }
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      throw .inUse(
        path: folder.url.path, pid: Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
    descriptor.withLock { descriptor in
      guard let open = descriptor else { return }
      ftruncate(open, 0)
      let file = FileHandle(fileDescriptor: open, closeOnDealloc: false)
      try? file.write(contentsOf: Data("\(getpid())\n".utf8))
    }
  }

  /// - Parameter waiting: wait for whoever holds it.
  init(_ file: URL, waiting: Bool) throws(StorageError) {
    let folder = file.deletingLastPathComponent().path
    // Not inherited by workers: one that outlives the server must not hold its lock. Never through a
    // link: its target would be cut.
    let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      switch errno {
      case EROFS, EACCES: throw .readOnly(path: folder)
      case ELOOP:
        throw .unreadable(path: folder, reason: "\(file.lastPathComponent) is a link; remove it")
      case let code:
        throw .unreadable(path: folder, reason: String(cString: strerror(code)).lowercased())
      }
    }
    while flock(descriptor, waiting ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      close(descriptor)
      throw .inUse(path: folder, pid: nil)
    }
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
