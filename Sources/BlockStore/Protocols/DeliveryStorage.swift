public import BlockModel
public import Foundation

/// What was sent of the notices, and to whom.
public protocol DeliveryStorage: Sendable {
  /// Takes notices that a target is to get, the oldest first; nobody else is given them then.
  ///
  /// A notice is taken before it is sent, so that none arrives twice: what a crash ends under way is not sent
  /// again, and stands in the list of notices like all.
  /// - Parameter first: only notices after this one: those from before the target was set are not sent.
  func takeDeliveries(
    to target: String, of kinds: Set<NoticeKind>, after first: Int64, now: Date, limit: Int
  ) async throws(StorageError) -> [Delivery]
  /// Says what became of one.
  /// - Parameters:
  ///   - retryAt: when it is tried again; `nil` ends it.
  ///   - problem: why it did not arrive; `nil` when it did.
  func settle(_ delivery: Delivery, retryAt: Date?, problem: String?) async throws(StorageError)
  /// By target.
  func deliveries(of notice: Int64) async throws(StorageError) -> [DeliveryRecord]
}
