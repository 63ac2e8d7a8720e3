import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Spending")
struct SpendingTests {
  let storages = Storages()
  let day = CivilDay(Date(timeIntervalSince1970: 1_700_000_000))

  private func reserve(
    _ storage: any Storage, _ limits: SpendingLimits, tokens: Int = 0, cost: Double = 0,
    of provider: String = "a"
  ) async throws -> SpendingAnswer {
    try await storage.reserve(
      ModelUse(calls: 1, tokens: tokens, cost: cost), of: provider, on: day, within: limits)
  }

  @Test(
    "a limit of calls holds for all providers of a day together", arguments: StorageKind.allCases)
  func calls(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let limits = SpendingLimits(calls: 2)
    for provider in ["a", "b"] {
      let answer = try await reserve(storage, limits, of: provider)
      guard case .reserved = answer else {
        Issue.record("\(answer)")
        continue
      }
    }
    #expect(try await reserve(storage, limits, of: "c") == .spent(.calls(2)))
    let tomorrow = CivilDay(Date(timeIntervalSince1970: 1_700_000_000 + 86_400))
    let next = try await storage.reserve(
      ModelUse(calls: 1), of: "a", on: tomorrow, within: limits)
    #expect(next != .spent(.calls(2)))
    #expect(try await storage.spending(on: day) == ModelUse(calls: 2))
    #expect(try await reserve(storage, SpendingLimits(calls: 0)) == .spent(.calls(0)))
  }

  @Test(
    "what is reserved counts until it is corrected; one request at most goes beyond",
    arguments: StorageKind.allCases)
  func settled(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let limits = SpendingLimits(calls: 10, tokens: 1_000, cost: 1)
    guard case .reserved(let first) = try await reserve(storage, limits, tokens: 800, cost: 0.5),
      case .reserved(let second) = try await reserve(storage, limits, tokens: 300, cost: 0.75)
    else {
      Issue.record("refused")
      return
    }
    #expect(try await reserve(storage, limits) == .spent(.tokens(1_000)))
    try await storage.settle(first, as: ModelUse(calls: 1, tokens: 100, cost: 0.5))
    #expect(try await reserve(storage, limits) == .spent(.cost(1)))
    try await storage.settle(second, as: ModelUse(calls: 1, tokens: 300, cost: 0.25))
    #expect(try await storage.spending(on: day) == ModelUse(calls: 2, tokens: 400, cost: 0.75))
    guard case .reserved = try await reserve(storage, limits, tokens: 500, cost: 0.25) else {
      Issue.record("refused")
      return
    }
    // Whoever is killed while asking is believed to have used what was reserved.
    #expect(try await storage.spending(on: day) == ModelUse(calls: 3, tokens: 900, cost: 1))
    #expect(try await reserve(storage, limits) == .spent(.cost(1)))
  }

  static let numbers: [ModelUse] = [
    ModelUse(calls: 1, tokens: .min, cost: -5), ModelUse(calls: -9, tokens: -1, cost: .nan),
    ModelUse(calls: .max, tokens: .max, cost: .infinity),
    ModelUse(calls: 1, tokens: .max, cost: 1e300),
    ModelUse(calls: .min, tokens: 0, cost: -.infinity),
  ]

  @Test(
    "no number a server says makes a day cheaper or ends Dash", arguments: numbers,
    StorageKind.allCases)
  func hostile(use: ModelUse, kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let limits = SpendingLimits(calls: .max, tokens: .max, cost: .infinity)
    for _ in 0..<3 {
      guard case .reserved(let first) = try await reserve(storage, limits, tokens: 10, cost: 0.5),
        case .reserved(let second) = try await storage.reserve(
          use, of: "a", on: day, within: limits)
      else {
        Issue.record("refused")
        return
      }
      try await storage.settle(first, as: use)
      try await storage.settle(second, as: use)
      let sum = try await storage.spending(on: day)
      #expect(sum == sum.clamped)
    }
    // A day that cost anything is never below what was reserved and not corrected.
    guard case .reserved = try await reserve(storage, limits, tokens: 7, cost: 0.25) else { return }
    let sum = try await storage.spending(on: day)
    #expect(sum.calls >= 1)
    #expect(sum.tokens >= 7)
    #expect(sum.cost >= 0.25)
  }

  @Test("days are those of the calendar where Dash runs")
  func days() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "Pacific/Auckland"))
    #expect(
      CivilDay(Date(timeIntervalSince1970: 1_795_694_400), calendar: calendar).description
        == "2026-11-27")
    calendar.timeZone = .gmt
    #expect(
      CivilDay(Date(timeIntervalSince1970: 1_795_694_400), calendar: calendar).description
        == "2026-11-26")
  }
}
