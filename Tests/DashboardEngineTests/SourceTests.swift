import BlockModel
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DashboardEngine

@Suite("Sources that want a pause, or keep programs out")
struct SourceTests {
  @Test("where a source wants a long pause, every card of it says when it is asked again")
  func pause() async throws {
    let source = try LoopbackSource { _ in
      .init(status: 429, headers: [("Retry-After", "172800")])
    }
    let place = HostPort(host: "127.0.0.1", port: source.port)
    let house = try House()
    let script = "return { n = require('http').get('\(source.url("a"))'):json() }"
    var ids: [BlockID] = []
    for _ in 1...2 {
      let id = try await house.install(script).id
      try await house.engine.allow(id, .privateHost(place))
      _ = try await house.engine.entry(id).run?.value
      ids.append(id)
    }
    let until = Date() + 172_800
    for id in ids {
      let card = try await house.engine.card(id)
      #expect(card.state == .waiting && card.lastRun?.failure?.kind == .rateLimited)
      let next = try #require(card.nextRun)
      #expect(abs(next.timeIntervalSince(until)) < 3_600, "\(next)")
      #expect(card.sentence.contains("Next try at "), "\(card.sentence)")
    }
    // The second was not asked: it says that the place wanted a pause, and for how long.
    let told = try await house.engine.card(ids[1]).sentence
    #expect(told.contains("it will be asked again in 2 days"), "\(told)")
  }

  @Test(
    "a page that keeps programs out leaves the last good data on the card",
    arguments: [200, 403, 503])
  func keptOut(status: Int) async throws {
    let isOut = Mutex(false)
    let source = try LoopbackSource { _ in
      isOut.withLock { $0 }
        ? .init(
          status: status, type: "text/html",
          body: Array("<html><title>Just a moment...</title><script>_cf_chl_opt={}</script>".utf8))
        : .init(body: Array("7".utf8))
    }
    let house = try House()
    let id = try await house.install(
      "return { n = require('http').get('\(source.url("a"))'):json() }"
    ).id
    try await house.engine.allow(id, .privateHost(HostPort(host: "127.0.0.1", port: source.port)))
    _ = try await house.engine.entry(id).run?.value
    #expect(try await house.engine.card(id).data == ["n": 7])
    isOut.withLock { $0 = true }
    try await house.engine.refresh(id)
    let card = try await house.engine.card(id)
    #expect(card.state == .blocked && card.data == ["n": 7], "\(card.sentence)")
    #expect(card.sentence.contains("keeps bots out"))
    isOut.withLock { $0 = false }
    try await house.engine.refresh(id)
    #expect(try await house.engine.card(id).state == .ok)
  }
}
