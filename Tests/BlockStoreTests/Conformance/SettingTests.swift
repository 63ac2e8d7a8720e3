import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Settings")
struct SettingTests {
  let storages = Storages()

  @Test(
    "settings of the page, of models and what was seen are kept apart",
    arguments: StorageKind.allCases)
  func settings(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    #expect(try await storage.setting("models") == nil)
    try await storage.setSetting("models", to: true)
    #expect(try await storage.modelSettings() == nil)
    try await storage.setModelSettings(["model": "small"])
    try await storage.setModelSettings(["model": "large"])
    #expect(try await storage.modelSettings() == ["model": "large"])
    #expect(try await storage.setting("models") == true)
    try await storage.setSetting("models", to: nil)
    #expect(try await storage.setting("models") == nil)
    try await storage.setModelQuirks(["dropped": ["seed"]], of: "a")
    try await storage.setModelQuirks(["dropped": []], of: "b")
    #expect(try await storage.modelQuirks(of: "a") == ["dropped": ["seed"]])
    #expect(try await storage.modelQuirks(of: "c") == nil)
  }

  @Test("a read mark only moves forward", arguments: StorageKind.allCases)
  func marks(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let time = Date(timeIntervalSince1970: 1_700_000_000)
    #expect(try await storage.readMark("notices") == nil)
    try await storage.setReadMark("notices", to: time)
    try await storage.setReadMark("notices", to: time - 60)
    #expect(try await storage.readMark("notices") == time)
    try await storage.setReadMark("notices", to: time + 60)
    #expect(try await storage.readMark("notices") == time + 60)
    #expect(try await storage.readMark("other") == nil)
  }
}
