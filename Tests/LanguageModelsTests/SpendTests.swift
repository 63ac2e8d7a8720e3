import AuthoringWorkshop
import BlockModel
import Egress
import Foundation
import Synchronization
import Testing

@testable import Authoring
@testable import LanguageModels

@Suite("Limits of the day")
struct SpendTests {
  @Test("hold for calls, also for those under way")
  func calls() async throws {
    let store = ModelStoreDouble()
    await store.change { $0.limits.calls = 3 }
    await store.use(ModelUse(calls: 1))
    let ledger = SpendLedger(store: store) { Date() }
    _ = try await ledger.begin()
    _ = try await ledger.begin()
    let failure = await #expect(throws: ModelFailure.self) { try await ledger.begin() }
    #expect(failure?.kind == .spent && failure?.message.contains("3 calls") == true)
  }

  @Test("hold whatever a model says it used", arguments: [Int.max, .min, 0])
  func extremes(tokens: Int) async throws {
    let store = ModelStoreDouble()
    await store.change { $0.limits.tokens = .max }
    let ledger = SpendLedger(store: store) { Date() }
    var usage = ModelUsage()
    usage.inputTokens = tokens
    usage.outputTokens = tokens
    usage.cacheWriteTokens = .min
    for _ in 0..<3 {
      guard let reservation = try? await ledger.begin() else { continue }
      await ledger.end(reservation, usage + usage)
    }
    _ = ModelPrice(input: 1, output: 1).cost(of: usage)
  }

  @Test("hold for money and tokens, and end at midnight")
  func money() async throws {
    let store = ModelStoreDouble()
    await store.change {
      $0.limits.cost = 0.5
      $0.limits.tokens = 1_000
    }
    let clock = Mutex(Date())
    let ledger = SpendLedger(store: store) { clock.withLock { $0 } }
    var usage = ModelUsage()
    usage.cost = 0.6
    await ledger.end(try await ledger.begin(at: Self.price), usage)
    await #expect(throws: ModelFailure.self) { try await ledger.begin(at: Self.price) }
    clock.withLock { $0 += 86_400 }
    usage.inputTokens = 1_000
    usage.cost = nil
    await ledger.end(try await ledger.begin(at: Self.price), usage)
    await #expect(throws: ModelFailure.self) { try await ledger.begin(at: Self.price) }
  }

  @Test("numbers no server can mean are not added up")
  func hostileUsage() async throws {
    let store = ModelStoreDouble()
    let ledger = SpendLedger(store: store) { Date() }
    for number in [Int.max, .min, -1] {
      var usage = ModelUsage()
      (usage.inputTokens, usage.outputTokens) = (number, number)
      await ledger.end(try await ledger.begin(), usage)
    }
    #expect(await store.used[CivilDay(Date())]?.tokens == 2 * ModelUse.mostTokens)
  }

