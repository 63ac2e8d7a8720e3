public import BlockModel
public import Foundation

/// The addresses at which blocks are sent something, and what was sent.
public protocol WebhookStorage: Sendable {
  /// Gives a block an address by the SHA-256 of its token; the one it had before ends.
  func setWebhook(hash: [UInt8], of block: BlockID, at: Date) async throws(StorageError)
  /// - Returns: whether there was one. What was sent stays.
  func removeWebhook(of block: BlockID) async throws(StorageError) -> Bool
  func webhook(of block: BlockID) async throws(StorageError) -> Webhook?
  /// Whose address it is.
  func blockOfWebhook(hash: [UInt8]) async throws(StorageError) -> BlockID?
  /// Keeps a message as the newest point of ``Webhook/series``, later than all before it; of more than
  /// ``Webhook/maximumKept`` the oldest go.
  func keep(_ message: WebhookMessage, of block: BlockID, at: Date) async throws(StorageError)
}
