/// What a block is besides its script and its looks: the content of `block.json`.
public struct Manifest: Hashable, Sendable {
  public static let fileName = "block.json"
  /// What a block is called whose name cannot be read.
  static let namelessName = "Block"

  /// Shown on the card when the spec has no title; 1…80 characters.
  public var name: String
  /// The sentence that was asked for.
  public var prompt: String
  public var schedule: Schedule
  public var params: [Param]
  public var permissions: Permissions
  public var limits: Limits
  /// What must hold of the data; empty when nothing is promised.
  public var contract: [ContractRule]
  /// The query that script and spec were compiled from, of a block that no model and no hand wrote.
  public var query: BlockQuery?
  public var alerts: [Alert]
  /// BCP 47; `nil` for the person's own.
  public var locale: String?
  public var keep: Retention
  /// Where an editor finds the JSON Schema (`$schema`).
  public var schema: String?
  /// What another version of Dash wrote and this one does not understand.
  var passedOver: [PassedOver] = []

  public init(
    name: String, prompt: String = "", schedule: Schedule = .every(.seconds(600)),
    params: [Param] = [], permissions: Permissions = Permissions(), limits: Limits = Limits(),
    contract: [ContractRule] = [], query: BlockQuery? = nil, alerts: [Alert] = [],
    locale: String? = nil, keep: Retention = Retention()
  ) {
    self.name = name
    self.prompt = prompt
    self.schedule = schedule
    self.params = params
    self.permissions = permissions
    self.limits = limits
    self.contract = contract
    self.query = query
    self.alerts = alerts
    self.locale = locale
    self.keep = keep
  }
}

/// How much history a block keeps.
public struct Retention: Hashable, Sendable {
  /// Runs kept with their log and exchanges, 1…10,000.
  public var runs: Int
  /// Recorded answers of sources kept to test changes on, 0…50.
  public var recordings: Int
  /// Days for which past results are kept, 0…3,650.
  public var resultDays: Int

  public init(runs: Int = 200, recordings: Int = 5, resultDays: Int = 30) {
    self.runs = runs
    self.recordings = recordings
    self.resultDays = resultDays
  }
}

/// What one run may use. Values outside the range are refused when the manifest is read.
public struct Limits: Hashable, Sendable {
  /// Wall-clock seconds until the host kills the run, 1…300.
  public var seconds: Int
  /// Mebibytes of memory, 8…512.
  public var memoryMiB: Int
  /// HTTP requests in one run, 0…500.
  public var requests: Int

  public init(seconds: Int = 30, memoryMiB: Int = 128, requests: Int = 100) {
    self.seconds = seconds
    self.memoryMiB = memoryMiB
    self.requests = requests
  }
}