  @Test("a store that does not answer, or limits that cannot be read, let nothing through")
  func closed() async throws {
    let ledger = SpendLedger(store: BrokenStore()) { Date() }
    let failure = await #expect(throws: ModelFailure.self) { try await ledger.begin() }
    #expect(failure?.kind == .spent)
    for text in [
      "5", #"{"limits": 5}"#, #"{"limits": {"calls": "many"}}"#, #"{"limits": {"calls": -1}}"#,
      #"{"limits": {"tokens": 1.5}}"#, #"{"limits": {"cost": -1}}"#, #"{"limits": {"cost": "1"}}"#,
      #"{"prices": {"m": {"input": -3, "output": 15}}}"#, #"{"prices": {"m": {"input": 3}}}"#,
    ] {
      #expect(throws: ModelFailure.self, "\(text)") {
        try ModelSettings(json: JSONValue(parsing: text))
      }
    }
  }

  private struct BrokenStore: ModelStore {
    struct Broken: Error {}

    func modelSettings() throws -> ModelSettings { ModelSettings() }
    func modelKey(server: String) -> String? { nil }
    func reserve(
      _ estimate: ModelUse, of provider: String, on day: CivilDay, within limits: SpendingLimits
    ) throws -> SpendingAnswer { throw Broken() }
    func settle(_ reservation: SpendingReservation, as use: ModelUse) throws { throw Broken() }
    func modelQuirks(of target: String) -> ModelQuirks? { nil }
    func keep(_ quirks: ModelQuirks, of target: String) {}
  }

  @Test("are asked before the server is")
  func limited() async throws {
    let store = ModelStoreDouble()
    await store.change { $0.limits.calls = 1 }
    let server = try ModelServerDouble([ModelConfiguration.Wire.ollama.answer("one")])
    let models = ConfiguredModels(
      egress: Egress(), store: store,
      environment: [
        "DASH_AI_PROVIDER": "ollama", "DASH_AI_BASE_URL": server.source.url(""),
        "DASH_AI_MODEL": "m",
      ])
    guard case .model(let model) = await models.choice() else {
      Issue.record("there is a model")
      return
    }
    for try await _ in model.complete(WireRequestTests.request) {}
    await #expect(throws: ModelFailure.self) {
      for try await _ in model.complete(WireRequestTests.request) {}
    }
    #expect(server.requests.count == 1)
  }

  @Test("count what failed attempts used, in the ledger and in what is kept of the call")
  func failedAttempts() async throws {
    let store = ModelStoreDouble()
    await store.change { $0.limits.tokens = 20 }
    let ledger = SpendLedger(store: store) { Date() }
    let model = LimitedModel(base: TwiceModel(), ledger: ledger, price: nil)
    let log = CallLog()
    var session = ModelSession(model, record: { log.add($0) })
    _ = try await session.ask(.write, system: [], [ModelMessage(.user, "hello")])
    #expect(log.calls.map(\.inputTokens) == [16] && log.calls.map(\.outputTokens) == [4])
    #expect(log.calls.first?.cost == 0.5)
    await #expect(throws: ModelFailure.self) { try await ledger.begin() }
  }

  /// Answers at the second attempt.
  private struct TwiceModel: ModelProvider {
    let name = "twice"
    let model = "m"

    func complete(_ request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
      AsyncThrowingStream { events in
        var usage = ModelUsage()
        (usage.inputTokens, usage.outputTokens, usage.cost) = (8, 2, 0.25)
        for text in ["half", "whole"] {
          events.yield(.started(model: "m"))
          events.yield(.text(text))
          events.yield(.usage(usage))
        }
        events.yield(.finished(.finished))
        events.finish()
      }
    }
  }

  /// Dollars for a million tokens: 100,000 written tokens cost 40 cents.
  private static let price = ModelPrice(input: 0, output: 4)

  private static var request: ModelRequest {
    ModelRequest(
      stage: .write, system: [], messages: [ModelMessage(.user, "hello")], maximumOutput: 100_000)
  }

  @Test("hold for dollars while several are asked at once: one at most goes beyond")
  func together() async throws {
    let store = ModelStoreDouble()
    await store.change { $0.limits.cost = 1 }
    let ledger = SpendLedger(store: store) { Date() }
    let model = LimitedModel(
      base: SayingModel([.started(model: "m")], staysOpen: true), ledger: ledger,
      price: Self.price)
    let (answers, said) = AsyncStream.makeStream(of: Bool.self)
    let tasks = (0..<5).map { _ in
      Task {
        do {
          for try await _ in model.complete(Self.request) { said.yield(true) }
        } catch { said.yield(false) }
      }
    }
    var asked = 0
    for await isAsked in answers.prefix(5) where isAsked { asked += 1 }
    #expect(asked == 3)
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
    #expect(abs(await store.today.cost - 1.2) < 1e-9, "who was cancelled may have been paid for")
  }

  @Test("in dollars let no model through whose price nobody knows")
  func noPrice() async throws {
    let store = ModelStoreDouble()
    let ledger = SpendLedger(store: store) { Date() }
    let model = LimitedModel(
      base: SayingModel([.started(model: "m"), .finished(.finished)]), ledger: ledger, price: nil)
    for try await _ in model.complete(Self.request) {}
    await store.change { $0.limits.cost = 1 }
    let failure = await #expect(throws: ModelFailure.self) {
      for try await _ in model.complete(Self.request) {}
    }
    #expect(failure?.kind == .spent)
    #expect(
      failure?.message.contains("`dash models price m --input DOLLARS --output DOLLARS`") == true)
    #expect(await store.today.calls == 1)
  }

  @Test(
    "count what is not known at the price of the estimate",
    arguments: [
      // It broke off, its server does not count, and one attempt of two is not known.
      ([.started(model: "m"), .text("a")], 0.4),
      ([.started(model: "m"), .usage(ModelUsage()), .finished(.finished)], 0.4),
      ([.started(model: "m"), .started(model: "m"), .usage(paid), .finished(.finished)], 0.9),
      ([.started(model: "m"), .usage(paid), .finished(.finished)], 0.5),
      // Its server never answered.
      ([.waiting("it is busy")], 0),
    ] as [([ModelEvent], Double)])
  func unknown(events: [ModelEvent], dollars: Double) async throws {
    let store = ModelStoreDouble()
    await store.change { $0.limits.cost = 1 }
    let ledger = SpendLedger(store: store) { Date() }
    let model = LimitedModel(base: SayingModel(events), ledger: ledger, price: Self.price)
    for try await _ in model.complete(Self.request) {}
    #expect(abs(await store.today.cost - dollars) < 1e-9)
  }

  private static var paid: ModelUsage {
    var usage = ModelUsage()
    (usage.inputTokens, usage.outputTokens, usage.cost) = (8, 2, 0.5)
    return usage
  }

  /// Says what a test wants it to say.
  private struct SayingModel: ModelProvider {
    let name = "saying"
    let model = "m"
    let events: [ModelEvent]
    let staysOpen: Bool

    init(_ events: [ModelEvent], staysOpen: Bool = false) {
      self.events = events
      self.staysOpen = staysOpen
    }

    func complete(_ request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
      AsyncThrowingStream { stream in
        for event in events { stream.yield(event) }
        if !staysOpen { stream.finish() }
      }
    }
  }
}
