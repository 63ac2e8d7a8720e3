public import BlockModel
import Foundation

/// Why a model gave no answer, in a form that tells what to do about it.
public struct ModelFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// No connection, no answer in time, or one that broke off.
    case unreachable
    /// The key is missing, wrong, or may not do this.
    case key
    /// The account has no money left; waiting does not help.
    case credit
    case unknownModel = "unknown_model"
    /// The prompt does not fit into the model's context.
    case tooLong = "too_long"
    case rateLimited = "rate_limited"
    /// The server is overloaded, loading, or failed.
    case overloaded
    /// It does not take a field of the request; see ``ModelFailure/field``.
    case field
    /// It refused the request for another reason.
    case request
    /// What came is no answer of a model.
    case nonsense
    /// Dash's own limit for calls, tokens or money.
    case spent
    /// The settings name no usable model.
    case setting
    case cancelled
  }

  public var kind: Kind
  /// What happened and what to do next, one sentence without full stop.
  public var message: String
  /// Seconds after which the server wants to be asked again.
  public var retryAfter: Double?
  /// The server said whether to try again (`x-should-retry`).
  public var shouldRetry: Bool?
  /// The field of the request that is not taken, and the one to use instead.
  public var field: String?
  public var replacement: String?
  /// Tokens the model can read, when the server said so.
  public var contextTokens: Int?

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  public var description: String { message }

  /// The same request may succeed a little later.
  public var isRetryable: Bool {
    if let shouldRetry { return shouldRetry }
    return switch kind {
    case .unreachable, .rateLimited, .overloaded, .nonsense: true
    case .key, .credit, .unknownModel, .tooLong, .field, .request, .spent, .setting, .cancelled:
      false
    }
  }

  /// The kind of failure that a job ends with because of it.
  public var failureKind: FailureKind {
    switch kind {
    case .unreachable: .network
    case .rateLimited: .rateLimited
    case .key, .credit: .auth
    case .tooLong, .spent: .limit
    case .unknownModel, .overloaded, .field, .request: .httpStatus
    case .nonsense: .shapeDrift
    case .setting, .cancelled: .host
    }
  }

  /// What happened, without what to do next.
  var reason: String {
    message.range(of: "; ", options: .backwards).map { String(message[..<$0.lowerBound]) }
      ?? message
  }

  /// This failure with other words for what to do next.
  func advising(_ advice: String) -> ModelFailure {
    var failure = self
    failure.message = "\(reason); \(advice)"
    return failure
  }

  /// Without the value of a key that a server repeated.
  func masking(_ key: String?) -> ModelFailure {
    guard let key, key.count >= 4 else { return self }
    var masked = self
    masked.message = message.replacing(key, with: "…")
    return masked
  }
}

/// What an error object of any of the protocols says.
///
/// The shapes: `{"error":{"type","message","code","param","details"}}` (Anthropic, OpenAI),
/// `{"error":{"code":429,"message","metadata":{"raw"}}}` (OpenRouter),
/// `{"error":{"code","type","n_ctx"}}` (llama.cpp), `{"error":"…"}` (Ollama).
struct ServerError: Hashable {
  var message: String
  /// `type`, `code` and `error_code`, lower case.
  var codes: Set<String> = []
  var field: String?
  var contextTokens: Int?
  var status: Int?

  /// - Returns: `nil` when the JSON is no error object.
  init?(_ json: JSONValue) {
    guard let error = json["error"], !error.isNull else { return nil }
    if let text = error.string {
      message = text
      return
    }
    guard error.object != nil else { return nil }
    message =
      error["metadata"]?["raw"]?.string ?? error["message"]?.string ?? "no reason was given"
    let codes = [error["type"], error["code"], error["details"]?["error_code"]]
    self.codes = Set(codes.compactMap { $0?.string?.lowercased() })
    status = error["code"]?.integer.map { Int(clamping: $0) }
    field = error["param"]?.string
    contextTokens = error["n_ctx"]?.count()
  }
}

extension ModelFailure {
  private static let creditCodes: Set<String> = [
    "enforced_spend_limit_reached", "credit_balance_exhausted", "insufficient_quota",
    "organization_spend_limit_exceeded", "project_spend_limit_exceeded",
    "organization_usage_limit_exceeded", "billing_error", "billing_hard_limit_reached",
  ]

