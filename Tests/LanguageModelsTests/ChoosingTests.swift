import AuthoringWorkshop
import BlockModel
import Egress
import Foundation
import Synchronization
import Testing

@testable import Authoring
@testable import LanguageModels

@Suite("Which model is asked")
struct ChoosingTests {
  private func configuration(
    _ environment: [String: String], _ settings: ModelSettings = ModelSettings(),
    stored: [String: String] = [:]
  ) async throws -> ModelConfiguration? {
    try await ModelChoosing(settings: settings, environment: environment) { stored[$0] }
      .configuration()
  }

  @Test(
    "is said by the environment, and by what Dash's own names say first",
    arguments: [
      ([:], nil),
      (["ANTHROPIC_API_KEY": "k"], "anthropic https://api.anthropic.com claude-sonnet-5"),
      (["OPENAI_API_KEY": "k", "DASH_MODEL": "gpt-x"], "openai https://api.openai.com/v1 gpt-x"),
      (
        ["ANTHROPIC_API_KEY": "k", "OPENAI_API_KEY": "k"],
        "anthropic https://api.anthropic.com claude-sonnet-5"
      ),
      (
        ["OPENAI_BASE_URL": "http://127.0.0.1:9/v1/", "DASH_AI_MODEL": "q"],
        "openai http://127.0.0.1:9/v1 q"
      ),
      (["OPENAI_BASE_URL": "http://nas.local:9"], "openai http://nas.local:9/v1 gpt-5"),
      (
        ["OPENROUTER_API_KEY": "k"],
        "openrouter https://openrouter.ai/api/v1 anthropic/claude-sonnet-4.6"
      ),
      (["OLLAMA_HOST": "0.0.0.0:11434"], "ollama http://127.0.0.1:11434 "),
      (["OLLAMA_HOST": ":1234"], "ollama http://127.0.0.1:1234 "),
      (["OLLAMA_HOST": "box"], "ollama http://box:11434 "),
      (["OLLAMA_BASE_URL": "http://10.0.0.2:11434/v1"], "ollama http://10.0.0.2:11434 "),
      (
        [
          "DASH_AI_PROVIDER": "openai", "DASH_AI_BASE_URL": "https://api.deepseek.com",
          "DASH_AI_API_KEY": "k", "DASH_AI_MODEL": "deepseek-chat", "ANTHROPIC_API_KEY": "k",
        ], "openai https://api.deepseek.com/v1 deepseek-chat"
      ),
      (["DASH_AI_PROVIDER": "builtin", "ANTHROPIC_API_KEY": "k"], nil),
      (
        ["ANTHROPIC_AUTH_TOKEN": "t", "ANTHROPIC_BASE_URL": "https://proxy.example/v1"],
        "anthropic https://proxy.example claude-sonnet-5"
      ),
    ] as [([String: String], String?)])
  func environment(values: [String: String], wanted: String?) async throws {
    let found = try await configuration(values)
    #expect(found.map { "\($0.server) \($0.baseURL) \($0.model)" } == wanted)
  }

  @Test(
    "is at home where its server is: on this machine, this network or a VPN of the person",
    arguments: [
      ("http://127.0.0.1:1234/v1", true), ("http://[::1]:1234/v1", true),
      ("http://192.168.1.5/v1", true), ("http://100.100.1.2/v1", true),
      ("http://gpu:8080/v1", true),
      ("http://gpu.lan/v1", true), ("https://host.docker.internal/v1", true),
      ("https://api.example.org/v1", false), ("http://172.32.0.1/v1", false),
      ("http://8.8.8.8/v1", false),
    ])
  func place(address: String, isLocal: Bool) async throws {
    let found = try await configuration([
      "OPENAI_BASE_URL": address, "OPENAI_API_KEY": "k", "DASH_AI_MODEL": "m",
    ])
    #expect(found?.isLocal == isLocal)
  }

  @Test("is said by the person before anything else")
  func settings() async throws {
    var settings = ModelSettings()
    settings.server = "ollama"
    settings.model = "qwen3:8b"
    settings.prices = ["qwen3:8b": ModelPrice(input: 1, output: 2)]
    let found = try await configuration(["ANTHROPIC_API_KEY": "k"], settings)
    #expect(found?.server == "ollama" && found?.model == "qwen3:8b" && found?.isLocal == true)
    #expect(found?.price == ModelPrice(input: 1, output: 2))
    #expect(try ModelSettings(json: settings.json) == settings)
    settings.server = "builtin"
    #expect(try await configuration(["ANTHROPIC_API_KEY": "k"], settings) == nil)
    settings.server = "anthropic"
    let stored = try await configuration([:], settings, stored: ["anthropic": "from the store"])
    #expect(stored?.key == .key("from the store"))
  }

  @Test(
    "that cannot be asked is told in one sentence",
    arguments: [
      (["DASH_AI_PROVIDER": "anthropic"], ModelFailure.Kind.key),
      (["DASH_AI_PROVIDER": "clippy"], .setting),
      (["OPENAI_BASE_URL": "ftp://x"], .setting),
      (["OPENAI_BASE_URL": "http://user:pass@127.0.0.1"], .setting),
      (["DASH_AI_PROVIDER": "openai", "DASH_AI_API_KEY_FILE": "/nowhere"], .key),
    ])
  func mistakes(values: [String: String], kind: ModelFailure.Kind) async throws {
    let failure = await #expect(throws: ModelFailure.self) { try await configuration(values) }
    #expect(failure?.kind == kind && failure?.message.contains("; ") == true)
  }

