import Foundation

/// The folder of one browser: its profile and everything it keeps, gone with it.
///
/// The host holds a lock on it (flock(2)), which ends with the host however that ends. So a folder that can be
/// locked belongs to nobody any more, and the next browser's start takes it away.
final class ProfileFolder: Sendable {
  let url: URL
  private let lock: Int32

  private static let prefix = "dash-chromium-"
  /// A folder that was made this moment may not be locked yet.
  private static let youngest: TimeInterval = 60

  /// In `/tmp` where the browser is another user: the host's own folder of that kind may be closed to it.
  static var parent: String {
    geteuid() == 0 ? "/tmp" : FileManager.default.temporaryDirectory.path
  }

  /// - Throws: what the system says.
  init(in parent: String = ProfileFolder.parent) throws(ChromiumProcess.Problem) {
    var name = Array("\(parent)/\(Self.prefix)XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else {
      throw ChromiumProcess.Problem(reason: String(cString: strerror(errno)))
    }
    let path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    url = URL(filePath: path, directoryHint: .isDirectory)
    lock = Self.opened(path)
    _ = flock(lock, LOCK_EX | LOCK_NB)
  }

  func remove() { try? FileManager.default.removeItem(at: url) }

  deinit { if lock >= 0 { close(lock) } }

  /// Takes away what hosts that were killed left.
  /// - Parameter owners: the users whose folders they may be: this one, and the browser's.
  static func sweep(_ parent: String = ProfileFolder.parent, owners: Set<uid_t>, now: Date = Date())
  {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = "\(parent)/\(name)"
      let folder = opened(path)
      guard folder >= 0 else { continue }
      defer { close(folder) }
      var facts = stat()
      guard fstat(folder, &facts) == 0, owners.contains(facts.st_uid),
        now.timeIntervalSince1970 - Double(facts.st_mtim.tv_sec) >= youngest,
        flock(folder, LOCK_EX | LOCK_NB) == 0
      else { continue }
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  /// A link is not followed: somebody else may have put it there.
  private static func opened(_ path: String) -> Int32 {
    open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
  }
}
