import BlockModel
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DashboardEngine

@Suite("A refresh that somebody asks for")
struct RefreshTests {
  /// A source that counts how often it was asked, and says so.
  private final class Counting: Sendable {
    let asked = Mutex(0)
    var next: Int {
      asked.withLock {
        $0 += 1; return $0
      }
    }
  }

  @Test("while a run is ending it is answered by another one, which asks the source again")
  func ending() async throws {
    let house = try House()
    let counting = Counting()
    let gate = Gate()
    let source = try LoopbackSource { _ in
      let number = counting.next
      // The second run waits while it asks.
      if number == 2 { gate.arrive() }
      return LoopbackSource.Answer(body: Array("\(number)".utf8))
    }
    let place = HostPort(host: "127.0.0.1", port: source.port)
    let (clicks, click) = AsyncStream.makeStream(of: Void.self)
    let isArmed = Atomic(false)
    // What is kept of a run looks at the clock: that is when somebody clicks.
    let engine = DashboardEngine(
      storage: house.storage, runner: house.runner,
      settings: EngineSettings(
        now: {
          if isArmed.exchange(false, ordering: .relaxed) { click.yield() }
          return Date()
        }, random: { 0.5 }), draft: House.noDraft)
    let card = try await engine.install(
      BlockFiles(
        manifest: Manifest(name: "Test", permissions: Permissions(privateHosts: [place])),
        script: House.script("return { n = require('http').get('\(source.url("a"))'):json() }"),
        spec: House.spec),
      author: .recipe, explanation: "A test.", grants: [.privateHost(place)])
    _ = try await engine.entry(card.id).run?.value
    let first = Task { try await engine.refresh(card.id) }
    await gate.arrived()
    let late = Task {
      var iterator = clicks.makeAsyncIterator()
      _ = await iterator.next()
      return try await engine.refresh(card.id)
    }
    isArmed.store(true, ordering: .relaxed)
    gate.open()
    #expect(try await first.value.data == ["n": 2])
    #expect(try await late.value.data == ["n": 3])
    #expect(try await engine.card(card.id).data == ["n": 3])
  }
}
