public import BlockModel

/// Rules that good runs suggest, tightened as there are more of them: after 3, 10 and 30.
///
/// What decides over a run is only what no source does by itself: that a list which never was empty is, that a
/// value which was always there is gone, that a number becomes text. All else warns.
public struct ContractInference: Hashable, Sendable {
  /// Good runs the rules rest on: 3, 10 or 30.
  public let runs: Int
  public let rules: [ContractRule]

  static let steps = [3, 10, 30]
  /// Good runs after which nothing is learned any more, unless a doubt was confirmed.
  static let enoughRuns = 30
  /// How many times as large the middle of rows may become at once, at the least.
  static let jumpOfRows = 50.0
  /// No contract is read by anybody that has more.
  static let maximumRules = 40

  /// - Returns: `nil` before the third good run.
  public init?(_ statistics: DataStatistics) {
    guard let step = Self.steps.last(where: { $0 <= statistics.runs }) else { return nil }
    runs = step
    var rules: [ContractRule] = []
    for (path, place) in statistics.places where place.runs >= step {
      rules += Self.rules(path, place, step)
    }
    self.rules = Array(rules.prefix(Self.maximumRules))
  }

  /// Is it time to tighten the rules?
  public static func isDue(_ runs: Int) -> Bool { steps.contains(runs) }

  private static func rules(
    _ path: String, _ place: DataStatistics.Place, _ runs: Int
  ) -> [ContractRule] {
    var hard = ContractRule(path: path)
    var soft = ContractRule(path: path, isSoft: true)
    if let rows = place.rows {
      // A short list may well be empty one day; that takes more runs to know.
      if rows.lowerBound >= (runs >= 10 ? 1 : 3) { hard.rows = ContractRule.Bounds(min: 1) }
      if runs >= 10, rows.lowerBound >= 4 {
        soft.rows = ContractRule.Bounds(min: rows.lowerBound / 2)
      }
      return [hard, soft].filter { !$0.aspects.isEmpty }
    }
    if place.kinds.count == 1, let kind = place.kinds.first, kind != .object, kind != .list {
      // Whole numbers may get a fraction one day.
      hard.kind = kind == .integer ? .number : kind
    } else if place.kinds == [.integer, .number] {
      hard.kind = .number
    }
    if place.filled >= 0.95 {
      if path.contains("[]") {
        hard.filled = 0.5
        if runs >= 10 { soft.filled = 0.8 }
      } else if runs >= 10 {
        hard.filled = 1
      }
    }
    if hard.kind == .number, let range = place.range, !isCounter(path, range) {
      if runs >= 10 { soft.between = widened(range) }
      if place.jump.isFinite {
        // Other rows have other numbers; the middle of them goes another way with another unit.
        soft.jumpAtMost =
          path.contains("[]")
          ? max(jumpOfRows, 10 * place.jump) : max(runs >= 30 ? 3 : 10, 3 * place.jump)
      }
    }
    return [hard, soft].filter { !$0.aspects.isEmpty }
  }

  /// Three times as wide; a number that is never negative does not become so.
  private static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let width = max(range.upperBound - range.lowerBound, abs(range.upperBound), 1)
    let low = range.lowerBound - width
    return (range.lowerBound >= 0 ? max(0, low) : low)...(range.upperBound + width)
  }

  /// Times and running numbers grow by themselves.
  private static func isCounter(_ path: String, _ range: ClosedRange<Double>) -> Bool {
    let name = path.split { $0 == "." || $0 == "[" || $0 == "]" }.last?.lowercased() ?? ""
    let isName = ["id", "time", "at", "date", "timestamp", "number", "no"].contains {
      name == $0 || name.hasSuffix("_" + $0)
    }
    return isName || (range.lowerBound >= 1e9 && range.upperBound < 1e13)
  }
}

extension ContractRule {
  /// The rule without what it says under these names; `nil` when nothing is left.
  public func without(_ names: Set<String>) -> ContractRule? {
    var rule = self
    if names.contains("rows") { rule.rows = nil }
    if names.contains("filled") { rule.filled = nil }
    if names.contains("kind") { rule.kind = nil }
    if names.contains("between") { rule.between = nil }
    if names.contains("unique") { rule.isUnique = false }
    if names.contains("newest_within") { rule.newestWithin = nil }
    if names.contains("jump_at_most") { rule.jumpAtMost = nil }
    return rule.aspects.isEmpty ? nil : rule
  }
}
