import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Points by days, weeks and months of a zone")
struct CalendarPointsTests {
  private let id = BlockID(naming: "points")
  private let berlin = TimeZone(identifier: "Europe/Berlin")!

  private func moment(_ text: String) throws -> Date {
    try Date.ISO8601FormatStyle().parse(text)
  }

  /// One point an hour, each with its number.
  private func hours(
    from first: String, count: Int, in storage: SQLiteStorage
  ) async throws {
    let start = try moment(first)
    let points = (0..<count).map {
      SeriesPoint(time: start.addingTimeInterval(3_600 * Double($0)), value: .integer(Int64($0)))
    }
    try await storage.commit(ScriptChanges(points: ["s": points]), of: id)
  }

  private func points(
    _ unit: CalendarBuckets.Unit, _ zone: TimeZone, _ aggregate: SeriesQuery.Aggregate,
    _ query: SeriesQuery = SeriesQuery(), with pending: [SeriesPoint] = [],
    in storage: SQLiteStorage
  ) async throws -> [SeriesPoint] {
    var query = query
    query.calendar = CalendarBuckets(unit, zone: zone)
    query.aggregate = aggregate
    return try await storage.points(of: "s", query, of: id, with: pending)
  }

  @Test("a day in which the clock goes forward has 23 hours, one in which it goes back 25")
  func clockChange() async throws {
    let folder = TestFolder()
    let storage = try folder.open()
    for (first, wanted) in [
      ("2026-03-27T23:00:00Z", [24, 23, 24]), ("2026-10-23T22:00:00Z", [24, 25, 24]),
    ] {
      try await hours(from: first, count: wanted.reduce(0, +), in: storage)
      let days = try await points(
        .day, berlin, .count, SeriesQuery(since: try moment(first)), in: storage)
      #expect(days.map(\.value) == wanted.map { .integer(Int64($0)) })
      #expect(days.first?.time == (try moment(first)))
      let utc = try await points(
        .day, .gmt, .count, SeriesQuery(since: try moment(first)), in: storage)
      #expect(utc.count == 4)
    }
    try storage.close()
  }

  @Test("weeks begin on Monday and months on the first, at midnight of the zone")
  func starts() async throws {
    let folder = TestFolder()
    let storage = try folder.open()
    try await hours(from: "2026-02-22T12:00:00Z", count: 24 * 10, in: storage)
    let weeks = try await points(.week, berlin, .count, in: storage)
    let monday = try moment("2026-02-22T23:00:00Z")
    #expect(weeks.map(\.time).dropFirst().first == monday)
    #expect(weeks.map(\.value) == [11, 168, 61])
    let months = try await points(.month, berlin, .max, in: storage)
    #expect(months.map(\.time).last == (try moment("2026-02-28T23:00:00Z")))
    #expect(months.map(\.value) == [154, 239])
    try storage.close()
  }

  @Test(
    "each way of putting them together counts what lies in the span, and numbers only",
    arguments: [
      (.mean, [2, 30]), (.min, [1, 10]), (.max, [3, 50]), (.sum, [4, 90]), (.count, [3, 3]),
      (.first, [1, 10]), (.last, ["text", 50]),
    ] as [(SeriesQuery.Aggregate, JSONValue)])
  func aggregates(aggregate: SeriesQuery.Aggregate, wanted: JSONValue) async throws {
    let folder = TestFolder()
    let storage = try folder.open()
    let values: [(String, JSONValue)] = [
      ("2026-05-01T05:00:00Z", 1000), ("2026-05-01T08:00:00Z", 1), ("2026-05-01T09:00:00Z", 3),
      ("2026-05-01T10:00:00Z", "text"), ("2026-05-09T08:00:00Z", 10), ("2026-05-09T09:00:00Z", 30),
      ("2026-05-09T10:00:00Z", 50), ("2026-05-09T20:00:00Z", 2000),
    ]
    let all = try values.map { SeriesPoint(time: try moment($0.0), value: $0.1) }
    try await storage.commit(ScriptChanges(points: ["s": all]), of: id)
    let span = SeriesQuery(
      since: try moment("2026-05-01T06:00:00Z"), until: try moment("2026-05-09T12:00:00Z"))
    let found = try await points(.day, berlin, aggregate, span, in: storage)
    #expect(found.map(\.value.number) == (wanted.array ?? []).map(\.number))
    #expect(found.map(\.value.string) == (wanted.array ?? []).map(\.string))
    // Days without points are left out, and `last` counts those that have some.
    var last = span
    last.last = 1
    #expect(try await points(.day, berlin, aggregate, last, in: storage) == Array(found.suffix(1)))
    try storage.close()
  }

  @Test("what the run under way appended counts as if it were kept; of one moment it holds")
  func pending() async throws {
    let folder = TestFolder()
    let storage = try folder.open()
    try await hours(from: "2026-05-01T08:00:00Z", count: 3, in: storage)
    let pending = [
      SeriesPoint(time: try moment("2026-05-01T09:00:00Z"), value: 100),
      SeriesPoint(time: try moment("2026-05-03T09:00:00Z"), value: 7),
    ]
    let days = try await points(.day, berlin, .sum, with: pending, in: storage)
    #expect(days.map(\.value.number) == [102, 7])
    #expect(try await points(.day, berlin, .sum, in: storage).map(\.value.number) == [3])
    try storage.close()
  }

  @Test("no series, no points; a span that ends before it begins has none; far moments end")
  func edges() async throws {
    let folder = TestFolder()
    let storage = try folder.open()
    #expect(try await points(.day, berlin, .mean, in: storage).isEmpty)
    try await hours(from: "2026-05-01T08:00:00Z", count: 3, in: storage)
    let inverted = SeriesQuery(since: Date(timeIntervalSince1970: 2e9), until: .distantPast)
    #expect(try await points(.day, berlin, .mean, inverted, in: storage).isEmpty)
    for far in [-1e13, 1e13] {
      try await storage.commit(
        ScriptChanges(points: [
          "s": [SeriesPoint(time: Date(timeIntervalSince1970: far), value: 5)]
        ]), of: id)
    }
    for unit in CalendarBuckets.Unit.allCases {
      #expect(try await points(unit, berlin, .count, in: storage).count == 3)
    }
    try storage.close()
  }
}
