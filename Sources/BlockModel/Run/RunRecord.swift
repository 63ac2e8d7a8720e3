public import Foundation

/// A run as the store remembers it, without its data.
public struct RunSummary: Hashable, Sendable, Identifiable {
  public var id: Int64
  public var block: BlockID
  public var version: VersionNumber
  /// Why it ran: `schedule`, `manual`, `create`, `edit`, `heal`, `action`, `cli`.
  public var reason: String
  public var startedAt: Date
  public var duration: Duration
  /// `nil` when it was a good run.
  public var failure: RunFailure?
  /// What the checker said of the spec against the data.
  public var specProblems: [String]
  /// Rules of the contract that only warn and that the data broke, one clause each.
  public var doubts: [String] = []
  /// What a person would have to allow.
  public var neededGrant: Grant.Subject?

  public init(
    id: Int64, block: BlockID, version: VersionNumber, reason: String, startedAt: Date,
    duration: Duration, failure: RunFailure?, specProblems: [String],
    neededGrant: Grant.Subject? = nil
  ) {
    self.id = id
    self.block = block
    self.version = version
    self.reason = reason
    self.startedAt = startedAt
    self.duration = duration
    self.failure = failure
    self.specProblems = specProblems
    self.neededGrant = neededGrant
  }

  public var isOK: Bool { failure == nil }
}

/// A run with everything it left behind but its data.
public struct RunRecord: Hashable, Sendable {
  public var summary: RunSummary
  public var log: [LogLine]
  public var http: [HTTPExchange]
  public var used: ResourceUse

  public init(summary: RunSummary, log: [LogLine], http: [HTTPExchange], used: ResourceUse) {
    self.summary = summary
    self.log = log
    self.http = http
    self.used = used
  }
}

extension RunRecord {
  /// `2 warnings`: what readers skipped, and what the script warned of; `nil` when there is nothing.
  public var warnings: String? {
    switch log.count(where: { $0.level == .warn }) {
    case 0: nil
    case 1: "1 warning"
    case let count: "\(count) warnings"
    }
  }
}
