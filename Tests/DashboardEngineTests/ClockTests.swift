import BlockModel
import Foundation
import Testing

@testable import DashboardEngine

@Suite("Clocks that jump")
struct ClockTests {
  /// Lets the schedule start what is due, and waits for it.
  private func look(_ house: House, _ ids: [BlockID]) async throws {
    await house.engine.tick()
    for id in ids { _ = try await house.engine.entry(id).run?.value }
  }

  private func runs(_ house: House, _ ids: [BlockID]) async throws -> [Int] {
    var counts: [Int] = []
    for id in ids { counts.append(try await house.engine.runs(of: id).count) }
    return counts
  }

  @Test(
    "a clock that is set back stops no block, and one that is set ahead runs each of them once",
    arguments: [30.0, 400, 100_000])
  func jumps(days: Double) async throws {
    let house = try House()
    var ids: [BlockID] = []
    for number in 1...3 { ids.append(try await house.install("return { n = \(number) }").id) }
    try await look(house, ids)
    #expect(try await runs(house, ids) == [1, 1, 1])
    house.pass(-days * 86_400)
    try await look(house, ids)
    house.pass(700)
    try await look(house, ids)
    #expect(try await runs(house, ids) == [2, 2, 2])
    house.pass(2 * days * 86_400)
    try await look(house, ids)
    try await look(house, ids)
    #expect(try await runs(house, ids) == [3, 3, 3])
    for id in ids {
      let card = try await house.engine.card(id)
      #expect(card.data != nil && card.lastRun?.failure == nil, "\(card.sentence)")
    }
  }
}
