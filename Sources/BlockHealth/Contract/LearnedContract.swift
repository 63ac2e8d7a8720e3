public import BlockModel

/// What good runs of a block taught: what their data have in common, and the rules that follow.
public struct LearnedContract: Hashable, Sendable {
  public var statistics: DataStatistics
  public var rules: [ContractRule]
  /// Good runs that the rules rest on.
  public var restsOn: Int
  /// Rules that a person took away, as `path aspect`.
  public var removed: Set<String>

  public init(
    statistics: DataStatistics = DataStatistics(), rules: [ContractRule] = [], restsOn: Int = 0,
    removed: Set<String> = []
  ) {
    self.statistics = statistics
    self.rules = rules
    self.restsOn = restsOn
    self.removed = removed
  }

  /// The rules that hold beside those a person wrote: what a person says of a place, or took away, counts.
  public func rules(beside written: [ContractRule]) -> [ContractRule] {
    rules.compactMap { rule in
      let said = written.filter { $0.path == rule.path }.flatMap { $0.aspects.map(\.name) }
      let gone = rule.aspects.map(\.name).filter { removed.contains(rule.path + " " + $0) }
      return rule.without(Set(said + gone))
    }
  }

  /// Learns from a good run until there were enough of them, and from one that confirmed what was doubted.
  /// - Returns: whether something was learned.
  public mutating func learn(_ data: JSONValue, isConfirmed: Bool) -> Bool {
    guard isConfirmed || statistics.runs < ContractInference.enoughRuns else { return false }
    statistics.add(data)
    guard isConfirmed || ContractInference.isDue(statistics.runs),
      let inference = ContractInference(statistics)
    else { return true }
    (rules, restsOn) = (inference.rules, inference.runs)
    return true
  }

  /// What is to become of the writes of a good run.
  public enum Writes: Hashable, Sendable {
    case keep
    /// Until another run breaks the same rules, or none.
    case hold(rules: [String])
    /// This run says what the one before it said: what that one wrote is kept, too.
    case confirm
  }

  /// - Parameters:
  ///   - judgement: of the data, held against what was seen last and against what nobody doubted.
  ///   - held: the rules that the run before it broke; `nil` when nothing is held.
  ///   - isBack: the data are as they were before the doubt.
  public static func writes(
    after judgement: ContractJudgement, held: [String]?, isBack: Bool
  ) -> Writes {
    let rules = judgement.doubts.map(\.rule)
    guard let held else { return rules.isEmpty ? .keep : .hold(rules: rules) }
    if rules.isEmpty { return isBack ? .keep : .confirm }
    return Set(rules).isSubset(of: held) ? .confirm : .hold(rules: rules)
  }
}
