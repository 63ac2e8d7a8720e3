public import Foundation

/// What `store` in a script talks to: keys and series of one block, never of another.
///
/// `BlockStore` conforms; the runtime only knows this face of it.
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
  /// The database failed.
  case unavailable(String)

  public var description: String {
    switch self {
    case .quota(let what): what
    case .unavailable(let why): "the storage did not answer: \(why)"
    }
  }
}
