import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Deliveries of notices")
struct DeliveryTests {
  let storages = Storages()
  let id = BlockID("clock-1")!
  let now = Date(timeIntervalSince1970: 1_800_000_000)

  private func storage(_ kind: StorageKind) async throws -> any Storage {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    for (number, notice) in [(0, NoticeKind.alert), (1, .broken), (2, .alert)] {
      try await storage.add(
        NewNotice(notice, incident: "\(number)", title: "T", text: "\(number)", at: now), of: id)
    }
    return storage
  }

  private func take(
    _ storage: any Storage, _ target: String = "phone", _ kinds: Set<NoticeKind> = [.alert],
    after first: Int64 = 0, at date: Date? = nil
  ) async throws -> [Delivery] {
    try await storage.takeDeliveries(
      to: target, of: kinds, after: first, now: date ?? now, limit: 9)
  }

  @Test(
    "a target gets what it wants to know, each once, and another one its own",
    arguments: StorageKind.allCases)
  func once(kind: StorageKind) async throws {
    let storage = try await storage(kind)
    #expect(try await take(storage).map(\.notice.text) == ["0", "2"])
    #expect(try await take(storage).isEmpty, "under way")
    #expect(
      try await take(storage, "desk", [.broken, .alert]).map(\.notice.text) == ["0", "1", "2"])
    #expect(try await take(storage, "none", []).isEmpty)
  }

  @Test(
    "what did not arrive is tried again at its time, what did is not",
    arguments: StorageKind.allCases)
  func retried(kind: StorageKind) async throws {
    let storage = try await storage(kind)
    let taken = try await take(storage)
    try await storage.settle(taken[0], retryAt: now + 60, problem: "no answer")
    try await storage.settle(taken[1], retryAt: nil, problem: nil)
    #expect(
      try await storage.deliveries(of: taken[0].notice.id) == [
        DeliveryRecord(target: "phone", attempts: 1, retryAt: now + 60, problem: "no answer")
      ])
    #expect(try await take(storage, at: now + 59).isEmpty)
    let again = try await take(storage, at: now + 60)
    #expect(again.map(\.notice.text) == ["0"] && again.first?.attempt == 2)
    try await storage.settle(again[0], retryAt: nil, problem: "gone")
    #expect(try await take(storage, at: now + 999).isEmpty)
  }

  @Test(
    "what was told before the target was set, and what is old news, is not sent",
    arguments: StorageKind.allCases)
  func old(kind: StorageKind) async throws {
    let storage = try await storage(kind)
    let newest = try await storage.notices(of: nil, limit: 1)[0].id
    #expect(try await take(storage, after: newest).isEmpty)
    #expect(try await take(storage, at: now + 2 * 86_400).isEmpty)
  }
}
