/// A kind of server that Dash knows by name.
struct ModelServer: Sendable, Hashable {
  var name: String
  var wire: ModelConfiguration.Wire
  var baseURL: String
  /// Environment variables with a key, a bearer token, another address.
  var keyVariables: [String] = []
  var tokenVariables: [String] = []
  var addressVariables: [String] = []
  /// What is asked when no model was named; `nil` takes the first one that the server lists.
  var defaultModel: String?

  /// In the order in which they are looked for.
  static let known = [
    ModelServer(
      name: "anthropic", wire: .anthropic, baseURL: "https://api.anthropic.com",
      keyVariables: ["ANTHROPIC_API_KEY"], tokenVariables: ["ANTHROPIC_AUTH_TOKEN"],
      addressVariables: ["ANTHROPIC_BASE_URL"], defaultModel: "claude-sonnet-5"),
    ModelServer(
      name: "openai", wire: .openai, baseURL: "https://api.openai.com/v1",
      keyVariables: ["OPENAI_API_KEY"], addressVariables: ["OPENAI_BASE_URL"],
      defaultModel: "gpt-5"),
    ModelServer(
      name: "openrouter", wire: .openai, baseURL: "https://openrouter.ai/api/v1",
      keyVariables: ["OPENROUTER_API_KEY", "OPEN_ROUTER_API_KEY"],
      defaultModel: "anthropic/claude-sonnet-4.6"),
    ModelServer(
      name: "ollama", wire: .ollama, baseURL: "http://127.0.0.1:11434",
      keyVariables: ["OLLAMA_API_KEY"],
      addressVariables: ["OLLAMA_HOST", "OLLAMA_BASE_URL", "OLLAMA_API_BASE_URL"]),
    ModelServer(
      name: "lmstudio", wire: .openai, baseURL: "http://127.0.0.1:1234/v1",
      addressVariables: ["LM_STUDIO_API_BASE", "LMSTUDIO_API_BASE_URL"]),
    ModelServer(name: "llamacpp", wire: .openai, baseURL: "http://127.0.0.1:8080/v1"),
  ]

  static var names: String { known.map(\.name).joined(separator: ", ") }

  static func named(_ name: String) throws(ModelFailure) -> ModelServer {
    guard let server = known.first(where: { $0.name == name.lowercased() }) else {
      throw ModelFailure(
        .setting,
        "'\(name.prefix(60))' is not a server that Dash knows; take one of \(names), or builtin for none"
      )
    }
    return server
  }

  /// Needs no key, because it usually runs on the person's own machine.
  var isHome: Bool { baseURL.hasPrefix("http://127.0.0.1") }
}
