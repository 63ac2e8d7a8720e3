public import BlockModel
public import Foundation
public import OrderedCollections

/// A block as the store knows it, besides its files.
public struct BlockRecord: Hashable, Sendable {
  public var id: BlockID
  /// The version that serves.
  public var version: VersionNumber
  public var author: VersionAuthor
  /// The values a person set; defaults are in the manifest.
  public var params: JSONObject
  /// What a person allowed, for all versions.
  public var grants: Set<Grant.Subject>
  public var isPaused: Bool
  public var createdAt: Date
  public var deletedAt: Date?
  public var lastRun: RunSummary?
  /// Failed runs since the last good one.
  public var failures: Int
  /// When it runs next, as it was planned with its last run.
  public var nextRun: PlannedRun
  /// Grows with every change of the block or its runs.
  public var revision: Int64

  public init(
    id: BlockID, version: VersionNumber, author: VersionAuthor, params: JSONObject = [:],
    grants: Set<Grant.Subject> = [], isPaused: Bool = false, createdAt: Date,
    deletedAt: Date? = nil, lastRun: RunSummary? = nil, failures: Int = 0,
    nextRun: PlannedRun = .unknown, revision: Int64
  ) {
    self.id = id
    self.version = version
    self.author = author
    self.params = params
    self.grants = grants
    self.isPaused = isPaused
    self.createdAt = createdAt
    self.deletedAt = deletedAt
    self.lastRun = lastRun
    self.failures = failures
    self.nextRun = nextRun
    self.revision = revision
  }

  /// Places that are not public and were allowed.
  public var privateHosts: Set<HostPort> {
    Set(
      grants.compactMap { subject in
        if case .privateHost(let place) = subject { place } else { nil }
      })
  }
}

/// A block that is to be made.
public struct NewBlock: Sendable {
  public var id: BlockID
  public var version: NewVersion
  public var grants: Set<Grant.Subject>
  /// The trial run; `nil` when it has not run yet.
  public var run: NewRun?

  public init(
    id: BlockID, version: NewVersion, grants: Set<Grant.Subject> = [],
    run: NewRun? = nil
  ) {
    self.id = id
    self.version = version
    self.grants = grants
    self.run = run
  }
}

/// A version that is to be made.
public struct NewVersion: Sendable {
  public var texts: BlockTexts
  public var author: VersionAuthor
  public var explanation: String
  /// What was found when it was tried, in words; empty when it was not.
  public var report: String
  /// The version that must still serve; `nil` for the first.
  public var basedOn: VersionNumber?
  public var createdAt: Date

  public init(
    texts: BlockTexts, author: VersionAuthor, explanation: String, report: String = "",
    basedOn: VersionNumber? = nil, createdAt: Date
  ) {
    self.texts = texts
    self.author = author
    self.explanation = explanation
    self.report = report
    self.basedOn = basedOn
    self.createdAt = createdAt
  }
}

/// A run that is to be kept.
public struct NewRun: Sendable {
  public var outcome: RunOutcome
  public var version: VersionNumber
  public var reason: String
  /// Are the data of the outcome the block's? Not those of an action or an older version.
  public var updatesData: Bool
  /// How much is kept, this run included.
  public var keep: Retention
  /// When the block runs next; ``PlannedRun/unknown`` leaves what was planned.
  public var nextRun: PlannedRun
  /// What the run did to the state of the block, as a sentence for its log; `nil` when it stayed.
  public var transition: String?
  /// What was learned of the data, this run included; `nil` leaves what was known.
  public var memory: ContractMemory?
  public var writes = RunWrites.kept
  /// What the run has to tell.
  public var notices: [NewNotice] = []
  /// Where the alerts stand after it; `nil` leaves what was kept.
  public var alertState: JSONValue?

  public init(
    _ outcome: RunOutcome, version: VersionNumber, reason: String, updatesData: Bool = true,
    keep: Retention, nextRun: PlannedRun = .unknown
  ) {
    self.outcome = outcome
    self.version = version
    self.reason = reason
    self.updatesData = updatesData
    self.keep = keep
    self.nextRun = nextRun
  }
}

/// When a block runs next, as far as the store was told.
public enum PlannedRun: Hashable, Sendable {
  /// It was not planned since it was made or changed: its manifest says when.
  case unknown
  /// Only when asked.
  case never
  case at(Date)

  public init(_ date: Date?) { self = date.map { .at($0) } ?? .never }
}

/// A run that is to be kept, and whose it is.
public struct EndedRun: Sendable {
  public var block: BlockID
  public var run: NewRun

  public init(_ run: NewRun, of block: BlockID) {
    self.run = run
    self.block = block
  }
}

/// The data of the last good run.
public struct LastData: Hashable, Sendable {
  public var data: JSONValue
  public var at: Date

  public init(data: JSONValue, at: Date) {
    self.data = data
    self.at = at
  }
}

/// Sizes and times of the three files of a working copy.
public struct WorkingCopyStamp: Hashable, Sendable {
  /// Nanoseconds since 1970 and bytes, file by file.
  public var files: [Int64]

  public init(files: [Int64]) { self.files = files }
}