  /// - Parameters:
  ///   - status: 200 for an error in the middle of a stream.
  ///   - server: whom the person knows as the server: `anthropic`.
  init(_ error: ServerError, status: Int, server: String, model: String) {
    let codes = error.codes
    let text = error.message.lowercased()
    let status = status < 400 ? (error.status ?? status) : status
    let said = Self.short(error.message)
    func has(_ names: String...) -> Bool { !codes.isDisjoint(with: names) }
    if !codes.isDisjoint(with: Self.creditCodes) || status == 402
      || text.contains("credit balance is too low")
    {
      self.init(
        .credit,
        "the account at \(server) has no credit left (\(said)); add credit, or choose another model with `dash models use`"
      )
    } else if has("context_length_exceeded", "exceed_context_size_error")
      || text.contains("prompt is too long") || text.contains("context length")
      || status == 413
    {
      self.init(
        .tooLong,
        "the prompt is too long for \(model) (\(said)); choose a model with a larger context")
      contextTokens = error.contextTokens
    } else if let (field, replacement) = Self.unsupportedField(error) {
      self.init(.field, "\(model) does not take '\(field)'; choose another model")
      self.field = field
      self.replacement = replacement
    } else if has("authentication_error", "permission_error", "invalid_api_key")
      || status == 401 || status == 403
    {
      self.init(
        .key,
        "\(server) does not accept the key (\(said)); set it with `dash models key \(server)`")
    } else if has("model_not_found", "not_found_error") || status == 404 {
      self.init(
        .unknownModel,
        "\(server) has no model '\(model)' (\(said)); `dash models` lists those it has")
    } else if has("rate_limit_error", "rate_limit_exceeded", "slow_down") || status == 429 {
      self.init(.rateLimited, "\(server) allows no more requests now (\(said)); try again later")
    } else if has("overloaded_error", "unavailable_error", "timeout_error", "api_error")
      || (500..<600).contains(status) || status == 408 || status == 409
    {
      self.init(.overloaded, "\(server) cannot answer now (\(said)); try again in some minutes")
    } else if status < 400 {
      // Said in the middle of an answer, without a known reason: Ollama's last line.
      self.init(.overloaded, "\(server) broke off (\(said)); try again")
    } else {
      self.init(.request, "\(server) refused the request (\(said)); choose another model")
    }
  }

  /// A plain text or a page instead of an error object.
  init(status: Int, text: String, server: String, model: String) {
    self.init(
      ServerError(status: status, text: text), status: status, server: server, model: model)
  }

  /// The field of the request that an error names as not supported, and what to send instead.
  private static func unsupportedField(_ error: ServerError) -> (String, String?)? {
    let text = String(error.message.prefix(4_000))
    let lower = text.lowercased()
    let isUnsupported =
      error.codes.contains("unsupported_parameter") || error.codes.contains("unsupported_value")
      || ["not supported", "does not support", "unsupported parameter", "extra inputs"]
        .contains { lower.contains($0) }
    guard isUnsupported else { return nil }
    if let match = text.firstMatch(of: #/[Uu]se ['"`](\w+)['"`] instead/#), let field = error.field
    {
      return (field, String(match.1))
    }
    if let field = error.field { return (String(field.prefix { $0 != "." }), nil) }
    let fields = [
      "temperature", "response_format", "output_config", "stream_options", "thinking", "think",
      "format", "seed", "truncate", "shift", "keep_alive", "effort", "max_tokens",
    ]
    guard let field = fields.first(where: { lower.contains($0) }) else { return nil }
    return (field == "thinking" ? "think" : field == "effort" ? "output_config" : field, nil)
  }

  private static func short(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .trimmingEnd { $0 == "." }
    return line.count > 200 ? "\(line.prefix(199))…" : line
  }
}

extension ServerError {
  /// Characters of an answer that are looked at.
  private static let looked = 4_000

  fileprivate init(status: Int, text: String) {
    let text = String(text.prefix(Self.looked))
    let title = text.firstMatch(of: #/(?i)<title>([^<]*)</#).map { String($0.1) }
    message = title ?? (text.contains("<") || text.isEmpty ? "status \(status)" : text)
  }
}
