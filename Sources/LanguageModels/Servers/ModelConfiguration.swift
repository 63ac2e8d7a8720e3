import BlockModel
import Egress
import Foundation

/// Which model is asked, where, and with what right.
public struct ModelConfiguration: Sendable, Hashable {
  /// The languages servers speak.
  public enum Wire: String, Sendable, Hashable, CaseIterable {
    case anthropic, openai, ollama
  }

  /// Whom the person knows as the server: `anthropic`, `openrouter`, `ollama`.
  public var server: String
  public var wire: Wire
  /// Normalised: ``ModelConfiguration/init(server:wire:baseURL:model:key:reason:)``.
  public let baseURL: String
  public var model: String
  public var key: ModelKey?
  /// The variable of the environment the key comes from; `nil` when it is kept by Dash.
  public var keyVariable: String?
  /// Why this one: "ANTHROPIC_API_KEY is set".
  public var reason: String
  /// As the person said it.
  public var price: ModelPrice?

  /// - Parameter baseURL: with or without `/v1`, with or without a slash at the end.
  /// - Throws: ``ModelFailure`` when the URL cannot be asked for.
  public init(
    server: String, wire: Wire, baseURL: String, model: String, key: ModelKey? = nil,
    reason: String
  ) throws(ModelFailure) {
    self.server = server
    self.wire = wire
    self.baseURL = try Self.normalised(baseURL, wire)
    self.model = model
    self.key = key
    self.reason = reason
  }

  /// What it costs before it is asked: as the person said, or nothing on the person's own machine.
  /// `nil` when it is not known; a server that tells the cost of an answer tells it too late.
  var knownPrice: ModelPrice? { price ?? (isLocal ? ModelPrice(input: 0, output: 0) : nil) }

  /// The place that is asked.
  var place: HostPort? {
    guard let url = URLComponents(string: baseURL), let host = url.host else { return nil }
    return HostPort(
      host: host.filter { $0 != "[" && $0 != "]" },
      port: url.port ?? (url.scheme == "https" ? 443 : 80))
  }

  /// On the person's own machine or network: slow to begin, free of charge, one request at a time.
  public var isLocal: Bool {
    place.map { AddressPolicy.isOwnNetwork(host: $0.host) } ?? false
  }

  var speaks: any ModelWire {
    switch wire {
    case .anthropic: AnthropicWire()
    case .openai: OpenAIWire()
    case .ollama: OllamaWire()
    }
  }

  var permissions: Permissions {
    Permissions(
      methods: ["GET", "POST"], privateHosts: place.map { [$0] } ?? [])
  }

  private static func normalised(_ text: String, _ wire: Wire) throws(ModelFailure) -> String {
    var text = text.trimming { $0.isWhitespace || $0 == "/" }
    if !text.contains("://") { text = "http://" + text }
    guard var url = URLComponents(string: text), let host = url.host, !host.isEmpty,
      url.scheme == "http" || url.scheme == "https", url.user == nil, url.password == nil
    else {
      throw ModelFailure(
        .setting,
        "'\(text.prefix(200))' is not the address of a model server; give one like http://127.0.0.1:11434"
      )
    }
    // What a server listens at is not what a client connects to.
    if host == "0.0.0.0" { url.host = "127.0.0.1" }
    if url.port == nil, wire == .ollama, url.scheme == "http" { url.port = 11_434 }
    var path = url.path
    for ending in ["/chat/completions", "/messages", "/api/chat", "/api"]
    where path.hasSuffix(ending) {
      path = String(path.dropLast(ending.count))
      break
    }
    switch wire {
    case .openai: if path.isEmpty { path = "/v1" }
    case .anthropic, .ollama: if path.hasSuffix("/v1") { path = String(path.dropLast(3)) }
    }
    url.path = path
    url.query = nil
    url.fragment = nil
    return url.string?.trimmingEnd { $0 == "/" } ?? text
  }
}

/// US dollars for a million tokens.
public struct ModelPrice: Sendable, Hashable {
  public var input: Double
  public var output: Double
  /// Read from the server's cache; a tenth of `input` unless said.
  public var cached: Double?

  public init(input: Double, output: Double, cached: Double? = nil) {
    self.input = input
    self.output = output
    self.cached = cached
  }

  /// Writing into the cache costs a quarter more than reading without one (Anthropic, 5 minutes).
  func cost(of usage: ModelUsage) -> Double {
    let plain = usage.inputTokens.subtracting(clamping: usage.cachedTokens)
      .subtracting(clamping: usage.cacheWriteTokens)
    let sum =
      Double(max(0, plain)) * input + Double(usage.cachedTokens) * (cached ?? input / 10)
      + Double(usage.cacheWriteTokens) * input * 1.25 + Double(usage.outputTokens) * output
    return sum / 1_000_000
  }
}
