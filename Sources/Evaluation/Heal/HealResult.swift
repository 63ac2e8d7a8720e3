/// One change of a source, and what came of it.
public struct HealResult: Sendable {
  public enum Verdict: String, Sendable, CaseIterable {
    /// Repaired, and the data are those there were before.
    case healed
    /// The block reads what changed as it did before.
    case untouched
    /// Nothing could be proved, and nothing was done.
    case left
    /// A repair could be proved, and none was found.
    case missed
    /// A repair was shipped that must not have been.
    case wrong
  }

  public var source: String
  public var change: String
  public var verdict: Verdict
  /// What the ladder did, or why it did nothing.
  public var step: String
  /// Scripts that ran to be tried.
  public var trials: Int

  /// Do the data say what they said before, or is nothing said that is not known?
  public var isRight: Bool { verdict != .missed && verdict != .wrong }

  /// `healed  price: cents instead of euros. The source … (3 trials, no question)`
  public var line: String {
    let data =
      switch verdict {
      case .healed, .untouched: "the data are right"
      case .left: "the last good data stay"
      case .missed: "the last good data stay, and could be renewed"
      case .wrong: "the data are wrong"
      }
    let cost = trials == 1 ? "1 trial" : "\(trials) trials"
    return "\(verdict.rawValue)  \(source): \(change). \(step) (\(cost), no question; \(data))"
  }
}

/// The figures of an evaluation.
public struct HealFigures: Sendable {
  public let results: [HealResult]

  public init(_ results: [HealResult]) { self.results = results }

  public func count(_ verdict: HealResult.Verdict) -> Int {
    results.count { $0.verdict == verdict }
  }

  /// Healed rightly, read as before or rightly left, of all.
  public var goodShare: Double {
    results.isEmpty ? 0 : Double(results.count(where: \.isRight)) / Double(results.count)
  }

  /// Of what can be healed: what was, without a model.
  public var healedShare: Double {
    let healable = count(.healed) + count(.missed)
    return healable == 0 ? 0 : Double(count(.healed)) / Double(healable)
  }

  public var table: String {
    func percent(_ share: Double) -> String { "\(Int(clamping: (share * 100).rounded()))%" }
    let counts = HealResult.Verdict.allCases
      .map { "\($0.rawValue) \(count($0))" }.joined(separator: ", ")
    let sources = Set(results.map(\.source)).count
    let isMet = goodShare >= 0.9 && count(.wrong) == 0 && healedShare >= 0.6
    return """
      \(results.count) changes of \(sources) sources: \(counts).
      Right: \(percent(goodShare)) (goal 90%). Wrong repairs: \(count(.wrong)) (goal 0). Healed without a model, of what can be healed: \(percent(healedShare)) (goal 60%).
      The goals are \(isMet ? "met" : "not met").
      """
  }
}
