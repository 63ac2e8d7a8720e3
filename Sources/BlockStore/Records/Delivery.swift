public import BlockModel
public import Foundation

/// A notice that is on its way to a target outside.
public struct Delivery: Hashable, Sendable {
  public var notice: Notice
  public var target: String
  /// Counted from 1.
  public var attempt: Int

  public init(notice: Notice, target: String, attempt: Int) {
    self.notice = notice
    self.target = target
    self.attempt = attempt
  }
}

/// What became of sending a notice to a target.
public struct DeliveryRecord: Hashable, Sendable {
  public var target: String
  public var attempts: Int
  /// When it is tried again; `nil` when it is not.
  public var retryAt: Date?
  /// Why it did not arrive, the last time; `nil` when it did, and while it is under way.
  public var problem: String?

  public init(target: String, attempts: Int, retryAt: Date?, problem: String?) {
    self.target = target
    self.attempts = attempts
    self.retryAt = retryAt
    self.problem = problem
  }
}
