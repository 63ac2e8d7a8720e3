import BlockModel
import BlockStore
import Foundation
import LanguageModels

/// What the data folder knows of models: settings, keys, what was used and learnt.
struct StoredModels: ModelStore {
  let storage: any Storage

  static func keyName(_ server: String) -> String { "dash.models.key.\(server)" }

  func modelSettings() async throws -> ModelSettings {
    guard let kept = try await storage.modelSettings() else { return ModelSettings() }
    return try ModelSettings(json: kept)
  }

  func modelKey(server: String) async -> String? {
    try? await storage.ownKey(Self.keyName(server))
  }

  func reserve(
    _ estimate: ModelUse, of provider: String, on day: CivilDay, within limits: SpendingLimits
  ) async throws -> SpendingAnswer {
    try await storage.reserve(estimate, of: provider, on: day, within: limits)
  }

  func settle(_ reservation: SpendingReservation, as use: ModelUse) async throws {
    try await storage.settle(reservation, as: use)
  }

  func modelQuirks(of target: String) async -> ModelQuirks? {
    (try? await storage.modelQuirks(of: target)).map { ModelQuirks(json: $0) }
  }

  func keep(_ quirks: ModelQuirks, of target: String) async {
    // Learning it again costs one request.
    try? await storage.setModelQuirks(quirks.json, of: target)
  }
}
