public import BlockModel
public import Foundation

/// Everything Dash remembers. Writes are durable before they return; nothing above knows SQL.
public protocol Storage: ScriptStorage {
  // Blocks and their versions
  func blocks() async throws(StorageError) -> [StoredBlock]
  func block(_ id: BlockID) async throws(StorageError) -> StoredBlock?
  /// Makes a block with version 1 and its working copy.
  func create(
    _ id: BlockID, _ files: BlockFiles, by author: VersionAuthor, explanation: String,
    recipe: String?
  ) async throws(StorageError) -> StoredBlock
  /// Adds a version, which then serves.
  /// - Parameter base: the version the change was made from; another one serving is a conflict.
  func addVersion(
    _ files: BlockFiles, to id: BlockID, by author: VersionAuthor, explanation: String,
    base: VersionNumber
  ) async throws(StorageError) -> VersionNumber
  func versions(of id: BlockID) async throws(StorageError) -> [StoredVersion]
  func files(of id: BlockID, _ version: VersionNumber) async throws(StorageError) -> BlockFiles
  func setParams(_ params: JSONObject, of id: BlockID) async throws(StorageError)
  func setPaused(_ isPaused: Bool, _ id: BlockID) async throws(StorageError)
  /// Takes a block off the dashboard. Its files and history stay until it is purged after 30 days.
  func delete(_ id: BlockID) async throws(StorageError)
  /// Undoes ``delete(_:)``.
  func undelete(_ id: BlockID) async throws(StorageError)

  // Working copies
  func workingCopy(of id: BlockID) async throws(StorageError) -> WorkingCopy

  // Runs
  func record(
    _ outcome: RunOutcome, of id: BlockID, version: VersionNumber, reason: String
  ) async throws(StorageError)
  /// The newest runs first.
  func runs(of id: BlockID, limit: Int) async throws(StorageError) -> [StoredRun]

  // The dashboard
  func layout() async throws(StorageError) -> [Placement]
  func setLayout(_ layout: [Placement]) async throws(StorageError)
  func setting(_ name: String) async throws(StorageError) -> String?
  func set(_ name: String, to value: String?) async throws(StorageError)
  func secret(named name: String) async throws(StorageError) -> String?
  func setSecret(_ name: String, to value: String?) async throws(StorageError)
  /// Who did what and why.
  func note(_ action: StoredAction) async throws(StorageError)
  func actions(of id: BlockID?, limit: Int) async throws(StorageError) -> [StoredAction]
  /// A number that changes when another process changed the folder.
  func changeCounter() async throws(StorageError) -> Int
}

/// Who made a version.
public enum VersionAuthor: String, Sendable, Hashable, CaseIterable {
  /// The person, in an editor.
  case hand
  /// A model, or the offline drafter, for a sentence.
  case author
  case heal
  /// A block that comes with Dash.
  case starter
  /// An older version, taken back.
  case restore
}

public struct StoredBlock: Sendable, Hashable {
  public var id: BlockID
  /// The version that serves.
  public var version: VersionNumber
  public var params: JSONObject
  public var isPaused: Bool
  public var createdAt: Date
  /// The recipe it was made from, if any.
  public var recipe: String?
  /// What the last good run returned, and when.
  public var data: JSONValue?
  public var dataAt: Date?
}

public struct StoredVersion: Sendable, Hashable {
  public var number: VersionNumber
  public var author: VersionAuthor
  public var explanation: String
  public var createdAt: Date
}

public struct StoredRun: Sendable, Hashable {
  public var id: Int64
  public var version: VersionNumber
  public var reason: String
  public var startedAt: Date
  /// Without the data of good runs.
  public var outcome: RunOutcome
}

/// Where a block stands: order in the list, and columns × rows on the grid of 12 columns.
public struct Placement: Sendable, Hashable {
  public var block: BlockID
  public var columns: Int
  public var rows: Int

  public init(block: BlockID, columns: Int, rows: Int) {
    self.block = block
    self.columns = columns
    self.rows = rows
  }
}

public struct StoredAction: Sendable, Hashable {
  public var block: BlockID?
  public var at: Date
  /// `person`, `cli`, `schedule`, `model`, `dash`.
  public var actor: String
  /// `create`, `delete`, `undelete`, `edit`, `grant`…
  public var verb: String
  public var reason: String

  public init(block: BlockID?, at: Date = Date(), actor: String, verb: String, reason: String) {
    self.block = block
    self.at = at
    self.actor = actor
    self.verb = verb
    self.reason = reason
  }
}

/// The three files a person edits, as they are now.
public struct WorkingCopy: Sendable, Hashable {
  public var manifest: String
  public var script: String
  public var spec: String

  public init(manifest: String, script: String, spec: String) {
    self.manifest = manifest
    self.script = script
    self.spec = spec
  }
}

/// Why the storage refused, one sentence with what to do next.
public enum StorageError: Error, Sendable, Hashable, CustomStringConvertible {
  case noSuchBlock(BlockID)
  case noSuchVersion(BlockID, VersionNumber)
  /// Somebody else changed the block in between.
  case conflict(BlockID, serving: VersionNumber)
  case unreadableFolder(path: String, reason: String)
  case readOnly(path: String)
  /// Another `dash serve` holds the folder.
  case locked(path: String, pid: Int32)
  case newerDatabase(path: String)
  case corrupt(path: String, reason: String)
  case diskFull(path: String)
  case failed(String)

  public var description: String {
    switch self {
    case .noSuchBlock(let id): "There is no block '\(id)'; `dash list` shows those there are."
    case .noSuchVersion(let id, let version): "Block '\(id)' has no version \(version)."
    case .conflict(let id, let serving):
      "Block '\(id)' was changed meanwhile (version \(serving) serves now); look at it and try again."
    case .unreadableFolder(let path, let reason):
      "The data folder \(path) cannot be used (\(reason)); choose another with --data, or repair its permissions."
    case .readOnly(let path):
      "The data folder \(path) is read-only; make it writable, or choose another with --data."
    case .locked(let path, let pid):
      "The data folder \(path) is served by another dash (process \(pid)); stop that one, or choose another folder with --data."
    case .newerDatabase(let path):
      "\(path) was written by a newer version of dash; update dash, or choose another folder with --data."
    case .corrupt(let path, let reason):
      "\(path) is damaged (\(reason)); `dash doctor --repair` saves what can be read."
    case .diskFull(let path): "The disk of \(path) is full; free some space and try again."
    case .failed(let reason): "The storage failed: \(reason)"
    }
  }
}
