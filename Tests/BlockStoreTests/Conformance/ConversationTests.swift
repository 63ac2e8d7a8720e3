import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Conversations")
struct ConversationTests {
  let storages = Storages()
  let id = BlockID("clock-1")!

  @Test(
    "messages read back in their order, and go with their block", arguments: StorageKind.allCases)
  func messages(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    let lines = (0..<5).map {
      ChatMessage(
        $0.isMultiple(of: 2) ? .person : .dash, "line \($0)",
        at: Date(timeIntervalSince1970: Double($0)))
    }
    try await storage.addMessages(Array(lines[..<2]), to: id)
    try await storage.addMessages(Array(lines[2...]), to: id)
    #expect(try await storage.messages(of: id) == lines)
    #expect(try await storage.messages(of: BlockID("other-1")!).isEmpty)
  }

  @Test("only the newest 200 messages are kept", arguments: StorageKind.allCases)
  func retention(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    let lines = (0..<230).map { ChatMessage(.person, "\($0)", at: Date(timeIntervalSince1970: 1)) }
    try await storage.addMessages(lines, to: id)
    #expect(try await storage.messages(of: id).map(\.text) == (30..<230).map(String.init))
  }

  @Test(
    "model calls are kept with what they cost, also those that made no block",
    arguments: StorageKind.allCases)
  func calls(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    func call(_ stage: String, _ cost: Double?, at: Double) -> ModelCall {
      ModelCall(
        stage: stage, provider: "replay", model: "m", prompt: "p", answer: "a", inputTokens: 100,
        outputTokens: 10, cost: cost, milliseconds: 5, failure: cost == nil ? "no" : nil,
        at: Date(timeIntervalSince1970: at))
    }
    let calls = [call("plan", 0.25, at: 10), call("write", 0.5, at: 20)]
    try await storage.addModelCalls(calls, of: id)
    try await storage.addModelCalls([call("plan", nil, at: 30)], of: nil)
    #expect(try await storage.modelCalls(of: id, limit: 9) == calls.reversed())
    #expect(try await storage.modelCalls(of: nil, limit: 9).count == 3)
  }
}
