import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("What blocks are sent")
struct WebhookTests {
  let storages = Storages()
  static let moment = Date(timeIntervalSince1970: 1_764_000_000)

  private func message(_ text: String) throws -> WebhookMessage {
    try WebhookMessage(contentType: "text/plain", body: Array(text.utf8))
  }

  private func messages(_ storage: any Storage, of block: BlockID) async throws -> [SeriesPoint] {
    try await storage.points(of: Webhook.series, SeriesQuery(), of: block, with: [])
  }

  @Test(
    "an address is found by its hash only, and a new one ends the old",
    arguments: StorageKind.allCases)
  func addresses(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let (first, second) = (
      try await storage.create(.sample("first")).id, try await storage.create(.sample("second")).id
    )
    #expect(try await storage.webhook(of: first) == nil)
    try await storage.setWebhook(hash: [1], of: first, at: Self.moment)
    try await storage.setWebhook(hash: [2], of: second, at: Self.moment)
    #expect(try await storage.blockOfWebhook(hash: [1]) == first)
    #expect(try await storage.blockOfWebhook(hash: [2]) == second)
    #expect(try await storage.webhook(of: first) == Webhook(createdAt: Self.moment))
    try await storage.setWebhook(hash: [3], of: first, at: Self.moment + 5)
    #expect(try await storage.blockOfWebhook(hash: [1]) == nil)
    #expect(try await storage.blockOfWebhook(hash: [3]) == first)
    #expect(try await storage.removeWebhook(of: first))
    #expect(try await !storage.removeWebhook(of: first))
    #expect(try await storage.blockOfWebhook(hash: [3]) == nil)
  }

  @Test("an address of a block that is not there is not made", arguments: StorageKind.allCases)
  func noBlock(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    await #expect(throws: StorageError.self) {
      try await storage.setWebhook(hash: [1], of: BlockID(naming: "gone"), at: Self.moment)
    }
    #expect(try await storage.blockOfWebhook(hash: [1]) == nil)
  }

  @Test(
    "the newest messages are kept, each with a moment of its own, in the order they came",
    arguments: StorageKind.allCases)
  func messages(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let id = try await storage.create(.sample("mine")).id
    try await storage.setWebhook(hash: [1], of: id, at: Self.moment)
    for number in 0..<25 {
      // All at once, and then with a clock that was set back.
      let at = number < 20 ? Self.moment : Self.moment - 3600
      try await storage.keep(try message("\(number)"), of: id, at: at)
    }
    let kept = try await messages(storage, of: id)
    #expect(kept.map { $0.value["body"]?.string } == (5..<25).map { "\($0)" })
    #expect(Set(kept.map(\.time)).count == Webhook.maximumKept)
    #expect(try await storage.series(of: id).map(\.points) == [Webhook.maximumKept])
    #expect(try await storage.scriptUse(of: id).points == Webhook.maximumKept)
    #expect(try await storage.webhook(of: id)?.lastUsedAt == Self.moment - 3600)
  }

  @Test(
    "what is sent counts towards what a block may keep, and takes nothing of its other series",
    arguments: StorageKind.allCases)
  func quota(kind: StorageKind) async throws {
    let storage = try storages.open(kind, quotas: ScriptQuotas(pointBytes: 200))
    let id = try await storage.create(.sample("mine")).id
    try await storage.commit(
      ScriptChanges(points: ["gold": [SeriesPoint(time: Self.moment, value: 1)]]), of: id)
    for _ in 0..<9 {
      try await storage.keep(
        try message(String(repeating: "x", count: 40)), of: id, at: Self.moment)
    }
    #expect(try await storage.scriptUse(of: id).pointBytes <= 200)
    #expect(try await storage.series(of: id).map(\.name) == ["gold", Webhook.series])
  }

  @Test("an address ends with its block", arguments: [StorageKind.sqlite])
  func deleted(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let id = try await storage.create(.sample("mine")).id
    try await storage.setWebhook(hash: [1], of: id, at: Self.moment)
    try await storage.delete(id)
    // In the trash it is still there, so that it works again when the block comes back.
    #expect(try await storage.blockOfWebhook(hash: [1]) == id)
  }
}
