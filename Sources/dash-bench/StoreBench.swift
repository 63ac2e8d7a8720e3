import BlockModel
import BlockStore
import Foundation

/// Series of a million points, beside SQLite without us.
struct StoreBench {
  let workplace: Workplace

  private static let points = 1_000_000
  private static let start = 1_700_000_000

  func measure(into report: inout Report) async throws {
    let folder = DataFolder(workplace.folder.appending(path: "series"))
    // A block keeps 200,000 points; here the whole million stays.
    let storage = try SQLiteStorage(
      folder, for: .command, quotas: ScriptQuotas(points: 2 * Self.points, pointBytes: 1 << 30))
    let block = BlockID(naming: "bench")
    let first = Date(timeIntervalSince1970: Double(Self.start - 1))
    func append(_ value: JSONValue, at time: Date) async throws {
      let point = SeriesPoint(time: time, value: value)
      try await storage.commit(ScriptChanges(points: ["points": [point]]), of: block)
    }
    try await append(1, at: first)
    let script = [workplace.python, workplace.peer("series.py")]
    let file = folder.database.path
    _ = try Peer.output(
      script + ["fill", file, "1", "\(Self.start)", "\(Self.points)"])

    let clock = ContinuousClock()
    var times: [Double] = []
    for index in 0..<300 {
      let at = Date(timeIntervalSince1970: Double(Self.start + Self.points + index))
      let begin = clock.now
      try await append(.number(1.5), at: at)
      times.append((clock.now - begin) / .microseconds(1))
    }
    report.add(
      Figure(
        name: "append to a series of \(Self.points) points", value: Median.of(times), unit: "µs",
        peer: "a row inserted by SQLite alone",
        peerValue: try Peer.microseconds(script + ["append", file, "300"]), goal: "≤ 2"))

    let since = Self.start + Self.points / 2
    let until = since + 86_400
    let query = SeriesQuery(
      since: Date(timeIntervalSince1970: Double(since)),
      until: Date(timeIntervalSince1970: Double(until)), every: 3600)
    times = []
    for _ in 0..<20 {
      let begin = clock.now
      let buckets = try await storage.points(of: "points", query, of: block, with: [])
      times.append((clock.now - begin) / .microseconds(1))
      guard buckets.count >= 24 else { throw Peer.Missing(description: "buckets are missing") }
    }
    report.add(
      Figure(
        name: "a day of 86,400 points in hours", value: Median.of(times), unit: "µs",
        peer: "the same by SQLite alone",
        peerValue: try Peer.microseconds(
          script + ["range", file, "1", "\(since)", "\(until)"]), goal: "≤ 50 ms"))
    var days = SeriesQuery()
    days.calendar = CalendarBuckets(.day, zone: TimeZone(identifier: "Europe/Berlin") ?? .gmt)
    times = []
    for _ in 0..<20 {
      let begin = clock.now
      let buckets = try await storage.points(of: "points", days, of: block, with: [])
      times.append((clock.now - begin) / .microseconds(1))
      guard buckets.count >= 12 else { throw Peer.Missing(description: "days are missing") }
    }
    report.add(
      Figure(
        name: "\(Self.points) points in days of a zone", value: Median.of(times), unit: "µs",
        peer: "their mean by SQLite alone",
        peerValue: try Peer.microseconds(script + ["mean", file, "1"]), goal: "≤ 50 ms"))
    try storage.close()
  }
}
