import BlockModel
import Foundation
import Testing

@Suite("What scripts keep")
struct ScriptDataTests {
  let storages = Storages()
  let mine = BlockID("mine-1")!
  let other = BlockID("other-1")!

  @Test(
    "keys belong to one block, and any JSON comes back as it was", arguments: StorageKind.allCases)
  func keys(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let values: [JSONValue] = [
      .null, true, 5, 5.5, "ü\u{0}x", [1, [2]], ["b": 1, "a": .null], .integer(.max),
    ]
    for (index, value) in values.enumerated() {
      try await storage.set("k\(index)", to: value, of: mine)
      #expect(try await storage.value("k\(index)", of: mine) == value)
    }
    #expect(try await storage.value("k0", of: other) == nil)
    try await storage.set("x%", to: 1, of: mine)
    #expect(try await storage.keys(prefix: "x%", of: mine) == ["x%"])
    #expect(try await storage.keys(prefix: "%", of: mine).isEmpty)
    try await storage.delete("k1", of: mine)
    #expect(try await storage.keys(prefix: "k", of: mine).count == values.count - 1)
  }

  @Test(
    "quotas of keys and bytes refuse in words, and overwriting stays possible",
    arguments: StorageKind.allCases)
  func quotas(kind: StorageKind) async throws {
    let storage = try storages.open(kind, quotas: ScriptQuotas(bytes: 1_000, keys: 3))
    for name in ["a", "b", "c"] { try await storage.set(name, to: 1, of: mine) }
    await #expect(throws: ScriptStorageError.self) { try await storage.set("d", to: 1, of: mine) }
    try await storage.set("a", to: 2, of: mine)
    try await storage.set("d", to: 1, of: other)
    let big = JSONValue.string(String(repeating: "x", count: 998))
    let error = await #expect(throws: ScriptStorageError.self) {
      try await storage.set("a", to: big, of: mine)
    }
    #expect(error?.description.contains("delete some") == true)
    #expect(try await storage.value("a", of: mine) == 2)
  }

  @Test(
    "at its quota a series gives up its oldest point; a new series is refused",
    arguments: StorageKind.allCases)
  func pointQuota(kind: StorageKind) async throws {
    let storage = try storages.open(kind, quotas: ScriptQuotas(points: 3))
    for second in 0..<5 {
      try await storage.append(
        .integer(Int64(second)), to: "s", at: Date(timeIntervalSince1970: Double(second)), of: mine)
    }
    let points = try await storage.points(of: "s", SeriesQuery(), of: mine, with: [])
    #expect(points.map(\.value) == [2, 3, 4])
    await #expect(throws: ScriptStorageError.self) {
      try await storage.append(1, to: "t", at: Date(), of: mine)
    }
  }

  @Test("a second point of the same moment replaces the first", arguments: StorageKind.allCases)
  func sameMoment(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let time = Date(timeIntervalSince1970: 1_000)
    try await storage.append(1, to: "s", at: time, of: mine)
    try await storage.append(["price": 2], to: "s", at: time, of: mine)
    #expect(
      try await storage.points(of: "s", SeriesQuery(), of: mine, with: [])
        == [SeriesPoint(time: time, value: ["price": 2])])
  }

  @Test(
    "no number is too large for a moment or a bucket",
    arguments: [1e300, -1e300, .infinity, -.infinity, 1e18, -1e18])
  func extremes(seconds: Double) async throws {
    let storage = try storages.open(.sqlite)
    let time = Date(timeIntervalSince1970: seconds)
    try await storage.append(1, to: "s", at: time, of: mine)
    let all = SeriesQuery(since: .distantPast - 1e15, until: .distantFuture + 1e15)
    #expect(try await storage.points(of: "s", all, of: mine, with: []).map(\.value) == [1])
    for query in [
      SeriesQuery(since: time), SeriesQuery(until: time), SeriesQuery(every: .max),
      SeriesQuery(last: .max, every: 1 << 60),
    ] {
      _ = try await storage.points(of: "s", query, of: mine, with: [])
    }
  }

  static let aggregates = SeriesQuery.Aggregate.allCases

  @Test("buckets are what counting by hand gives", arguments: aggregates, [7, 60, 3_600])
  func buckets(aggregate: SeriesQuery.Aggregate, every: Int) async throws {
    let storage = try storages.open(.sqlite)
    var generator = SystemRandomNumberGenerator()
    var times: Set<Int> = []
    while times.count < 300 { times.insert(Int.random(in: -4_000...9_000, using: &generator)) }
    var points: [SeriesPoint] = []
    for time in times.sorted() {
      let value: JSONValue =
        time % 11 == 0 ? "text" : .number(Double(Int.random(in: -50...50)) + 0.5)
      let point = SeriesPoint(time: Date(timeIntervalSince1970: Double(time)), value: value)
      points.append(point)
      try await storage.append(value, to: "s", at: point.time, of: mine)
    }
    let since = Date(timeIntervalSince1970: -3_000)
    let until = Date(timeIntervalSince1970: 8_000)
    let answer = try await storage.points(
      of: "s", SeriesQuery(since: since, until: until, every: every, aggregate: aggregate),
      of: mine, with: [])
    let wanted = Buckets.counted(
      points.filter { $0.time >= since && $0.time <= until }, every, aggregate)
    #expect(answer.map(\.time) == wanted.map(\.time))
    for (a, b) in zip(answer, wanted) {
      if let x = a.value.number, let y = b.value.number {
        #expect(abs(x - y) < 1e-9)
      } else {
        #expect(a.value == b.value)
      }
    }
    let last = try await storage.points(
      of: "s", SeriesQuery(last: 2, every: every, aggregate: aggregate), of: mine, with: [])
    #expect(last == Array(last.sorted { $0.time < $1.time }.suffix(2)))
  }
}

extension ScriptData {
  /// Each change as a run of its own.
  func set(_ key: String, to value: JSONValue, of block: BlockID) async throws {
    let run = ScriptBuffer(self)
    try await run.set(key, to: value, of: block)
    try await commit(run.changes, of: block)
  }

  func delete(_ key: String, of block: BlockID) async throws {
    let run = ScriptBuffer(self)
    try await run.delete(key, of: block)
    try await commit(run.changes, of: block)
  }

  func append(
    _ value: JSONValue, to series: String, at time: Date, of block: BlockID
  ) async throws {
    let run = ScriptBuffer(self)
    try await run.append(value, to: series, at: time, of: block)
    try await commit(run.changes, of: block)
  }
}
