import BlockModel
import Foundation

/// When the files of a folder were written the last time. Editors write in several steps and by renaming,
/// so a change counts when two looks in a row see the same.
struct FileStamps: Equatable {
  private struct Stamp: Equatable {
    var inode: UInt64
    var size: Int64
    var seconds: Int
    var nanoseconds: Int
  }

  private let stamps: [Stamp?]

  /// A look at the three files now.
  init(_ folder: URL) {
    stamps = [BlockFiles.manifestName, BlockFiles.scriptName, BlockFiles.specName].map { name in
      var facts = stat()
      guard stat(folder.appending(path: name).path, &facts) == 0 else { return nil }
      return Stamp(
        inode: UInt64(facts.st_ino), size: Int64(facts.st_size), seconds: facts.st_mtim.tv_sec,
        nanoseconds: facts.st_mtim.tv_nsec)
    }
  }

  /// Waits until the files differ from these and rest.
  func next(_ folder: URL) async throws -> FileStamps {
    var last = self
    while true {
      try await Task.sleep(for: Self.pace)
      let now = FileStamps(folder)
      if now != self, now == last { return now }
      last = now
    }
  }

  private static let pace = Duration.milliseconds(50)
}
