public import BlockModel
public import Foundation

/// Storage for trials: it begins with what a block holds, and keeps what is written to itself.
///
/// Nothing that a trial writes reaches the block. A series that the trial appends to is read from
/// the base once and continued here.
public actor ScratchStorage: ScriptStorage {
  private let base: any ScriptData
  /// The block whose data the trial sees; `nil` for a block that does not exist yet.
  private let origin: BlockID?
  /// What was set; `nil` inside for what was deleted.
  private var values: [String: JSONValue?] = [:]
  private var series: [String: [SeriesPoint]] = [:]

  public init(over base: any ScriptData, of origin: BlockID?) {
    self.base = base
    self.origin = origin
  }

  public func value(
    _ key: String, of block: BlockID
  ) async throws(ScriptStorageError) -> JSONValue? {
    if let written = values[key] { return written }
    guard let origin else { return nil }
    return try await base.value(key, of: origin)
  }

  public func set(_ key: String, to value: JSONValue, of block: BlockID) {
    values[key] = .some(value)
  }

  public func delete(_ key: String, of block: BlockID) { values[key] = .some(nil) }

  public func keys(
    prefix: String, of block: BlockID
  ) async throws(ScriptStorageError) -> [String] {
    var keys: Set<String> = []
    if let origin { keys = Set(try await base.keys(prefix: prefix, of: origin)) }
    for (key, value) in values where key.hasPrefix(prefix) {
      if value == nil { keys.remove(key) } else { keys.insert(key) }
    }
    return keys.sorted()
  }

  public func append(
    _ value: JSONValue, to name: String, at time: Date, of block: BlockID
  ) async throws(ScriptStorageError) {
    var points = try await all(of: name)
    points.removeAll { $0.time == time }
    let place = points.firstIndex { $0.time > time } ?? points.endIndex
    points.insert(SeriesPoint(time: time, value: value), at: place)
    series[name] = points
  }

  public func points(
    of name: String, _ query: SeriesQuery, of block: BlockID
  ) async throws(ScriptStorageError) -> [SeriesPoint] {
    if let points = series[name] { return query.answer(from: points) }
    guard let origin else { return [] }
    return try await base.points(of: name, query, of: origin, with: [])
  }

  private func all(of name: String) async throws(ScriptStorageError) -> [SeriesPoint] {
    if let points = series[name] { return points }
    guard let origin else { return [] }
    return try await base.points(of: name, SeriesQuery(), of: origin, with: [])
  }
}
