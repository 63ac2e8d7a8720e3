import BlockModel
import BlockStore
import Foundation
import LanguageModels

/// What the data folder knows of models: settings, keys, what was used and learnt.
struct StoredModels: ModelStore {
  let storage: SQLiteStorage

  static let settingsName = "models"
  static let quirksName = "model quirks"

  static func keyName(_ server: String) -> String { "dash.models.key.\(server)" }

  func modelSettings() async -> ModelSettings {
    let kept = try? await storage.setting(Self.settingsName)
    return kept.map { ModelSettings(json: $0) } ?? ModelSettings()
  }

  func modelKey(server: String) async -> String? {
    try? await storage.secret(Self.keyName(server))
  }

  /// - Returns: what cannot be read counts as nothing used: a broken store is told of elsewhere.
  func modelUse(since date: Date) async -> ModelUse {
    (try? await storage.modelUse(since: date)) ?? ModelUse()
  }

  func modelQuirks(of target: String) async -> ModelQuirks? {
    let kept = try? await storage.setting(Self.quirksName)
    return kept?[target].map { ModelQuirks(json: $0) }
  }

  func keep(_ quirks: ModelQuirks, of target: String) async {
    var kept = (try? await storage.setting(Self.quirksName))?.object ?? [:]
    kept[target] = quirks.json
    // Learning it again costs one request.
    try? await storage.setSetting(Self.quirksName, to: .object(kept))
  }
}
