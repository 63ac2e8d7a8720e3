import BlockModel
import Foundation

/// From settings and environment to a server and a model; the first that says something wins.
struct ModelChoosing {
  let settings: ModelSettings
  let environment: [String: String]
  /// The key of a server that lies in the secret store.
  let storedKey: @Sendable (String) async -> String?

  /// - Returns: `nil` when nothing is configured; a configuration with an empty model when the
  ///   server has to be asked for one.
  func configuration() async throws(ModelFailure) -> ModelConfiguration? {
    if let name = settings.server {
      return try await chosen(name, settings.baseURL, "it was chosen")
    }
    if let name = value("DASH_AI_PROVIDER") {
      return try await chosen(
        name, value("DASH_AI_BASE_URL"), "DASH_AI_PROVIDER is set", isFromDash: true)
    }
    for server in ModelServer.known {
      let variables = server.keyVariables + server.tokenVariables + server.addressVariables
      guard let variable = variables.first(where: { value($0) != nil }) else { continue }
      return try await configuration(server, nil, "\(variable) is set")
    }
    return nil
  }

  /// Wants no model and no search for one.
  var isBuiltin: Bool {
    let name = settings.server ?? value("DASH_AI_PROVIDER")
    return name.map { ["builtin", "none"].contains($0.lowercased()) } ?? false
  }

  private func chosen(
    _ name: String, _ address: String?, _ reason: String, isFromDash: Bool = false
  ) async throws(ModelFailure) -> ModelConfiguration? {
    if isBuiltin { return nil }
    return try await configuration(
      ModelServer.named(name), address, reason, isFromDash: isFromDash)
  }

  /// The configuration of one server.
  func configuration(
    _ server: ModelServer, _ address: String?, _ reason: String, isFromDash: Bool = false
  ) async throws(ModelFailure) -> ModelConfiguration {
    var address = address ?? server.addressVariables.lazy.compactMap(value).first ?? server.baseURL
    // OLLAMA_HOST may be a port alone.
    if address.hasPrefix(":") { address = "127.0.0.1" + address }
    let (key, variable) = try await key(of: server, isFromDash: isFromDash)
    let model =
      settings.model ?? value("DASH_AI_MODEL") ?? value("DASH_MODEL") ?? server.defaultModel
    var configuration = try ModelConfiguration(
      server: server.name, wire: server.wire, baseURL: address, model: model ?? "", key: key,
      reason: reason)
    guard key != nil || configuration.isLocal else {
      throw ModelFailure(
        .key,
        "there is no key for \(server.name); set \(server.keyVariables.first ?? "DASH_AI_API_KEY"), or give it to `dash models key \(server.name)`"
      )
    }
    configuration.keyVariable = variable
    configuration.price = settings.prices[configuration.model]
    return configuration
  }

  /// The key, and the variable it comes from when it is none that Dash keeps.
  private func key(
    of server: ModelServer, isFromDash: Bool
  ) async throws(ModelFailure) -> (ModelKey?, variable: String?) {
    if isFromDash {
      if let key = value("DASH_AI_API_KEY") { return (.key(key), "DASH_AI_API_KEY") }
      if let file = value("DASH_AI_API_KEY_FILE") {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
          throw ModelFailure(
            .key, "the file of DASH_AI_API_KEY_FILE cannot be read; check its path and permissions")
        }
        return (.key(text.trimming(\.isWhitespace)), "DASH_AI_API_KEY_FILE")
      }
    }
    if let key = await storedKey(server.name) { return (.key(key), nil) }
    for variable in server.keyVariables {
      if let key = value(variable) { return (.key(key), variable) }
    }
    for variable in server.tokenVariables {
      if let token = value(variable) { return (.token(token), variable) }
    }
    return (nil, nil)
  }

  private func value(_ name: String) -> String? {
    let text = environment[name]?.trimming(\.isWhitespace) ?? ""
    return text.isEmpty ? nil : text
  }
}
