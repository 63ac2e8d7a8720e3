/// What models may use in one day, all providers together.
public struct SpendingLimits: Hashable, Sendable {
  public var calls: Int
  public var tokens: Int?
  /// In US dollars.
  public var cost: Double?

  public init(calls: Int, tokens: Int? = nil, cost: Double? = nil) {
    self.calls = calls
    self.tokens = tokens
    self.cost = cost
  }
}

/// May a request be made?
public enum SpendingAnswer: Hashable, Sendable {
  case reserved(SpendingReservation)
  /// A limit of the day would be crossed.
  case spent(SpentLimit)
}

public enum SpentLimit: Hashable, Sendable, CustomStringConvertible {
  case calls(Int)
  case tokens(Int)
  /// In US dollars.
  case cost(Double)

  public var description: String {
    switch self {
    case .calls(let limit): "\(limit) calls"
    case .tokens(let limit): "\(limit) tokens"
    case .cost(let limit): "$\(limit)"
    }
  }
}

/// A request that was counted and is not settled yet.
public struct SpendingReservation: Hashable, Sendable {
  public var day: CivilDay
  public var provider: String
  public var estimate: ModelUse

  public init(day: CivilDay, provider: String, estimate: ModelUse) {
    self.day = day
    self.provider = provider
    self.estimate = estimate
  }
}

extension ModelUse {
  /// Tokens of one request or one day that are believed; more is a mistake of whoever counted.
  public static let mostTokens = 1_000_000_000
  /// US dollars of one request or one day that are believed.
  public static let mostCost = 1_000_000.0

  /// The same with every number inside what can be: numbers come from servers, which may say anything.
  public var clamped: ModelUse {
    ModelUse(
      calls: min(max(calls, 0), Self.mostTokens), tokens: min(max(tokens, 0), Self.mostTokens),
      cost: cost.isNaN ? Self.mostCost : min(max(cost, 0), Self.mostCost))
  }
}
