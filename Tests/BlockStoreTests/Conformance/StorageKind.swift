import BlockModel
import BlockStore
import Foundation
import Synchronization

/// The implementations that every test of this folder is run through.
enum StorageKind: CaseIterable, Sendable {
  /// The one of the product: SQLite and files.
  case sqlite
  /// The one of these tests, which shows what of the suite is a matter of storage and what of SQLite.
  case memory
}

/// Makes the empty storages of one test, and keeps their folders until it ends.
final class Storages: Sendable {
  private let folders = Mutex<[TestFolder]>([])

  func open(
    _ kind: StorageKind, quotas: ScriptQuotas = ScriptQuotas()
  ) throws -> any Storage {
    switch kind {
    case .sqlite:
      let folder = TestFolder()
      folders.withLock { $0.append(folder) }
      return try folder.open(quotas: quotas)
    case .memory: return MemoryStorage(quotas: quotas)
    }
  }
}
