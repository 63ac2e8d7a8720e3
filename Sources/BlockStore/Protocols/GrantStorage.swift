public import BlockModel
public import Foundation

/// What people allowed blocks to reach. Manifests only ask.
public protocol GrantStorage: Sendable {
  /// What a block may, the oldest first; also of one in the trash.
  func grants(of block: BlockID) async throws(StorageError) -> [Grant]
  /// Allows; what was allowed before stays as it was.
  /// - Parameter actor: who said so: `person`, or the command or upgrade that acted for one.
  func allow(
    _ subjects: [Grant.Subject], of block: BlockID, by actor: String, at: Date
  ) async throws(StorageError)
  func revoke(_ subjects: [Grant.Subject], of block: BlockID) async throws(StorageError)
}
