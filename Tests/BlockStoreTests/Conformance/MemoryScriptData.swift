import BlockModel
import BlockStore
import Foundation

extension MemoryStorage {
  func value(_ key: String, of block: BlockID) -> JSONValue? { values[block]?[key] }

  func set(
    _ key: String, to value: JSONValue, of block: BlockID
  ) throws(ScriptStorageError) {
    var mine = values[block] ?? [:]
    mine[key] = value
    guard mine.count <= quotas.keys else { throw .quota("too many keys; delete some") }
    let bytes = mine.map { $0.utf8.count + $1.json().utf8.count }.reduce(0, +)
    guard bytes <= quotas.bytes else { throw .quota("too many bytes; delete some") }
    values[block] = mine
  }

  func delete(_ key: String, of block: BlockID) { values[block]?[key] = nil }

  func keys(prefix: String, of block: BlockID) -> [String] {
    (values[block] ?? [:]).keys.filter { $0.hasPrefix(prefix) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  func append(
    _ value: JSONValue, to name: String, at time: Date, of block: BlockID
  ) throws(ScriptStorageError) {
    var mine = series[block] ?? [:]
    var points = mine[name] ?? []
    // No calendar goes farther.
    let seconds = min(max(time.timeIntervalSince1970, -1e13), 1e13)
    let moment = Date(timeIntervalSince1970: (seconds * 1000).rounded() / 1000)
    points.removeAll { $0.time == moment }
    points.append(SeriesPoint(time: moment, value: value))
    points.sort { $0.time < $1.time }
    mine[name] = points
    if mine.values.map(\.count).reduce(0, +) > quotas.points {
      guard points.count > 1 else { throw .quota("too many points; use fewer series") }
      mine[name] = Array(points.dropFirst())
    }
    series[block] = mine
  }

  func points(of name: String, _ query: SeriesQuery, of block: BlockID) -> [SeriesPoint] {
    var points = (series[block]?[name] ?? []).filter { point in
      (query.since.map { point.time >= $0 } ?? true)
        && (query.until.map { point.time <= $0 } ?? true)
    }
    if let every = query.every, every > 0 {
      points = Buckets.counted(points, every, query.aggregate)
    }
    return query.last.map { points.suffix(max(0, $0)) } ?? points
  }
}

/// Buckets, counted slowly.
enum Buckets {
  static func counted(
    _ points: [SeriesPoint], _ every: Int, _ aggregate: SeriesQuery.Aggregate
  ) -> [SeriesPoint] {
    let groups = Dictionary(grouping: points) { point in
      (point.time.timeIntervalSince1970 / Double(every)).rounded(.down) * Double(every)
    }
    return groups.keys.sorted().compactMap { start in
      let values = (groups[start] ?? []).sorted { $0.time < $1.time }.map(\.value)
      let numbers = values.compactMap(\.number)
      let value: JSONValue? =
        switch aggregate {
        case .count: .integer(Int64(values.count))
        case .first: values.first
        case .last: values.last
        case .mean where !numbers.isEmpty: .number(numbers.reduce(0, +) / Double(numbers.count))
        case .sum where !numbers.isEmpty: .number(numbers.reduce(0, +))
        case .min: numbers.min().map { .number($0) }
        case .max: numbers.max().map { .number($0) }
        case .mean, .sum: nil
        }
      return value.map { SeriesPoint(time: Date(timeIntervalSince1970: start), value: $0) }
    }
  }
}
