/// Why an archive cannot be read or written.
public enum ArchiveProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file cannot be opened or read, in the words of the system.
  case unreadable(String)
  /// The file cannot be made or written, in the words of the system.
  case unwritable(String)
  /// It is not a tar archive that gzip packed.
  case noArchive
  /// It ends in the middle.
  case cutOff
  /// A member that no archive of Dash has: a link, a device, a path that leads out of it.
  case refused(path: String, because: String)
  /// It holds more than it may.
  case tooLarge(String)

  public var description: String {
    switch self {
    case .unreadable(let reason): "it cannot be read (\(reason))"
    case .unwritable(let reason): "it cannot be written (\(reason))"
    case .noArchive: "it is not an archive that Dash wrote"
    case .cutOff: "it ends in the middle; copy it again"
    case .refused(let path, let reason): "its member '\(path)' is refused: \(reason)"
    case .tooLarge(let what): "it holds \(what)"
    }
  }
}

/// How much an archive may hold. A small file can unpack into any amount.
public struct ArchiveLimits: Hashable, Sendable {
  public var members: Int
  /// Of all files together, unpacked.
  public var bytes: Int
  /// Of one file, unpacked.
  public var fileBytes: Int

  public init(members: Int, bytes: Int, fileBytes: Int) {
    self.members = members
    self.bytes = bytes
    self.fileBytes = fileBytes
  }
}

/// A file or folder in an archive.
public struct ArchiveMember: Hashable, Sendable {
  /// Below the top of the archive: `blocks/clock-1/block.lua`. Never absolute, and no part of it is `..`.
  public var path: String
  public var isFolder: Bool
  /// Bytes of a file.
  public var size: Int

  public init(path: String, isFolder: Bool = false, size: Int = 0) {
    self.path = path
    self.isFolder = isFolder
    self.size = size
  }
}
