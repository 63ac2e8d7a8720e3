import BlockModel
import Foundation
import GRDB

/// Points put together by days, weeks or months of a calendar.
///
/// The buckets are as long as the calendar has them, so each is asked for by itself, from the newest that has a
/// point to the oldest: the key of the table leads to its first row, and nothing is sorted or grouped.
struct CalendarPoints {
  private let query: SeriesQuery
  private let calendar: CalendarBuckets
  private let name: String
  private let block: BlockID
  /// Points of the run under way by their time; of one moment the last.
  private let pending: [Int64: JSONValue]

  init(
    _ query: SeriesQuery, _ calendar: CalendarBuckets, series: String, block: BlockID,
    pending: [SeriesPoint]
  ) {
    self.query = query
    self.calendar = calendar
    name = series
    self.block = block
    self.pending = Dictionary(
      pending.map { ($0.time.milliseconds, PointValue.asStored($0.value)) }
    ) { _, last in last }
  }

  /// Oldest first.
  func points(_ db: Database) throws -> [SeriesPoint] {
    let series = try Int64.fetchOne(
      db, sql: "SELECT id FROM series WHERE block = ? AND name = ?", arguments: [block.text, name])
    let since = query.since?.milliseconds ?? .min
    var until = query.until?.milliseconds ?? .max
    let newest = try db.makeStatement(
      sql: "SELECT max(time) FROM points WHERE series = ? AND time <= ?")
    let bucket = try db.makeStatement(sql: sql)
    var points: [SeriesPoint] = []
    while points.count < query.last ?? .max, until >= since {
      let stored = try series.flatMap { try Int64.fetchOne(newest, arguments: [$0, until]) }
      guard
        let time = [stored, pending.keys.filter { $0 <= until }.max()].compactMap(\.self).max(),
        time >= since
      else { break }
      let range = calendar.bucket(of: Date(clampingUnix: Double(time) / 1000))
      // A moment beyond what a calendar counts is a bucket of its own.
      let first = min(range.lowerBound.milliseconds, time)
      let end = max(range.upperBound.milliseconds, time + 1)
      let (from, to) = (max(first, since), min(end - 1, until))
      let own = pending.filter { $0.key >= from && $0.key <= to }
      let row = try Row.fetchOne(
        bucket,
        arguments: [
          "series": series ?? -1, "first": from, "last": to,
          "pending": JSONValue.array(own.map { [.integer($0.key), $0.value] }).json(),
        ])
      if let result = row?["result"] as DatabaseValue?, !result.isNull {
        points.append(SeriesPoint(time: range.lowerBound, value: PointValue.read(result)))
      }
      until = first - 1
    }
    return points.reversed()
  }

  /// One bucket; its result is NULL when it holds nothing of the kind. Numbers are what stands before texts in the
  /// order of SQLite; the rest cannot be counted with.
  private var sql: String {
    let stored = "FROM points WHERE series = :series AND time BETWEEN :first AND :last"
    let source =
      pending.isEmpty
      ? stored + " AND :pending IS NOT NULL"
      : """
      FROM (
        SELECT time, value \(stored) AND time NOT IN (SELECT value ->> 0 FROM json_each(:pending))
        UNION ALL
        SELECT value ->> 0 AS time, value ->> 1 AS value FROM json_each(:pending)) WHERE true
      """
    let numbers = "AND value < ''"
    return switch query.aggregate {
    case .mean: "SELECT avg(value) AS result \(source) \(numbers)"
    case .min: "SELECT min(value) AS result \(source) \(numbers)"
    case .max: "SELECT max(value) AS result \(source) \(numbers)"
    case .sum: "SELECT iif(count(*) > 0, total(value), NULL) AS result \(source) \(numbers)"
    case .count: "SELECT nullif(count(*), 0) AS result \(source)"
    // A bare column beside min() or max() is of the row that has it (sqlite.org/lang_select).
    case .first: "SELECT value AS result, min(time) \(source)"
    case .last: "SELECT value AS result, max(time) \(source)"
    }
  }
}
