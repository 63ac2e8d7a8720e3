import BlockModel
import BlockStore
import Foundation
import Testing

@testable import DashboardEngine

@Suite("Blocks that are sent something")
struct WebhookTests {
  private static let reader = """
      local store = require "store"
      local messages = store.received()
      local last = messages[#messages]
      return { n = #messages, last = last and last.body, type = last and last.type }
    """

  private func message(_ text: String) throws -> WebhookMessage {
    try WebhookMessage(contentType: "application/json", body: Array(text.utf8))
  }

  /// The token at the end of a new address.
  private func token(_ house: House, _ id: BlockID) async throws -> String {
    let path = try await house.engine.makeWebhook(of: id)
    #expect(path.hasPrefix("/hooks/hook_"))
    return String(path.dropFirst("/hooks/".count))
  }

  /// Waits until nothing of the block runs any more.
  private func settle(_ house: House, _ id: BlockID) async throws {
    while let run = try await house.engine.entry(id).run { _ = await run.value }
  }

  @Test("a message runs the block, which reads it")
  func arrives() async throws {
    let house = try House()
    let id = try await house.install(Self.reader).id
    let token = try await token(house, id)
    #expect(try await house.engine.addressee(of: token) == id)
    try await house.engine.receive(try message(#"{"who": "Ada"}"#), of: id)
    try await settle(house, id)
    let card = try await house.engine.card(id)
    #expect(card.data?["n"] == 1 && card.data?["last"] == ["who": "Ada"])
    #expect(card.data?["type"] == "application/json")
    let runs = try await house.engine.runs(of: id)
    #expect(runs.first?.reason == "webhook")
    #expect(try await house.engine.webhook(of: id)?.lastUsedAt != nil)
  }

  @Test("what comes while the block runs is shown by one more run, however much it is")
  func whileItRuns() async throws {
    let house = try House()
    let id = try await house.install(Self.reader).id
    for number in 1...9 { try await house.engine.receive(try message("\(number)"), of: id) }
    try await settle(house, id)
    #expect(try await house.engine.card(id).data?["n"] == 9)
    #expect(try await house.engine.card(id).data?["last"] == 9)
    let runs = try await house.engine.runs(of: id).count { $0.reason == "webhook" }
    #expect((1...9).contains(runs))
  }

  @Test("a paused block keeps what comes, and shows it when it goes on")
  func paused() async throws {
    let house = try House()
    let id = try await house.install(Self.reader).id
    try await house.engine.setPaused(id, true)
    try await house.engine.receive(try message("7"), of: id)
    #expect(try await house.engine.entry(id).run == nil)
    #expect(try await house.engine.card(id).data?["n"] == 0)
    try await house.engine.refresh(id)
    #expect(try await house.engine.card(id).data?["last"] == 7)
  }

  @Test("only the newest address of a block that is there takes something")
  func unknown() async throws {
    let house = try House()
    let id = try await house.install(Self.reader).id
    let first = try await token(house, id)
    let second = try await token(house, id)
    let never = TokenText.make(.webhook)
    for token in [
      first, never, "", "hook_", String(second.dropLast()), second + "A", TokenText.make(),
    ] {
      await #expect(throws: WebhookRefusal.unknown) {
        try await house.engine.addressee(of: token)
      }
    }
    #expect(try await house.engine.addressee(of: second) == id)
    try await house.engine.delete(id)
    await #expect(throws: WebhookRefusal.unknown) {
      try await house.engine.addressee(of: second)
    }
    try await house.engine.restoreDeleted(id)
    #expect(try await house.engine.addressee(of: second) == id)
    #expect(try await house.engine.endWebhook(of: id))
    #expect(try await !house.engine.endWebhook(of: id))
    await #expect(throws: WebhookRefusal.unknown) {
      try await house.engine.addressee(of: second)
    }
  }

  @Test("a block takes so many messages in a minute, and says when it takes the next")
  func tooMany() async throws {
    let house = try House()
    let id = try await house.install(Self.reader).id
    let other = try await house.install(Self.reader).id
    let (token, others) = (try await token(house, id), try await token(house, other))
    for _ in 0..<Webhook.maximumPerMinute { _ = try await house.engine.addressee(of: token) }
    house.pass(20)
    await #expect(throws: WebhookRefusal.tooMany(seconds: 40)) {
      try await house.engine.addressee(of: token)
    }
    #expect(try await house.engine.addressee(of: others) == other)
    house.pass(41)
    #expect(try await house.engine.addressee(of: token) == id)
    // A clock that goes back an hour locks nobody out.
    house.pass(-3600)
    #expect(try await house.engine.addressee(of: token) == id)
  }

  @Test("a script does not write what is sent to it")
  func forged() async throws {
    let house = try House()
    let id = try await house.install(#"require("store").append("webhook", 1) return { n = 1 }"#).id
    let failure = try await house.engine.refresh(id).failure
    #expect(failure?.kind == .scriptError)
    #expect(failure?.message.contains("is of what is sent to the block") == true)
  }
}
