import Authoring
import BlockModel
import BlockStore
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DashboardEngine

@Suite("Values in another form, and sources at another address, are followed with proof")
struct ReadingHealTests {
  /// A shop whose answers a test changes, by path.
  final class Shop: Sendable {
    private let answers: Mutex<[String: LoopbackSource.Answer]> = Mutex([:])
    private let count = Mutex(0)

    /// Requests that were answered.
    var asked: Int { count.withLock { $0 } }

    func set(_ path: String, _ body: String, status: Int = 200, type: String = "application/json") {
      answers.withLock {
        $0[path] = LoopbackSource.Answer(
          status: status, type: type, headers: [("Cache-Control", "no-store")],
          body: Array(body.utf8))
      }
    }

    func answer(_ path: String) -> LoopbackSource.Answer {
      count.withLock { $0 += 1 }
      return answers.withLock { $0[path] }
        ?? LoopbackSource.Answer(status: 404, type: "text/html", headers: [], body: [])
    }
  }

  private func install(
    _ house: House, _ shop: Shop
  ) async throws -> (id: BlockID, server: LoopbackSource) {
    shop.set("prices", #"{"title": "Kettle, steel", "price": 24.99}"#)
    let server = try LoopbackSource { shop.answer($0) }
    let place = HostPort(host: "127.0.0.1", port: server.port)
    let script = """
      local http, store = require "http", require "store"
      return function(ctx)
        local shop = http.get("\(server.url("prices"))"):json()
        store.append("price", shop.price)
        return { title = shop.title, price = shop.price }
      end
      """
    let card = try await house.engine.install(
      BlockFiles(
        manifest: Manifest(name: "Kettle", permissions: Permissions(privateHosts: [place])),
        script: script,
        spec: #"{"ui": 1, "body": [{"type": "stat", "label": "${title}", "value": "${price}"}]}"#),
      author: .drafter, explanation: "A test.", grants: [.privateHost(place)])
    _ = try await house.engine.entry(card.id).run?.value
    for _ in 0..<3 { _ = try await house.engine.refresh(card.id) }
    #expect(try await house.engine.card(card.id).data?["price"] == 24.99)
    return (card.id, server)
  }

  @Test("cents instead of euros are doubted, and read as euros before anybody confirms them")
  func cents() async throws {
    let house = try House()
    let shop = Shop()
    let (id, server) = try await install(house, shop)
    shop.set("prices", #"{"title": "Kettle, steel", "price": 2499}"#)
    let events = house.engine.events()
    try await house.engine.refresh(id)
    for await event in events where event == .cardChanged(id) {
      let card = try await house.engine.card(id)
      if card.version == VersionNumber(2), card.state == .ok { break }
    }
    #expect(try await house.engine.card(id).data?["price"] == 24.99)
    let points = try await house.storage.points(of: "price", SeriesQuery(), of: id, with: [])
    #expect(!points.map(\.value).contains(2499))
    withExtendedLifetime(server) {}
  }

  @Test("another price that is large is doubted, and stays what it is")
  func largePrice() async throws {
    let house = try House()
    let shop = Shop()
    let (id, server) = try await install(house, shop)
    shop.set("prices", #"{"title": "Kettle, gold", "price": 2731}"#)
    try await house.engine.refresh(id)
    let report = try await house.engine.heal(id, by: "heal")
    #expect(report.repair == nil, "\(report.text)")
    #expect(try await house.storage.healState(of: id).failedAt.isEmpty)
    try await house.engine.refresh(id)
    #expect(try await house.engine.card(id).data?["price"] == 2731)
    withExtendedLifetime(server) {}
  }

  @Test("an address that is gone is followed within its host, and to no other one")
  func moved() async throws {
    for (link, isFollowed) in [("/v2/prices", true), ("http://localhost:1/prices", false)] {
      let house = try House()
      let shop = Shop()
      let (id, server) = try await install(house, shop)
      shop.set("prices", #"{"error": "gone", "moved_to": "\#(link)"}"#, status: 410)
      shop.set("v2/prices", #"{"title": "Kettle, steel", "price": 24.99}"#)
      let report = try await house.engine.heal(id)
      #expect((report.repair != nil) == isFollowed, "\(report.text)")
      let permissions = try await house.engine.card(id).permissions
      #expect(permissions.privateHosts == [HostPort(host: "127.0.0.1", port: server.port)])
      if isFollowed {
        #expect(report.repair?.method == "moved address")
        #expect(try await house.engine.refresh(id).failure == nil)
      }
      withExtendedLifetime(server) {}
    }
  }

  @Test("a rehearsal tells what would become of a block, and leaves it and its source alone")
  func rehearsal() async throws {
    let house = try House()
    let shop = Shop()
    let (id, server) = try await install(house, shop)
    let asked = shop.asked
    let scenes = try await house.engine.rehearseBreakage(of: id)
    func outcome(_ change: String) -> BreakageRehearsal.Outcome? {
      scenes.first { $0.change.hasSuffix(change) }?.outcome
    }
    #expect(outcome("'price' is renamed") == .repaired)
    #expect(outcome("'price' is a text with a unit") == .repaired)
    #expect(outcome("everything is wrapped in an object") == .repaired)
    #expect(outcome("the source is asked too often") == .waits)
    #expect(outcome("'price' is null") == .stuck)
    #expect(scenes.summary.hasPrefix("survives \(scenes.survived) of \(scenes.count): "))
    #expect(shop.asked == asked)
    let card = try await house.engine.card(id)
    #expect(card.version == VersionNumber(1) && card.state == .ok)
    #expect(try await house.storage.healState(of: id) == HealState())
    withExtendedLifetime(server) {}
  }

  @Test("a block of which nothing was recorded cannot be rehearsed, and is told what to do")
  func unrecorded() async throws {
    let house = try House()
    let card = try await house.engine.install(
      BlockFiles(
        manifest: Manifest(name: "Clock"), script: "return function(ctx) return { now = 1 } end",
        spec: #"{"ui": 1, "body": [{"type": "text", "text": "${now}"}]}"#), author: .drafter,
      explanation: "A test.")
    await #expect(throws: EngineError.nothingRecorded(card.id)) {
      try await house.engine.rehearseBreakage(of: card.id)
    }
  }
}
