public import Foundation

/// A copy of everything in one file, while the server and its blocks work on.
public protocol BackupStorage: Sendable {
  /// Writes a new file, for the owner only, that holds what was there at one moment.
  /// - Parameter withKey: also the key of the secrets. Without it nobody who finds the file reads them.
  func backUp(to file: URL, withKey: Bool) async throws(StorageError) -> BackupReport
}

/// What a backup holds.
public struct BackupReport: Hashable, Sendable {
  public var madeAt: Date
  /// Blocks, those in the trash too.
  public var blocks: Int
  public var files: Int
  public var hasKey: Bool
  /// Links and other things that are not files, which it does not hold.
  public var leftOut: [String]

  public init(madeAt: Date, blocks: Int, files: Int, hasKey: Bool, leftOut: [String] = []) {
    self.madeAt = madeAt
    self.blocks = blocks
    self.files = files
    self.hasKey = hasKey
    self.leftOut = leftOut
  }
}
