import BlockModel
import CLinux
import Foundation

/// Files that are whole or not there, whatever happens in between.
enum DurableFiles {
  /// Writes a file under a temporary name, syncs it, and gives it its name.
  static func write(_ bytes: Data, to url: URL, permissions: Int = 0o600) throws {
    let temporary = url.deletingLastPathComponent()
      .appending(path: ".\(url.lastPathComponent).\(UUID().uuidString.prefix(8)).tmp")
    do {
      try bytes.write(to: temporary)
      try FileManager.default.setAttributes(
        [.posixPermissions: permissions], ofItemAtPath: temporary.path)
      try sync(temporary)
      try rename(temporary, to: url)
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw error
    }
  }

  /// Writes the three files of a version into a folder that appears with all of them or not at all.
  static func write(_ texts: BlockTexts, asFolder url: URL) throws {
    let parent = url.deletingLastPathComponent()
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    let temporary = parent.appending(
      path: ".\(url.lastPathComponent).tmp", directoryHint: .isDirectory)
    // Leftovers of an attempt that was never acknowledged.
    for leftover in [temporary, url] { try? FileManager.default.removeItem(at: leftover) }
    do {
      try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: false)
      for (name, text) in texts.named {
        let file = temporary.appending(path: name)
        try Data(text.utf8).write(to: file)
        try sync(file)
      }
      try sync(temporary)
      try rename(temporary, to: url)
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw error
    }
  }

  /// Moves a file or folder within one disk.
  static func rename(_ old: URL, to new: URL) throws {
    guard Foundation.rename(old.path, new.path) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    try sync(new.deletingLastPathComponent())
    let from = old.deletingLastPathComponent()
    if from.path != new.deletingLastPathComponent().path { try sync(from) }
  }

  /// Lets two files or folders of one disk change places, in one step (`renameat2(2)`).
  /// - Throws: `POSIXError` `EINVAL` where the file system cannot.
  static func exchange(_ a: URL, _ b: URL) throws {
    guard dash_exchange(a.path, b.path) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    try sync(a.deletingLastPathComponent())
  }

  /// Removes working folders that crashes left: those that are a day old, as a younger one may be in use.
  static func removeLeftovers(named prefix: String, in folder: URL, before now: Date) {
    let date = now.addingTimeInterval(-86_400)
    for name in names(in: folder) where name.hasPrefix(prefix) {
      let url = folder.appending(path: name)
      let made = (try? url.resourceValues(forKeys: [.contentModificationDateKey]))?
        .contentModificationDate
      if made.map({ $0 < date }) ?? true { try? FileManager.default.removeItem(at: url) }
    }
  }

  /// Puts a file, or the entries of a folder, on the disk.
  static func sync(_ url: URL) throws {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }

  /// Bytes of a file; 0 when it is not there.
  static func size(_ url: URL) -> Int64 {
    var facts = stat()
    return stat(url.path, &facts) == 0 ? Int64(facts.st_size) : 0
  }

  /// Bytes of all files under a folder; links are not followed.
  static func treeSize(_ folder: URL) -> Int {
    guard
      let files = FileManager.default.enumerator(
        at: folder, includingPropertiesForKeys: [.fileSizeKey])
    else { return 0 }
    var sum = 0
    for case let file as URL in files {
      sum += (try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
    }
    return sum
  }

  /// Takes rights away from a file or folder of ours; rights are never added, links never followed.
  static func restrict(_ url: URL, to mode: mode_t) {
    var facts = stat()
    guard lstat(url.path, &facts) == 0, facts.st_mode & S_IFMT != S_IFLNK,
      facts.st_uid == geteuid(), facts.st_mode & 0o777 & ~mode != 0
    else { return }
    chmod(url.path, facts.st_mode & mode)
  }

  static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

  /// The names in a folder; none when it is not there.
  static func names(in folder: URL) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []
  }
}

extension BlockTexts {
  /// Writes the files that differ into a working copy.
  func write(workingCopy folder: URL) throws {
    for (name, text) in named where (try? Self.read(name, in: folder)) != text {
      try DurableFiles.write(Data(text.utf8), to: folder.appending(path: name), permissions: 0o644)
    }
  }

  /// Writes those files that nobody edited since one of these versions, whether another file was edited or not.
  func write(workingCopy folder: URL, where untouched: Set<String>) throws {
    for (name, text) in named
    where untouched.contains(name) && (try? Self.read(name, in: folder)) != text {
      try DurableFiles.write(Data(text.utf8), to: folder.appending(path: name), permissions: 0o644)
    }
  }

  /// The files of a working copy that are missing, or those of one of these versions: they hold nothing that a
  /// person wrote.
  static func untouched(_ folder: URL, since versions: [BlockTexts]) -> Set<String> {
    Set(
      [BlockFiles.manifestName, BlockFiles.scriptName, BlockFiles.specName].filter { name in
        do throws(BlockFileProblem) {
          let text = try read(name, in: folder)
          return versions.contains { $0.named.contains { $0.name == name && $0.text == text } }
        } catch {
          return error.reason == .missing
        }
      })
  }
}
