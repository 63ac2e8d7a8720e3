import BlockModel
import Egress

/// A model that a server offers.
public struct ListedModel: Sendable, Hashable {
  public var id: String
  /// Size, context and so on, for the person; may be empty.
  public var detail: String
}

/// Asks a server which models it has.
struct ModelListing {
  let egress: Egress

  /// - Parameter patience: of the whole question.
  func models(
    of configuration: ModelConfiguration, within patience: Duration = .seconds(15)
  ) async throws(ModelFailure) -> [ListedModel] {
    let (path, list) =
      switch configuration.wire {
      case .anthropic: ("/v1/models?limit=100", "data")
      case .openai: ("/models", "data")
      case .ollama: ("/api/tags", "models")
      }
    let response: EgressResponse
    do {
      response = try await egress.send(
        EgressRequest(
          "GET", configuration.baseURL + path,
          headers: configuration.speaks.headers(key: configuration.key).map {
            EgressRequest.Header($0.name, $0.value)
          }, timeout: patience, isFresh: true, maximumBytes: 4 << 20),
        as: configuration.permissions)
    } catch {
      throw ModelFailure(.unreachable, error.message).masking(configuration.key?.value)
    }
    let name = ServerName(server: configuration.server, model: configuration.model)
    let json = try? JSONValue(parsing: response.body)
    guard response.status < 400 else {
      let failure =
        json.flatMap { ServerError($0) }.map { name.failure($0, status: response.status) }
        ?? ModelFailure(
          status: response.status, text: String(decoding: response.body.prefix(500), as: UTF8.self),
          server: name.server, model: name.model)
      throw failure.masking(configuration.key?.value)
    }
    guard let entries = json?[list]?.array else { throw name.nonsense }
    return entries.compactMap { entry in
      (entry["id"] ?? entry["name"])?.string.map { ListedModel(id: $0, detail: Self.detail(entry)) }
    }
  }

  private static func detail(_ entry: JSONValue) -> String {
    let context =
      (entry["context_length"] ?? entry["max_input_tokens"] ?? entry["meta"]?["n_ctx_train"])?
      .integer.map { "\($0) tokens" }
    return [
      entry["display_name"]?.string, entry["details"]?["parameter_size"]?.string,
      entry["details"]?["quantization_level"]?.string, context,
    ].compactMap(\.self).joined(separator: ", ")
  }
}
