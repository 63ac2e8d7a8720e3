public import BlockModel
public import Foundation

/// What the person said about models, as it is kept in the data folder.
public struct ModelSettings: Sendable, Hashable {
  /// Of one day.
  public struct Limits: Sendable, Hashable {
    public var calls = 200
    public var tokens: Int?
    /// In US dollars, as far as prices are known.
    public var cost: Double?

    public init() {}
  }

  /// `anthropic`, `openai`, `openrouter`, `ollama`, `lmstudio`, `llamacpp`, or `builtin` for none;
  /// `nil` leaves it to the environment.
  public var server: String?
  public var model: String?
  public var baseURL: String?
  public var limits = Limits()
  /// Per model.
  public var prices: [String: ModelPrice] = [:]

  public init() {}

  public init(json: JSONValue) {
    server = json["server"]?.string
    model = json["model"]?.string
    baseURL = json["base_url"]?.string
    limits.calls = json["limits"]?["calls"]?.count(upTo: .max) ?? limits.calls
    limits.tokens = json["limits"]?["tokens"]?.count(upTo: .max)
    limits.cost = json["limits"]?["cost"]?.number
    for (model, price) in json["prices"]?.object ?? [:] {
      guard let input = price["input"]?.number, let output = price["output"]?.number
      else { continue }
      prices[model] = ModelPrice(input: input, output: output, cached: price["cached"]?.number)
    }
  }

  public var json: JSONValue {
    var limits: JSONObject = ["calls": .integer(Int64(self.limits.calls))]
    if let tokens = self.limits.tokens { limits["tokens"] = .integer(Int64(tokens)) }
    if let cost = self.limits.cost { limits["cost"] = .number(cost) }
    var members: JSONObject = ["limits": .object(limits)]
    for (name, value) in [("server", server), ("model", model), ("base_url", baseURL)] {
      if let value { members[name] = .string(value) }
    }
    var prices: JSONObject = [:]
    for (model, price) in self.prices.sorted(by: { $0.key < $1.key }) {
      var one: JSONObject = ["input": .number(price.input), "output": .number(price.output)]
      if let cached = price.cached { one["cached"] = .number(cached) }
      prices[model] = .object(one)
    }
    if !prices.isEmpty { members["prices"] = .object(prices) }
    return .object(members)
  }
}

/// What choosing a model needs of the data folder.
public protocol ModelStore: Sendable {
  func modelSettings() async -> ModelSettings
  /// A key that was put into the secret store.
  func modelKey(server: String) async -> String?
  func modelUse(since date: Date) async -> ModelUse
  /// - Parameter target: server, address and model in one text.
  func modelQuirks(of target: String) async -> ModelQuirks?
  func keep(_ quirks: ModelQuirks, of target: String) async
}
