public import BlockModel
public import Foundation

/// What is kept, how large it is, and what is cleared away.
public protocol Housekeeping: Sendable {
  /// Empties the trash of what was there for 30 days of use and removes history beyond its bounds; to be
  /// called once a day.
  func tidy(now: Date) async throws(StorageError)
  /// What is kept, kind by kind.
  func kept() async throws(StorageError) -> [KeptKind]
  /// Folders in the place of blocks that are not blocks; whoever put them there may want them added.
  func unknownFolders() async throws(StorageError) -> [String]

  /// Erases what a block showed, asked and said: results, recordings, notices, runs with their logs, what was
  /// done to it and what models were asked for it. Its versions, its data, its series and what a person said of it stay.
  func forgetHistory(of id: BlockID) async throws(StorageError)

  /// The name under which the scripts of a folder that is run by hand keep data; the same for each run of
  /// the same folder, and for no other.
  /// - Parameter path: its real path.
  func scriptName(ofFolder path: String) async throws(StorageError) -> BlockID
  /// Forgets what the scripts of a folder kept.
  func forgetFolder(_ path: String) async throws(StorageError)
  /// The real paths of folders whose scripts keep data, sorted.
  func folders() async throws(StorageError) -> [String]
}

/// One kind of things that are kept.
public struct KeptKind: Hashable, Sendable {
  /// `runs with their logs and exchanges`
  public var name: String
  public var count: Int
  public var bytes: Int

  public init(name: String, count: Int, bytes: Int) {
    self.name = name
    self.count = count
    self.bytes = bytes
  }
}
