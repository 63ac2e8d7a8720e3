import Foundation

/// Writes over a file that somebody has: whole or not at all, with the mode and the owner it had, and through a
/// link, which stays one.
enum FileReplacement {
  /// - Parameters:
  ///   - file: a file that is there.
  ///   - name: as the person names it.
  static func write(
    _ text: String, over file: URL, named name: String
  ) throws(CommandFailure) {
    let target = file.resolvingSymlinksInPath()
    let passing = target.deletingLastPathComponent()
      .appending(path: ".\(target.lastPathComponent).\(UUID().uuidString)")
    var facts = stat()
    // A file is renamed by whoever may write its folder: that nobody may write it has to be asked.
    guard stat(target.path, &facts) == 0, access(target.path, W_OK) == 0 else {
      throw failure(name)
    }
    let descriptor = open(passing.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(name) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try handle.write(contentsOf: Data(text.utf8))
      try handle.synchronize()
    } catch {
      unlink(passing.path)
      throw CommandFailure(.host, "\(name) cannot be written: \(error.reason).")
    }
    // Only root can give a file away, and for anybody else it is theirs already.
    _ = fchown(descriptor, facts.st_uid, facts.st_gid)
    guard fchmod(descriptor, facts.st_mode & 0o7777) == 0,
      rename(passing.path, target.path) == 0
    else {
      let failure = failure(name)
      unlink(passing.path)
      throw failure
    }
  }

  /// What the system said last.
  private static func failure(_ name: String) -> CommandFailure {
    CommandFailure(.host, "\(name) cannot be written: \(String(cString: strerror(errno))).")
  }
}
