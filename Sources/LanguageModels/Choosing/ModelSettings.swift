public import BlockModel

/// What the person said about models, as it is kept in the data folder.
public struct ModelSettings: Sendable, Hashable {
  /// Of one day.
  public struct Limits: Sendable, Hashable {
    public var calls = 200
    public var tokens: Int?
    /// In US dollars. Where it is set, a model whose price is not known is not asked.
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

  /// - Throws: ``ModelFailure`` when limits or prices are not what they can be: a limit that cannot be
  ///   read must not be a limit that is not there.
  public init(json: JSONValue) throws(ModelFailure) {
    func damaged(_ what: String) -> ModelFailure {
      ModelFailure(
        .setting,
        "the kept \(what) of models cannot be read; set it again with `dash models \(what)`")
    }
    func count(_ name: String) throws(ModelFailure) -> Int? {
      guard let value = json["limits"]?[name], !value.isNull else { return nil }
      guard let number = value.integer.flatMap({ Int(exactly: $0) }), number >= 0 else {
        throw damaged("limit")
      }
      return number
    }
    guard json.object != nil, json["limits"].map({ $0.object != nil }) ?? true else {
      throw damaged("limit")
    }
    server = json["server"]?.string
    model = json["model"]?.string
    baseURL = json["base_url"]?.string
    limits.calls = try count("calls") ?? limits.calls
    limits.tokens = try count("tokens")
    if let value = json["limits"]?["cost"], !value.isNull {
      guard let cost = value.number, cost >= 0 else { throw damaged("limit") }
      limits.cost = cost
    }
    for (model, price) in json["prices"]?.object ?? [:] {
      let parts = [price["input"], price["output"], price["cached"] ?? 0].map { $0?.number ?? -1 }
      guard parts.allSatisfy({ $0 >= 0 }) else { throw damaged("price") }
      prices[model] = ModelPrice(
        input: parts[0], output: parts[1], cached: price["cached"]?.number)
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

/// What choosing and asking a model needs of the data folder.
public protocol ModelStore: Sendable {
  /// - Throws: when they are kept and cannot be read; then no model is asked.
  func modelSettings() async throws -> ModelSettings
  /// A key that was put into the secret store.
  func modelKey(server: String) async -> String?
  /// Counts a call before it is made, in one step with asking whether the limits allow it.
  func reserve(
    _ estimate: ModelUse, of provider: String, on day: CivilDay, within limits: SpendingLimits
  ) async throws -> SpendingAnswer
  /// Puts what a call really used in the place of its estimate, which counts until then.
  func settle(_ reservation: SpendingReservation, as use: ModelUse) async throws
  /// - Parameter target: server, address and model in one text.
  func modelQuirks(of target: String) async -> ModelQuirks?
  func keep(_ quirks: ModelQuirks, of target: String) async
}
