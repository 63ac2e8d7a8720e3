import Egress
import Foundation
import Testing

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

  @Test("where dollars are limited, needs a price that was said, or a machine of the person's own")
  func knownPrice() async throws {
    var limits = ModelSettings.Limits()
    let anthropic = try #require(try await configuration(["ANTHROPIC_API_KEY": "k"]))
    #expect(anthropic.problem(within: limits) == nil)
    limits.cost = 1
    let problem = try #require(anthropic.problem(within: limits))
    #expect(problem.message.hasPrefix("the price of claude-sonnet-5 is not known"))
    #expect(problem.message.contains("dash models price claude-sonnet-5"))
    var settings = ModelSettings()
    settings.prices = ["claude-sonnet-5": ModelPrice(input: 3, output: 15)]
    let priced = try #require(try await configuration(["ANTHROPIC_API_KEY": "k"], settings))
    #expect(priced.problem(within: limits) == nil)
    // OpenRouter tells what an answer cost, which is too late for the limit.
    let router = try #require(try await configuration(["OPENROUTER_API_KEY": "k"]))
    #expect(router.problem(within: limits)?.kind == .spent)
    let local = try #require(try await configuration(["OLLAMA_HOST": ":1"]))
    #expect(local.problem(within: limits) == nil && local.knownPrice?.input == 0)
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
