public import BlockModel
import BlockStore
import Foundation

/// What scripts collect over time, for other programs.
extension DashboardEngine {
  /// The series of a block with the number of their points, sorted by name.
  public func series(of id: BlockID) async throws(EngineError) -> [(name: String, points: Int)] {
    _ = try known(id)
    return try await stored { () throws(StorageError) in try await storage.series(of: id) }
  }

  /// A series as CSV (RFC 4180), the oldest point first: `at` in UTC, and `value`, a number or JSON.
  /// - Returns: `nil` when the block keeps no series of that name.
  public func csv(ofSeries name: String, of id: BlockID) async throws(EngineError) -> String? {
    guard try await series(of: id).contains(where: { $0.name == name }) else { return nil }
    let points: [SeriesPoint]
    do throws(ScriptStorageError) {
      points = try await storage.points(of: name, SeriesQuery(), of: id, with: [])
    } catch { throw .storage("\(error)".asSentence + ".") }
    return "at,value\r\n"
      + points.map { "\(Self.moment($0.time)),\(Self.field($0.value))\r\n" }.joined()
  }

  /// With milliseconds where there are some.
  private static func moment(_ date: Date) -> String {
    let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
    let isWhole = milliseconds.truncatingRemainder(dividingBy: 1000) == 0
    return date.formatted(
      isWhole ? .iso8601 : Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// A text is written as JSON, within quotes: no program takes it for a formula.
  private static func field(_ value: JSONValue) -> String {
    switch value {
    case .integer, .number: value.json()
    case .null: ""
    case .bool, .string, .array, .object:
      "\"" + value.json().replacing("\"", with: "\"\"") + "\""
    }
  }
}
