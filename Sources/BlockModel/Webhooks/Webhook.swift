public import Foundation

/// The address at which a block is sent something. Its token is told once and never kept.
public struct Webhook: Hashable, Sendable {
  public var createdAt: Date
  /// When something came the last time; `nil` before.
  public var lastUsedAt: Date?

  public init(createdAt: Date, lastUsedAt: Date? = nil) {
    self.createdAt = createdAt
    self.lastUsedAt = lastUsedAt
  }

  /// The series of the block that holds what was sent, which no script writes.
  public static let series = "webhook"
  /// The messages that are kept of a block; the oldest go.
  public static let maximumKept = 20
  /// The messages that a block takes in a minute.
  public static let maximumPerMinute = 30
}
