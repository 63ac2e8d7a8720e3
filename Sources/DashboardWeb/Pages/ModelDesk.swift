public import BlockModel

/// What the page of models shows and does; whoever serves the dashboard says how.
public struct ModelDesk: Sendable {
  /// Which model writes blocks, and what it used today.
  public struct Facts: Sendable {
    /// `anthropic/… at https://…, because it was chosen`; `nil` when no model is asked.
    public var asked: String?
    /// Why the one that was chosen cannot be asked, one sentence.
    public var problem: String?
    /// What was chosen here; `nil` leaves it to the environment.
    public var server: String?
    public var model: String?
    public var address: String?
    /// Names of servers that can be chosen.
    public var servers: [String]
    /// Of them those whose key is kept.
    public var keys: Set<String>
    public var today: ModelUse
    public var limits: SpendingLimits

    public init(
      asked: String? = nil, problem: String? = nil, server: String? = nil, model: String? = nil,
      address: String? = nil, servers: [String] = [], keys: Set<String> = [],
      today: ModelUse = ModelUse(), limits: SpendingLimits
    ) {
      self.asked = asked
      self.problem = problem
      self.server = server
      self.model = model
      self.address = address
      self.servers = servers
      self.keys = keys
      self.today = today
      self.limits = limits
    }
  }

  /// What a person fills in.
  public struct Choice: Sendable {
    /// One of the servers, `builtin` for no model; empty leaves it to the environment.
    public var server: String
    /// Empty takes the usual one of the server.
    public var model: String
    /// Empty takes the usual one of the server.
    public var address: String
    /// Empty keeps the one that is known.
    public var key: String
  }

  /// Why something was not done, one sentence for the person.
  public struct Problem: Error {
    public var sentence: String

    public init(_ sentence: String) { self.sentence = sentence }
  }

  let facts: @Sendable () async throws -> Facts
  let models: @Sendable () async throws(Problem) -> [String]
  let choose: @Sendable (Choice) async throws -> Void
  let limit: @Sendable (SpendingLimits) async throws -> Void
  let test: @Sendable () async throws(Problem) -> String

  /// - Parameters:
  ///   - models: what the server offers; it is asked.
  ///   - choose: keeps a choice; throws a ``Problem`` when it names no server.
  ///   - limit: keeps what may be used in a day.
  ///   - test: asks the model for one word and says in a sentence what it answered.
  public init(
    facts: @escaping @Sendable () async throws -> Facts,
    models: @escaping @Sendable () async throws(Problem) -> [String],
    choose: @escaping @Sendable (Choice) async throws -> Void,
    limit: @escaping @Sendable (SpendingLimits) async throws -> Void,
    test: @escaping @Sendable () async throws(Problem) -> String
  ) {
    self.facts = facts
    self.models = models
    self.choose = choose
    self.limit = limit
    self.test = test
  }
}
