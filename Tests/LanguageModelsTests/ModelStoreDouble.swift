import BlockModel
import Foundation

@testable import LanguageModels

/// A data folder that lives as long as a test.
actor ModelStoreDouble: ModelStore {
  var settings = ModelSettings()
  private(set) var used: [CivilDay: ModelUse] = [:]
  private var quirks: [String: ModelQuirks] = [:]

  /// What was used until now.
  var today: ModelUse { used[CivilDay(Date())] ?? ModelUse() }

  func change(_ change: @Sendable (inout ModelSettings) -> Void) { change(&settings) }
  func use(_ use: ModelUse) { used[CivilDay(Date())] = use }
  func modelSettings() -> ModelSettings { settings }
  func modelKey(server: String) -> String? { nil }

  func reserve(
    _ estimate: ModelUse, of provider: String, on day: CivilDay, within limits: SpendingLimits
  ) -> SpendingAnswer {
    let sum = used[day] ?? ModelUse()
    if sum.calls + estimate.calls > limits.calls { return .spent(.calls(limits.calls)) }
    if let limit = limits.tokens, sum.tokens >= limit { return .spent(.tokens(limit)) }
    if let limit = limits.cost, sum.cost >= limit { return .spent(.cost(limit)) }
    add(estimate, 1, day)
    return .reserved(SpendingReservation(day: day, provider: provider, estimate: estimate))
  }

  func settle(_ reservation: SpendingReservation, as use: ModelUse) {
    add(reservation.estimate, -1, reservation.day)
    add(use, 1, reservation.day)
  }

  private func add(_ use: ModelUse, _ sign: Int, _ day: CivilDay) {
    used[day, default: ModelUse()].calls += sign * use.calls
    let tokens = used[day, default: ModelUse()].tokens
    used[day, default: ModelUse()].tokens =
      sign < 0
      ? tokens.subtracting(clamping: use.tokens) : tokens.adding(clamping: use.tokens)
    used[day, default: ModelUse()].cost += Double(sign) * use.cost
  }

  func modelQuirks(of target: String) -> ModelQuirks? { quirks[target] }
  func keep(_ quirks: ModelQuirks, of target: String) { self.quirks[target] = quirks }
}
