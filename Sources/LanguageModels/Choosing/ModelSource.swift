/// Says which model answers now. Asked before each job, so that a changed setting counts at once.
public protocol ModelSource: Sendable {
  func choice() async -> ModelChoice
}

public enum ModelChoice: Sendable {
  case model(any ModelProvider)
  /// The person has none, or wants none.
  case none
  /// There should be one, but it cannot be asked.
  case unusable(ModelFailure)
}

/// Always the same model, or none.
public struct FixedModel: ModelSource {
  private let provider: (any ModelProvider)?

  public init(_ provider: (any ModelProvider)? = nil) { self.provider = provider }

  public func choice() async -> ModelChoice { provider.map { .model($0) } ?? .none }
}
