import BlockModel
import Foundation

extension MemoryStorage {
  func value(_ key: String, of block: BlockID) -> JSONValue? { values[block]?[key] }

  func keys(prefix: String, of block: BlockID) -> [String] {
    (values[block] ?? [:]).keys.filter { $0.hasPrefix(prefix) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  func series(of block: BlockID) -> [(name: String, points: Int)] {
    (series[block] ?? [:]).filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value.count) }
  }

  func scriptUse(of block: BlockID) -> ScriptUse {
    let (mine, points) = (values[block] ?? [:], (series[block] ?? [:]).values.joined())
    return ScriptUse(
      keys: mine.count, bytes: mine.map { $0.utf8.count + $1.json().utf8.count }.reduce(0, +),
      points: points.count, pointBytes: points.map(\.value).map(Self.size).reduce(0, +))
  }

  /// A number takes eight bytes, anything else its JSON.
  private static func size(_ value: JSONValue) -> Int {
    if case .integer = value { return 8 }
    if case .number = value { return 8 }
    return value.json().utf8.count
  }

  func commit(_ changes: ScriptChanges, of block: BlockID) {
    for (key, value) in changes.values { values[block, default: [:]][key] = value }
    for (name, points) in changes.points {
      for point in points { append(point, to: name, of: block) }
    }
  }

  private func append(_ point: SeriesPoint, to name: String, of block: BlockID) {
    var mine = series[block]?[name] ?? []
    let moment = Self.moment(point.time)
    let isNew = !mine.contains { $0.time == moment }
    mine.removeAll { $0.time == moment }
    series[block, default: [:]][name] = mine
    if isNew {
      while !mine.isEmpty {
        let use = scriptUse(of: block)
        guard
          use.points >= quotas.points
            || use.pointBytes + Self.size(point.value) > quotas.pointBytes
        else { break }
        mine.removeFirst()
        series[block, default: [:]][name] = mine
      }
    }
    mine.append(SeriesPoint(time: moment, value: point.value))
    series[block, default: [:]][name] = mine.sorted { $0.time < $1.time }
  }

  /// Milliseconds, and no farther than a calendar goes.
  private static func moment(_ time: Date) -> Date {
    let seconds = min(max(time.timeIntervalSince1970, -1e13), 1e13)
    return Date(timeIntervalSince1970: (seconds * 1000).rounded() / 1000)
  }

  func points(
    of name: String, _ query: SeriesQuery, of block: BlockID, with pending: [SeriesPoint]
  ) -> [SeriesPoint] {
    var all = Dictionary(
      (series[block]?[name] ?? []).map { ($0.time, $0.value) }, uniquingKeysWith: { $1 })
    for point in pending { all[Self.moment(point.time)] = point.value }
    var points = all.map { SeriesPoint(time: $0.key, value: $0.value) }
      .sorted { $0.time < $1.time }.filter { point in
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