  @Test(
    "a key that is not accepted is to be changed where it comes from",
    arguments: [
      (
        ["DASH_AI_PROVIDER": "openai", "DASH_AI_API_KEY": "wrong"], [:],
        "; set DASH_AI_API_KEY to another one"
      ),
      (["OPENAI_API_KEY": "wrong"], [:], "; set OPENAI_API_KEY to another one"),
      (
        ["DASH_AI_PROVIDER": "openai"], ["openai": "wrong"],
        "; set it with `dash models key openai`"
      ),
    ] as [([String: String], [String: String], String)])
  func wrongKey(
    values: [String: String], stored: [String: String], advice: String
  ) async throws {
    let wire = ModelConfiguration.Wire.openai
    let server = try ModelServerDouble([wire.error(401, "invalid_api_key", "no")])
    var environment = values
    environment["DASH_AI_BASE_URL"] = server.source.url("")
    environment["OPENAI_BASE_URL"] = server.source.url("")
    let configuration = try #require(
      try await configuration(environment, stored: stored))
    let model = RemoteModel(configuration, egress: Egress(), memory: ModelMemory())
    let failure = await #expect(throws: ModelFailure.self) {
      for try await _ in model.complete(WireRequestTests.request) {}
    }
    #expect(failure?.message.hasSuffix(advice) == true, "\(failure?.message ?? "")")
  }

  @Test("a cost is known by a price, by the server, or because there is none")
  func knownCost() async throws {
    let anthropic = try await configuration(["ANTHROPIC_API_KEY": "k"])
    #expect(anthropic?.knowsCost == false)
    var settings = ModelSettings()
    settings.prices = ["claude-sonnet-5": ModelPrice(input: 3, output: 15)]
    #expect(try await configuration(["ANTHROPIC_API_KEY": "k"], settings)?.knowsCost == true)
    #expect(try await configuration(["OPENROUTER_API_KEY": "k"])?.knowsCost == true)
    #expect(try await configuration(["OLLAMA_HOST": ":1"])?.knowsCost == true)
  }

  @Test("a key is not printed by accident")
  func keys() {
    let key = ModelKey.key("sk-very-secret")
    #expect(!"\(key) \(String(reflecting: key))".contains("secret"))
    var dumped = ""
    dump(key, to: &dumped)
    #expect(!dumped.contains("secret"))
  }

  @Test("costs are counted from tokens and prices")
  func cost() {
    var usage = ModelUsage()
    usage.inputTokens = 1_000_000
    usage.cachedTokens = 500_000
    usage.cacheWriteTokens = 100_000
    usage.outputTokens = 10_000
    let cost = ModelPrice(input: 3, output: 15).cost(of: usage)
    #expect(abs(cost - (0.4 * 3 + 0.5 * 0.3 + 0.1 * 3.75 + 0.01 * 15)) < 1e-9)
  }
}

/// A data folder that lives as long as a test.
actor ModelStoreDouble: ModelStore {
  var settings = ModelSettings()
  private(set) var used: [CivilDay: ModelUse] = [:]
  private var quirks: [String: ModelQuirks] = [:]

  func change(_ change: @Sendable (inout ModelSettings) -> Void) { change(&settings) }
  func use(_ use: ModelUse) { used[CivilDay(Date())] = use }
  func modelSettings() -> ModelSettings { settings }
  func modelKey(server: String) -> String? { nil }

  func reserve(
    _ estimate: ModelUse, of provider: String, on day: CivilDay, within limits: SpendingLimits
  ) -> SpendingAnswer {
    let sum = used[day] ?? ModelUse()
    if sum.calls + estimate.calls > limits.calls { return .spent(.calls(limits.calls)) }
    if let limit = limits.tokens, sum.tokens >= limit { return .spent(.tokens(limit)) }
    if let limit = limits.cost, sum.cost >= limit { return .spent(.cost(limit)) }
    add(estimate, 1, day)
    return .reserved(SpendingReservation(day: day, provider: provider, estimate: estimate))
  }

  func settle(_ reservation: SpendingReservation, as use: ModelUse?) {
    guard let use else { return }
    add(reservation.estimate, -1, reservation.day)
    add(use, 1, reservation.day)
  }

  private func add(_ use: ModelUse, _ sign: Int, _ day: CivilDay) {
    used[day, default: ModelUse()].calls += sign * use.calls
    let tokens = used[day, default: ModelUse()].tokens
    used[day, default: ModelUse()].tokens =
      sign < 0
      ? tokens.subtracting(clamping: use.tokens) : tokens.adding(clamping: use.tokens)
    used[day, default: ModelUse()].cost += Double(sign) * use.cost
  }

  func modelQuirks(of target: String) -> ModelQuirks? { quirks[target] }
  func keep(_ quirks: ModelQuirks, of target: String) { self.quirks[target] = quirks }
}

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
    await ledger.end(try await ledger.begin(), usage)
    await #expect(throws: ModelFailure.self) { try await ledger.begin() }
    clock.withLock { $0 += 86_400 }
    usage.inputTokens = 1_000
    usage.cost = nil
    await ledger.end(try await ledger.begin(), usage)
    await #expect(throws: ModelFailure.self) { try await ledger.begin() }
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
    func settle(_ reservation: SpendingReservation, as use: ModelUse?) throws { throw Broken() }
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
    let model = LimitedModel(base: TwiceModel(), ledger: ledger)
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

  @Test("a server without a named model is asked for its first one")
  func firstModel() async throws {
    let body = try WireTraffic.written.bytes("ollama_native/tags.json")
    let server = try ModelServerDouble([.init(body: body)])
    let models = ConfiguredModels(
      egress: Egress(), store: ModelStoreDouble(),
      environment: ["OLLAMA_HOST": server.source.url("")])
    #expect(try await models.configuration()?.model == "qwen-test:1b")
    #expect(server.requests.map(\.path) == ["api/tags"])
  }
}
