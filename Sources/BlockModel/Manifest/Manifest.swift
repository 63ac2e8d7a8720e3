/// What a block is besides its script and its looks: the content of `block.json`.
public struct Manifest: Hashable, Sendable {
  /// Shown on the card when the spec has no title; 1…80 characters.
  public var name: String
  /// The sentence that was asked for.
  public var prompt: String
  public var schedule: Schedule
  public var params: [Param]
  public var permissions: Permissions
  public var limits: Limits
  /// What must hold of the data (`authoring.md` §5.3), kept as written; `nil` when nothing is promised.
  public var contract: JSONValue?
  public var keep: Retention

  public init(
    name: String, prompt: String = "", schedule: Schedule = .every(.seconds(600)),
    params: [Param] = [], permissions: Permissions = Permissions(), limits: Limits = Limits(),
    contract: JSONValue? = nil, keep: Retention = Retention()
  ) {
    self.name = name
    self.prompt = prompt
    self.schedule = schedule
    self.params = params
    self.permissions = permissions
    self.limits = limits
    self.contract = contract
    self.keep = keep
  }
}

/// How much history a block keeps.
public struct Retention: Hashable, Sendable {
  /// Runs kept with their log and exchanges, 1…10,000.
  public var runs: Int

  public init(runs: Int = 200) { self.runs = runs }
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
