import BlockModel
import Foundation
import GRDB
import Testing

@testable import BlockStore

@Suite("Bounds of past results")
struct ResultBoundTests {
  let folder = TestFolder()
  let id = BlockID("clock-1")!
  /// The noon of today.
  let noon = Calendar.current.startOfDay(for: Date()) + 43_200

  private func run(_ data: JSONValue, at date: Date) -> NewRun {
    NewRun(
      RunOutcome(result: .ok(data), startedAt: date), version: VersionNumber(1),
      reason: "schedule", keep: Retention(runs: 3))
  }

  /// - Parameter ballast: bytes of a text that does not pack well: random letters, others each time.
  private func save(
    _ number: Int, at date: Date, ballast: Int = 0, _ storage: SQLiteStorage,
    of block: BlockID? = nil
  ) async throws {
    let letters = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
    let text = String(
      decoding: (0..<ballast).map { _ in letters[Int.random(in: 0..<36)] }, as: UTF8.self)
    try await storage.save(
      run(["n": .integer(Int64(number)), "text": .string(text)], at: date), of: block ?? id)
  }

  /// Lets days of use pass, the last of them today.
  private func use(days: Int, _ storage: SQLiteStorage) async throws {
    for day in (0..<days).reversed() { try await storage.tidy(now: noon - Double(day) * 86_400) }
  }

  @Test("all of the last day are kept, one an hour of the week before, and one a day of a month")
  func thinned() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    var runs: [EndedRun] = []
    for hour in stride(from: 40 * 24, through: 0, by: -1) {
      for part in 0..<2 {
        let date = noon - Double(hour) * 3_600 + Double(part) * 1_200
        if date > noon { continue }
        runs.append(EndedRun(run(["n": .integer(Int64(hour * 2 + part))], at: date), of: id))
      }
    }
    for result in await storage.save(runs) { _ = try result.get() }
    try await use(days: 41, storage)
    let kept = try await storage.results(of: id, limit: 9_999).map(\.at)
    func count(_ days: Range<Double>) -> Int {
      kept.filter { days.contains(noon.timeIntervalSince($0) / 86_400) }.count
    }
    #expect(count(0..<1) == 48, "two an hour")
    #expect(count(2..<7) == 5 * 24, "one an hour")
    #expect(count(9..<29) == 20, "one a day")
    #expect(count(30..<99) <= 1, "what was shown when the month began")
    // The last of its hour stands for it.
    let hourly = kept.first { noon.timeIntervalSince($0) > 3 * 86_400 }
    #expect(hourly.map { $0.unixSeconds % 3_600 >= 1_200 } == true)
  }

  @Test("what a block has shown for longer than it keeps is still there")
  func unchanged() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    try await save(1, at: noon - 90 * 86_400, storage)
    try await use(days: 80, storage)
    #expect(try await storage.result(of: id, at: noon)?.data["n"] == 1)
  }

  @Test("a clock that jumps ahead removes nothing")
  func jump() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    for minute in 0..<5 { try await save(minute, at: noon + Double(minute) * 60, storage) }
    try await storage.tidy(now: noon + 3_000 * 86_400)
    #expect(try await storage.results(of: id, limit: 9).count == 5)
  }

  @Test("a block has a bound of bytes: the finest go first, and the newest stays")
  func bytes() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    // Three days, two hours each, four a hour, each of about 300 KiB: 7 MiB.
    for day in 0..<3 {
      for hour in 0..<2 {
        for part in 0..<4 {
          let date = noon - Double(2 - day) * 86_400 + Double(hour) * 3_600 + Double(part) * 600
          try await save(day * 100 + hour * 10 + part, at: date, ballast: 450_000, storage)
        }
      }
    }
    let kept = try await storage.results(of: id, limit: 99)
    #expect(kept.map(\.bytes).reduce(0, +) <= ResultBound.bytesOfBlock)
    var numbers: [Int64] = []
    for summary in kept {
      numbers.append(try #require(try await storage.result(summary.id)?.data["n"]?.integer))
    }
    #expect(numbers.contains(213), "the newest")
    #expect(numbers.contains(13) && numbers.contains(113), "the last of each day")
    #expect(numbers.contains(3) && numbers.contains(103) && numbers.contains(203), "of each hour")
    #expect(!numbers.contains(0), "the oldest of the finest")
  }

  @Test("all blocks together have a bound of bytes, and each keeps its newest")
  func inAll() async throws {
    let storage = try folder.open()
    let ids = ["a-1", "b-1", "c-1"].map { BlockID($0)! }
    for id in ids {
      _ = try await storage.create(.sample(id.text))
      for minute in 0..<4 {
        try await save(
          minute, at: noon + Double(minute) * 60, ballast: 30_000, storage, of: id)
      }
    }
    try await storage.pool.write { try ResultBound.pruneAll(bytes: 100_000, $0) }
    let kept = try await storage.kept().first { $0.name == "past results" }
    #expect(kept?.bytes ?? .max <= 100_000 && kept?.count ?? 0 >= 3, "\(kept as Any)")
    // However small the bound is.
    try await storage.pool.write { try ResultBound.pruneAll(bytes: 1, $0) }
    for id in ids { #expect(try await storage.result(of: id, at: .distantFuture)?.data["n"] == 3) }
  }

  @Test("a month of results of every minute stays within the bound of its block")
  func month() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    let rows = JSONValue.array(
      (0..<60).map { ["title": .string("Story number \($0)"), "points": .integer(Int64($0) * 7)] })
    // Two days at full number, as they are before the daily thinning.
    let runs = (0..<2_880).map { minute in
      EndedRun(
        run(
          ["n": .integer(Int64(minute)), "stories": rows],
          at: noon - 172_800 + Double(minute) * 60), of: id)
    }
    for result in await storage.save(runs) { _ = try result.get() }
    let kept = try await storage.results(of: id, limit: 9_999)
    #expect(kept.count == 2_880)
    #expect(kept.map(\.bytes).reduce(0, +) < ResultBound.bytesOfBlock)
  }

  @Test("bytes pack and unpack, and damage is told")
  func packing() throws {
    for bytes in [[], [7], Array(repeating: 65, count: 100_000), (0...255).map { UInt8($0) }] {
      #expect(try Deflate.unpack(try Deflate.pack(bytes), size: bytes.count) == bytes)
    }
    var packed = try Deflate.pack(Array("something to read".utf8))
    #expect(throws: Deflate.Problem.self) { try Deflate.unpack(packed, size: 5) }
    packed[packed.count / 2] ^= 0xFF
    #expect(throws: Deflate.Problem.self) { try Deflate.unpack(packed, size: 17) }
  }
}
