import BlockModel
import BlockStore
import Foundation
import Testing

@testable import DashboardEngine

@Suite("When blocks are due")
struct DueTimesTests {
  private func id(_ number: Int) -> BlockID { BlockID("block-\(number)")! }
  private func at(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }

  @Test("the earliest comes first, and each block once, at the time it was planned last")
  func order() {
    var times = DueTimes()
    for number in 0..<2_000 { times[id(number)] = at(Double(number * 7_919 % 2_000)) }
    // Planned anew, some often; the old times mean nothing.
    for round in 1...5 {
      for number in stride(from: 0, to: 2_000, by: 2) {
        times[id(number)] = at(Double(round * 3_000 + number))
      }
    }
    for number in stride(from: 1, to: 2_000, by: 4) { times[id(number)] = nil }
    var found: [BlockID: Date] = [:]
    var last = Date.distantPast
    while let time = times.earliest() {
      #expect(time >= last)
      let early = times.next(at: time - 1)
      #expect(early == nil)
      guard let id = times.next(at: time) else { break }
      #expect(found.updateValue(time, forKey: id) == nil)
      #expect(times[id] == nil)
      last = time
    }
    #expect(found.count == 1_500)
    #expect(found[id(0)] == at(15_000) && found[id(2)] == at(15_002))
    #expect(found[id(1)] == nil && found[id(3)] == at(Double(3 * 7_919 % 2_000)))
  }
}

@Suite("The line of blocks that are due")
struct RunLineTests {
  private func id(_ name: String) -> BlockID { BlockID("b-\(name)")! }

  private func line(_ atOnce: Int, perHost: Int = 9, _ claims: [RunLine.Claim]) -> RunLine {
    var line = RunLine(RunLine.Limits(atOnce: atOnce, perHost: perHost))
    for claim in claims { line.add(claim) }
    return line
  }

  private func all(_ line: inout RunLine) -> [BlockID] {
    var ids: [BlockID] = []
    while let id = line.next() { ids.append(id) }
    return ids
  }

  /// `#expect` itself cannot change the line.
  private func expect(
    _ found: [BlockID], _ wanted: [BlockID], at place: SourceLocation = #_sourceLocation
  ) {
    #expect(found == wanted, sourceLocation: place)
  }

  @Test("who came first runs first, so many at a time, and nobody twice")
  func limit() {
    var line = line(2, ["1", "2", "3", "1"].map { RunLine.Claim(id: id($0)) })
    expect(all(&line), [id("1"), id("2")])
    line.add(RunLine.Claim(id: id("1")))
    line.end(id("2"))
    expect(all(&line), [id("3")])
    line.end(id("1"))
    line.end(id("3"))
    expect(all(&line), [])
    #expect(line.count == 0)
  }

  @Test("a host that is asked enough keeps only its own blocks back, and they go on in their order")
  func hosts() {
    let claims = ["a1", "a2", "a3", "b1", "a4", "c1"].map { name in
      RunLine.Claim(id: id(name), hosts: [String(name.prefix(1))])
    }
    var line = line(9, perHost: 2, claims)
    expect(all(&line), ["a1", "a2", "b1", "c1"].map(id))
    line.end(id("a2"))
    expect(all(&line), [id("a3")])
    line.end(id("b1"))
    expect(all(&line), [])
    line.end(id("a1"))
    expect(all(&line), [id("a4")])
  }

  @Test("blocks that are always slow leave half of the places to the others")
  func slow() {
    let slow = (1...9).map { RunLine.Claim(id: id("slow\($0)"), isSlow: true) }
    var line = line(4, slow + [RunLine.Claim(id: id("quick"))])
    expect(all(&line), ["slow1", "slow2", "quick"].map(id))
    line.end(id("slow1"))
    expect(all(&line), [id("slow3")])
  }

  @Test("who waits for two things is not forgotten by either, and keeps neither from others")
  func twoBounds() {
    var line = line(
      9, perHost: 1,
      [
        RunLine.Claim(id: id("a"), hosts: ["a"]), RunLine.Claim(id: id("b"), hosts: ["b"]),
        RunLine.Claim(id: id("ab"), hosts: ["a", "b"]), RunLine.Claim(id: id("a2"), hosts: ["a"]),
        RunLine.Claim(id: id("b2"), hosts: ["b"]),
      ])
    expect(all(&line), ["a", "b"].map(id))
    var ran: [BlockID] = []
    var running = ["a", "b"].map(id)
    while !running.isEmpty {
      line.end(running.removeFirst())
      let next = all(&line)
      ran += next
      running += next
    }
    #expect(Set(ran) == Set(["ab", "a2", "b2"].map(id)))
  }

