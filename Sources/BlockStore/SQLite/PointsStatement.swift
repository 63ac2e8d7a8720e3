import BlockModel
import Foundation
import GRDB

/// The SQL of one question for points. Its rows are newest first, so that `last` is a limit.
struct PointsStatement {
  let sql: String
  let arguments: StatementArguments

  /// - Parameter pending: points of the run under way, in the order they were appended.
  init(_ query: SeriesQuery, series: String, block: BlockID, pending: [SeriesPoint] = []) {
    var arguments: [String: (any DatabaseValueConvertible)?] = [
      "block": block.text, "series": series, "limit": query.last ?? -1,
      "since": query.since?.milliseconds ?? Int64.min,
      "until": query.until?.milliseconds ?? Int64.max,
    ]
    let stored = """
      FROM points WHERE series = (SELECT id FROM series WHERE block = :block AND name = :series)
      AND time >= :since AND time <= :until
      """
    // Without buckets no more than the newest are needed of either.
    let enough = query.every ?? 0 > 0 ? "" : "ORDER BY time DESC LIMIT :limit"
    let range =
      pending.isEmpty
      ? stored
      : """
      FROM (
        SELECT * FROM (
          SELECT time, value \(stored) AND time NOT IN (SELECT value ->> 0 FROM json_each(:pending))
          \(enough))
        UNION ALL
        SELECT value ->> 0 AS time, value ->> 1 AS value FROM json_each(:pending)
        WHERE time >= :since AND time <= :until) WHERE true
      """
    if !pending.isEmpty { arguments["pending"] = Self.json(pending) }
    guard let every = query.every, every > 0 else {
      sql = """
        SELECT time AS moment, value AS result \(range) ORDER BY time DESC LIMIT :limit
        """
      self.arguments = StatementArguments(arguments)
      return
    }
    arguments["width"] = min(Int64(every), Int64.max / 4000) * 1000
    // Division in SQLite rounds towards zero; buckets before 1970 must round down.
    let bucket = "time - ((time % :width) + :width) % :width"
    let numbers = "AND typeof(value) IN ('integer', 'real')"
    let (result, filter) =
      switch query.aggregate {
      case .mean: ("avg(value)", numbers)
      case .min: ("min(value)", numbers)
      case .max: ("max(value)", numbers)
      case .sum: ("total(value)", numbers)
      case .count: ("count(*)", "")
      // A bare column beside min() or max() is of the row that has it (sqlite.org/lang_select).
      case .first: ("value", "")
      case .last: ("value", "")
      }
    let pick =
      switch query.aggregate {
      case .first: ", min(time)"
      case .last: ", max(time)"
      case .mean, .min, .max, .sum, .count: ""
      }
    sql = """
      SELECT \(bucket) AS moment, \(result) AS result\(pick) \(range) \(filter)
      GROUP BY moment ORDER BY moment DESC LIMIT :limit
      """
    self.arguments = StatementArguments(arguments)
  }
}

extension PointsStatement {
  /// `[[milliseconds, value as it is stored], …]`; of one moment the last.
  private static func json(_ points: [SeriesPoint]) -> String {
    var values: [Int64: JSONValue] = [:]
    for point in points { values[point.time.milliseconds] = PointValue.asStored(point.value) }
    return JSONValue.array(values.map { [.integer($0.key), $0.value] }).json()
  }
}

/// How values of points stand in the database: numbers as numbers, so that SQL can count with them.
enum PointValue {
  static func stored(_ value: JSONValue) -> DatabaseValue {
    switch asStored(value) {
    case .integer(let number): number.databaseValue
    case .number(let number): number.databaseValue
    case .string(let text): text.databaseValue
    case .null, .bool, .array, .object: .null
    }
  }

  /// A number, or the JSON text of anything else.
  static func asStored(_ value: JSONValue) -> JSONValue {
    switch value {
    case .integer: value
    case .number(let number) where number.isFinite: value
    case .null, .bool, .number, .string, .array, .object: .string(value.json())
    }
  }

  /// What a value counts towards the quota.
  static func bytes(_ value: DatabaseValue) -> Int {
    if case .string(let text) = value.storage { text.utf8.count } else { 8 }
  }

  static func read(_ value: DatabaseValue) -> JSONValue {
    switch value.storage {
    case .int64(let number): .integer(number)
    case .double(let number): .number(number)
    case .string(let text): (try? JSONValue(parsing: text)) ?? .null
    case .null, .blob: .null
    }
  }
}
