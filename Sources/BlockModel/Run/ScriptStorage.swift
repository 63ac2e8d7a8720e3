public import Foundation

/// What `store` in a script talks to: keys and series of one block, never of another.
///
/// ``ScriptBuffer`` conforms: what a script writes is a part of its run and is kept with it.
public protocol ScriptStorage: Sendable {
  func value(_ key: String, of block: BlockID) async throws(ScriptStorageError) -> JSONValue?
  func set(_ key: String, to value: JSONValue, of block: BlockID) async throws(ScriptStorageError)
  func delete(_ key: String, of block: BlockID) async throws(ScriptStorageError)
  /// All keys that begin with `prefix`, sorted.
  func keys(prefix: String, of block: BlockID) async throws(ScriptStorageError) -> [String]
  /// Adds a point to a series; a second point of the same moment replaces the first.
  func append(
    _ value: JSONValue, to series: String, at time: Date, of block: BlockID
  ) async throws(ScriptStorageError)
  func points(
    of series: String, _ query: SeriesQuery, of block: BlockID
  ) async throws(ScriptStorageError) -> [SeriesPoint]
}

/// What was kept of scripts, as the runs that ended left it.
///
/// `BlockStore` conforms; the runtime only knows this face of it.
public protocol ScriptData: Sendable {
  var quotas: ScriptQuotas { get }
  func value(_ key: String, of block: BlockID) async throws(ScriptStorageError) -> JSONValue?
  /// All keys that begin with `prefix`, sorted.
  func keys(prefix: String, of block: BlockID) async throws(ScriptStorageError) -> [String]
  /// - Parameter pending: points that are not kept yet, as if they were; of one moment the last holds.
  func points(
    of series: String, _ query: SeriesQuery, of block: BlockID, with pending: [SeriesPoint]
  ) async throws(ScriptStorageError) -> [SeriesPoint]
  func scriptUse(of block: BlockID) async throws(ScriptStorageError) -> ScriptUse
  /// Keeps what a run without a row of its own has written: one of a folder, by hand. All of it or
  /// nothing; the oldest points of a series make room.
  func commit(_ changes: ScriptChanges, of block: BlockID) async throws(ScriptStorageError)
}

/// How much a block keeps.
public struct ScriptUse: Hashable, Sendable {
  public var keys: Int
  /// Of keys and values.
  public var bytes: Int
  public var points: Int
  public var pointBytes: Int

  public init(keys: Int = 0, bytes: Int = 0, points: Int = 0, pointBytes: Int = 0) {
    self.keys = keys
    self.bytes = bytes
    self.points = points
    self.pointBytes = pointBytes
  }
}

/// What a run wants kept.
public struct ScriptChanges: Hashable, Sendable {
  /// `.some(nil)` is a key that was deleted.
  public var values: [String: JSONValue?]
  /// In the order they were appended.
  public var points: [String: [SeriesPoint]]

  public init(values: [String: JSONValue?] = [:], points: [String: [SeriesPoint]] = [:]) {
    self.values = values
    self.points = points
  }

  public var isEmpty: Bool { values.isEmpty && points.isEmpty }
}

public struct SeriesPoint: Hashable, Sendable {
  public var time: Date
  public var value: JSONValue

  public init(time: Date, value: JSONValue) {
    self.time = time
    self.value = value
  }
}

/// Which points of a series are wanted, oldest first in the answer.
public struct SeriesQuery: Hashable, Sendable {
  public enum Aggregate: String, Sendable, CaseIterable {
    case mean = "avg"
    case min, max, sum, first, last, count
  }

  public var since: Date?
  public var until: Date?
  /// Only the newest so many.
  public var last: Int?
  /// One point per bucket of so many seconds, at the start of the bucket (counted from 1970 UTC).
  public var every: Int?
  /// One point per day, week or month of a calendar, at its start; instead of ``every``.
  public var calendar: CalendarBuckets?
  public var aggregate: Aggregate

  public init(
    since: Date? = nil, until: Date? = nil, last: Int? = nil, every: Int? = nil,
    aggregate: Aggregate = .mean
  ) {
    self.since = since
    self.until = until
    self.last = last
    self.every = every
    self.aggregate = aggregate
  }
}

/// Why `store` refused.
public enum ScriptStorageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The quota of the block: bytes of all values, keys, or points.
  case quota(String)
  /// A key or series cannot have this name.
  case name(String)
  /// The database failed.
  case unavailable(String)

  public var description: String {
    switch self {
    case .quota(let what), .name(let what): what
    case .unavailable(let why): "the storage did not answer: \(why)"
    }
  }
}