  @Test("hosts that are learned late count from then on; a block that gave its place up comes back")
  func late() {
    var line = line(9, perHost: 1, [RunLine.Claim(id: id("1")), RunLine.Claim(id: id("2"))])
    expect(all(&line), ["1", "2"].map(id))
    let learned = [line.learn(["a"], of: id("1")), line.learn(["a"], of: id("2"))]
    #expect(learned == [true, false])
    #expect(line.count == 1)
    line.end(id("1"))
    expect(all(&line), [id("2")])
    let isIn = line.learn(["a"], of: id("2"))
    #expect(isIn)
  }

  @Test("a block that was deleted while it waited takes nobody's place")
  func deleted() {
    var line = line(
      9, perHost: 1, ["1", "2", "3"].map { RunLine.Claim(id: id($0), hosts: ["a"]) })
    expect(all(&line), [id("1")])
    line.end(id("2"))
    line.end(id("1"))
    expect(all(&line), [id("3")])
  }
}

@Suite("The schedule")
struct ScheduleTests {
  @Test("a start reads rows only: what was planned holds, and files are read when a block runs")
  func start() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    let planned = try #require(try await house.engine.entry(id).nextRun)
    guard case .at(let kept) = try await house.storage.block(id).nextRun else {
      Issue.record("the next run was not kept")
      return
    }
    // As exact as a number of the database.
    #expect(abs(kept.timeIntervalSince(planned)) < 0.001)
    let again = DashboardEngine(
      storage: house.storage, runner: house.runner,
      settings: EngineSettings(random: { 0.5 }), draft: House.noDraft)
    try await again.open()
    #expect(await again.planFirstRuns().isEmpty)
    #expect(try await again.known(id).content == nil)
    #expect(try await again.known(id).nextRun == kept)
    #expect(try await again.card(id).data == ["n": 1])
  }

  @Test("what was planned by a clock that was set back since is planned anew")
  func setBack() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    let now = Date(timeIntervalSinceNow: -86_400)
    let again = DashboardEngine(
      storage: house.storage, runner: house.runner,
      settings: EngineSettings(now: { now }, random: { 0.5 }), draft: House.noDraft)
    try await again.open()
    let unplanned = await again.planFirstRuns()
    #expect(unplanned == [id])
    await again.planFromFiles(unplanned)
    #expect(try await again.known(id).nextRun == now + 600)
  }

  @Test("a clock that jumps ahead is caught up with by one run each")
  func jump() async throws {
    let house = try House()
    let ids = [
      try await house.install("return { n = 1 }").id,
      try await house.install("return { n = 2 }").id,
    ]
    house.pass(1_000_000)
    for _ in 0..<3 {
      await house.engine.tick()
      for id in ids { _ = try await house.engine.entry(id).run?.value }
    }
    for id in ids {
      #expect(try await house.engine.runs(of: id).map(\.reason) == ["schedule", "create"])
    }
  }

  @Test("data that say until when they hold are left until then; a click asks all the same")
  func validUntil() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1, valid_until = ctx.now + 5000 }").id
    house.pass(4_000)
    await house.engine.tick()
    #expect(try await house.engine.known(id).run == nil)
    #expect(try await house.engine.card(id).state == .ok)
    _ = try await house.engine.refresh(id)
    #expect(try await house.engine.runs(of: id).count == 2)
    house.pass(5_100)
    await house.engine.tick()
    _ = try await house.engine.entry(id).run?.value
    #expect(try await house.engine.runs(of: id).count == 3)
  }

  @Test("the alarm runs what is due by itself")
  func alarm() async throws {
    let house = try House()
    let id = try await house.install("return { n = ctx.reason }").id
    let events = house.engine.events()
    house.pass(10_000)
    try await house.engine.start()
    await house.engine.plan(id, at: Date(timeIntervalSince1970: 0))
    for await event in events where event == .cardChanged(id) {
      if try await house.engine.card(id).data == ["n": "schedule"] { break }
    }
    await house.engine.shutdown()
  }

  @Test("runs that end together are kept together, each told of what became of it")
  func ledger() async throws {
    let house = try House()
    let ids = [
      try await house.install("return { n = 1 }").id, BlockID("gone-1")!,
      try await house.install("return { n = 1 }").id,
    ]
    let ledger = RunLedger(house.storage)
    let results = await withTaskGroup(of: (Int, Bool).self, returning: [Bool].self) { group in
      for index in 0..<60 {
        let run = NewRun(
          RunOutcome(result: .ok(["n": .integer(Int64(index))]), startedAt: Date()),
          version: VersionNumber(1), reason: "schedule", keep: Retention(runs: 100))
        group.addTask {
          let kept = try? await ledger.save(EndedRun(run, of: ids[index % 3]), isAlone: index == 0)
          return (index, kept?.block == ids[index % 3])
        }
      }
      var results = [Bool](repeating: false, count: 60)
      for await (index, isKept) in group { results[index] = isKept }
      return results
    }
    #expect(results.indices.allSatisfy { results[$0] == ($0 % 3 != 1) })
    for id in [ids[0], ids[2]] {
      #expect(try await house.storage.runs(of: id, limit: 100).count == 21)
    }
  }
}
