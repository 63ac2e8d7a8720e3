public import Foundation

/// One question to a model and what came of it, as it is kept for "why is it like this?".
public struct ModelCall: Sendable, Hashable {
  /// `plan`, `write`, `repair`, `refine` or `heal`.
  public var stage: String
  /// `anthropic`, `openai`, `ollama`, `replay`.
  public var provider: String
  /// The model as its server calls it.
  public var model: String
  /// Everything that was sent, without keys and secrets.
  public var prompt: String
  /// What came back, as far as it came.
  public var answer: String
  public var inputTokens: Int
  public var outputTokens: Int
  /// In US dollars; `nil` when the price is not known.
  public var cost: Double?
  public var milliseconds: Int
  /// Why the call was of no use; `nil` when it was.
  public var failure: String?
  public var at: Date

  public init(
    stage: String, provider: String, model: String, prompt: String, answer: String = "",
    inputTokens: Int = 0, outputTokens: Int = 0, cost: Double? = nil, milliseconds: Int = 0,
    failure: String? = nil, at: Date = Date()
  ) {
    self.stage = stage
    self.provider = provider
    self.model = model
    self.prompt = prompt
    self.answer = answer
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.cost = cost
    self.milliseconds = milliseconds
    self.failure = failure
    self.at = at
  }
}

/// What calls used together.
public struct ModelUse: Sendable, Hashable {
  public var calls: Int
  public var tokens: Int
  /// In US dollars, as far as prices are known.
  public var cost: Double

  public init(calls: Int = 0, tokens: Int = 0, cost: Double = 0) {
    self.calls = calls
    self.tokens = tokens
    self.cost = cost
  }
}
