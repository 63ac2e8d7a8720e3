public import BlockModel

/// A model that answers text with text, whatever protocol it speaks.
public protocol ModelProvider: Sendable {
  /// Where the answers come from: `anthropic`, `openai`, `ollama`, `replay`.
  var name: String { get }
  /// The model as its server calls it.
  var model: String { get }

  /// On the person's own machine or network.
  var isLocal: Bool { get }

  /// Tokens the model can read, when its server said so.
  var contextTokens: Int? { get }

  /// Asks once and streams the answer; ending the iteration ends the transfer.
  ///
  /// The stream ends after `finished`, or throws ``ModelFailure``. Retries happen inside: each
  /// `started` makes everything before it void.
  func complete(_ request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error>
}

extension ModelProvider {
  public var isLocal: Bool { false }
  public var contextTokens: Int? { nil }
}

/// What one call is for; recorded answers and the log are ordered by it.
public enum ModelStage: String, Sendable, Hashable, CaseIterable {
  case plan, write, repair, refine, heal
}

/// One question to a model.
public struct ModelRequest: Sendable {
  public var stage: ModelStage
  /// The parts of the system prompt; those that never change come first, so that they are cached.
  public var system: [String]
  public var messages: [ModelMessage]
  /// Tokens the answer may have.
  public var maximumOutput: Int
  /// JSON Schema the answer should follow; servers that cannot do it ignore it.
  public var schema: JSONValue?
  /// For the whole call with its retries.
  public var deadline: Duration

  public init(
    stage: ModelStage, system: [String], messages: [ModelMessage], maximumOutput: Int = 8_000,
    schema: JSONValue? = nil, deadline: Duration = .seconds(180)
  ) {
    self.stage = stage
    self.system = system
    self.messages = messages
    self.maximumOutput = maximumOutput
    self.schema = schema
    self.deadline = deadline
  }
}

public struct ModelMessage: Sendable, Hashable {
  public enum Role: String, Sendable { case user, assistant }

  public var role: Role
  public var text: String

  public init(_ role: Role, _ text: String) {
    self.role = role
    self.text = text
  }
}

public enum ModelEvent: Sendable, Hashable {
  /// Nothing comes now, and why: a clause for the person.
  case waiting(String)
  /// The model that really answers, as its server names it. What came before is void.
  case started(model: String)
  case text(String)
  case thinking(String)
  /// Cumulative: the last one counts.
  case usage(ModelUsage)
  /// A tool the model asks for, although none is offered.
  case toolCall(ModelToolCall)
  /// Why it does not answer, in its own words.
  case refusal(String)
  case finished(StopReason)
}

public struct ModelToolCall: Sendable, Hashable {
  public var id: String
  public var name: String
  /// `nil` when they came as no complete JSON object.
  public var arguments: JSONObject?

  public init(id: String, name: String, arguments: JSONObject?) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}

/// Tokens of one call; money where the server says it or the price is known.
public struct ModelUsage: Sendable, Hashable {
  /// All that was read, from a cache or not.
  public var inputTokens = 0
  /// Of the input: read from the server's cache, and written into it.
  public var cachedTokens = 0
  public var cacheWriteTokens = 0
  public var outputTokens = 0
  /// In US dollars.
  public var cost: Double?

  public init() {}

  /// What was read and written.
  public var tokens: Int { inputTokens.adding(clamping: outputTokens) }

  /// Both together: of attempts that were made one after the other.
  public static func + (one: ModelUsage, other: ModelUsage) -> ModelUsage {
    var sum = one
    sum.inputTokens = one.inputTokens.adding(clamping: other.inputTokens)
    sum.cachedTokens = one.cachedTokens.adding(clamping: other.cachedTokens)
    sum.cacheWriteTokens = one.cacheWriteTokens.adding(clamping: other.cacheWriteTokens)
    sum.outputTokens = one.outputTokens.adding(clamping: other.outputTokens)
    if one.cost != nil || other.cost != nil { sum.cost = (one.cost ?? 0) + (other.cost ?? 0) }
    return sum
  }
}

public enum StopReason: String, Sendable, Hashable {
  case finished
  /// The answer was cut at the token limit.
  case length
  case refusal
  /// The model asked for a tool although none was offered.
  case toolCall
}
