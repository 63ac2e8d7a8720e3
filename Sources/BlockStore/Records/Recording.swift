public import BlockModel
public import Foundation

/// What the sources of one run answered, with all that the run depended on. The answers are files in the form
/// of cassettes.
public struct Recording: Hashable, Sendable {
  /// The folder of the answers.
  public var folder: URL
  public var version: VersionNumber
  /// The run was good; the answers of the last failed one are kept, too, for its repair.
  public var isGood: Bool
  /// The clock of the run.
  public var at: Date
  /// The values that a person set.
  public var params: JSONObject
  /// What the run returned; null when it failed.
  public var data: JSONValue

  public init(
    folder: URL, version: VersionNumber, isGood: Bool, at: Date, params: JSONObject,
    data: JSONValue
  ) {
    self.folder = folder
    self.version = version
    self.isGood = isGood
    self.at = at
    self.params = params
    self.data = data
  }
}

/// Where a block stands with its repairs.
public struct HealState: Hashable, Sendable {
  /// A repair on trial.
  public struct Trial: Hashable, Sendable {
    public var version: VersionNumber
    /// The version that it took the place of.
    public var before: VersionNumber
    /// Good runs until it counts as proved.
    public var left: Int

    public init(version: VersionNumber, before: VersionNumber, left: Int) {
      self.version = version
      self.before = before
      self.left = left
    }
  }

  public var trial: Trial?
  /// When repairs were tried and came to nothing, or were taken back.
  public var failedAt: [Date]
  /// Nothing is tried any more until a person asks for it or changes the block.
  public var isQuarantined: Bool

  public init(trial: Trial? = nil, failedAt: [Date] = [], isQuarantined: Bool = false) {
    self.trial = trial
    self.failedAt = failedAt
    self.isQuarantined = isQuarantined
  }
}
