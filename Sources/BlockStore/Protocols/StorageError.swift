public import BlockModel

/// Why the store did not do what was asked.
public enum StorageError: Error, Hashable, Sendable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  case readOnly(path: String)
  case inUse(path: String, pid: Int32?)
  case newer(path: String)
  /// There is no data folder, and the one who asked may not make one.
  case absent(path: String)
  /// The database is missing or empty, and blocks are there.
  case lost(path: String, blocks: Int)
  case corrupt(path: String)
  /// A repair was asked for, and there is nothing to repair.
  case sound(path: String)
  case full(path: String)
  /// A file of a block is not there or cannot be read.
  case file(BlockFileProblem)
  case noBlock(BlockID)
  case noVersion(BlockID, VersionNumber)
  /// The version an edit was based on no longer serves.
  case conflict(serving: VersionNumber, basedOn: VersionNumber?)
  /// A backup cannot be written or read: its path and the end of a sentence.
  case backup(String, String)
  case failed(String)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "The data folder \(path) cannot be used (\(reason)). Check its owner and permissions, or choose another with --data."
    case .readOnly(let path):
      "The data folder \(path) is read-only. Make it writable, or choose another with --data."
    case .inUse(let path, let pid):
      "Another `dash serve`\(pid.map { " (process \($0))" } ?? "") is using \(path). Stop it first, or choose another folder with --data."
    case .newer(let path):
      "The database \(path) was written by a newer version of Dash. Install that version, or choose another folder with --data."
    case .absent(let path):
      "There is no data folder at \(path). `dash serve` or `dash add` makes one; --data names another."
    case .lost(let path, let blocks):
      "The database \(path) is missing or empty, but \(blocks == 1 ? "a block is" : "\(blocks) blocks are") there. Put the database back, or run `dash doctor --repair` to read the blocks back from their folders."
    case .corrupt(let path):
      "The database \(path) is damaged. Run `dash doctor --repair`: it saves what can be read and keeps the damaged file."
    case .sound(let path): "The database \(path) is sound; nothing was changed."
    case .full(let path):
      "The disk of \(path) is full. Nothing was lost; free some space and try again."
    case .file(let problem): "\(problem)."
    case .noBlock(let id): "There is no block '\(id)'."
    case .noVersion(let id, let number): "The block '\(id)' has no version \(number)."
    case .conflict(let serving, let basedOn):
      "Version \(serving) is live now, not version \(basedOn.map(\.description) ?? "0"). Look at it and save again."
    case .backup(let path, let reason): "The backup \(path) cannot be used: \(reason)."
    case .failed(let message): "The data folder did not answer: \(message)"
    }
  }
}
