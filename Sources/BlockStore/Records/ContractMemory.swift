public import BlockModel

/// What the good runs of a block taught about its data. The meaning is the engine's; a new script or new
/// settings begin anew.
public struct ContractMemory: Hashable, Sendable {
  /// What the runs had in common.
  public var statistics: JSONValue
  /// The rules that were found in them, as `contract` of `block.json` writes rules.
  public var rules: JSONValue
  /// Good runs that the rules rest on.
  public var restsOn: Int
  /// Rules that a person took away, as `path aspect`; they are not found again.
  public var removed: [String]

  public init(
    statistics: JSONValue = .null, rules: JSONValue = [], restsOn: Int = 0, removed: [String] = []
  ) {
    self.statistics = statistics
    self.rules = rules
    self.restsOn = restsOn
    self.removed = removed
  }
}

/// What a run wanted kept while its data were in doubt: it waits for another run to say the same.
public struct HeldWrites: Hashable, Sendable {
  public var changes: ScriptChanges
  /// The rules that were broken, as `path aspect`.
  public var rules: [String]
  /// The last data that nobody doubted.
  public var before: JSONValue

  public init(changes: ScriptChanges, rules: [String], before: JSONValue) {
    self.changes = changes
    self.rules = rules
    self.before = before
  }
}

/// What happens to the writes of a run that is kept.
public enum RunWrites: Hashable, Sendable {
  /// They are kept; held ones are thrown away.
  case kept
  /// They are held instead of those before them.
  case held(HeldWrites)
  /// Held ones are kept, and then they are.
  case confirming
}
