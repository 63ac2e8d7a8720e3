import Foundation

extension SeriesQuery {
  /// The answer to this question from points in memory, oldest first, as a database gives it.
  public func answer(from points: [SeriesPoint]) -> [SeriesPoint] {
    var found = points.filter { point in
      (since.map { point.time >= $0 } ?? true) && (until.map { point.time <= $0 } ?? true)
    }
    if let every, every > 0 { found = buckets(of: found, seconds: Double(every)) }
    return last.map { found.suffix(max(0, $0)) } ?? found
  }

  private func buckets(of points: [SeriesPoint], seconds: Double) -> [SeriesPoint] {
    var starts: [Double] = []
    var values: [Double: [JSONValue]] = [:]
    for point in points.sorted(by: { $0.time < $1.time }) {
      let start = (point.time.timeIntervalSince1970 / seconds).rounded(.down) * seconds
      if values[start] == nil { starts.append(start) }
      values[start, default: []].append(point.value)
    }
    return starts.compactMap { start in
      summary(of: values[start] ?? []).map {
        SeriesPoint(time: Date(timeIntervalSince1970: start), value: $0)
      }
    }
  }

  /// One value for all of a bucket; `nil` where numbers are wanted and there are none.
  private func summary(of values: [JSONValue]) -> JSONValue? {
    let numbers = values.compactMap(\.number)
    switch aggregate {
    case .count: return .integer(Int64(values.count))
    case .first: return values.first
    case .last: return values.last
    case .mean:
      return numbers.isEmpty ? nil : .number(numbers.reduce(0, +) / Double(numbers.count))
    case .sum: return numbers.isEmpty ? nil : .number(numbers.reduce(0, +))
    case .min: return numbers.min().map { .number($0) }
    case .max: return numbers.max().map { .number($0) }
    }
  }
}
