public import BlockModel
public import Foundation

/// What the data of a run are, held against the contract of their block.
public struct ContractJudgement: Hashable, Sendable {
  /// A rule that was broken.
  public struct Breach: Hashable, Sendable {
    /// `path aspect`: `price between`.
    public var rule: String
    /// How, as a clause: `'price' is 2499, not between 0 and 60`.
    public var text: String
  }

  /// What fails the run.
  public var violations: [Breach] = []
  /// What only warns.
  public var doubts: [Breach] = []
  /// What is broken says that the source has another shape: a list that never was empty is, or what was always
  /// there is gone.
  public var isDrift = false

  /// - Parameters:
  ///   - rules: those of the person.
  ///   - inferred: those that were found in good runs.
  ///   - previous: data that the values may be compared with; a jump away from all of them is one.
  public init(
    of data: JSONValue, rules: [ContractRule], inferred: [ContractRule] = [],
    previous: [JSONValue] = [], now: Date
  ) {
    for (rule, isInferred) in rules.map({ ($0, false) }) + inferred.map({ ($0, true) }) {
      let place = Place(path: rule.path, data: data)
      for aspect in rule.aspects {
        guard let broken = place.breach(of: aspect, previous: previous, now: now) else { continue }
        let breach = Breach(rule: rule.path + " " + aspect.name, text: broken)
        if rule.isSoft {
          doubts.append(breach)
        } else {
          violations.append(breach)
          if isInferred, place.isGone { isDrift = true }
        }
      }
    }
  }

  /// Takes back what was found in good runs of lists that are rightly empty.
  /// - Parameter written: what a person wrote holds.
  public mutating func allowEmpty(_ paths: [String], beside written: [ContractRule]) {
    let said = Set(written.filter { $0.rows != nil }.map(\.path))
    let rules = Set(paths.filter { !said.contains($0) }.map { $0 + " rows" })
    violations.removeAll { rules.contains($0.rule) }
    doubts.removeAll { rules.contains($0.rule) }
  }

  /// The failure of a run whose data break a rule; `nil` when none does that fails it.
  public var failure: RunFailure? {
    guard let first = violations.first?.text else { return nil }
    let more = violations.count - 1
    let rest = more > 0 ? " (and \(more) more)" : ""
    return isDrift
      ? RunFailure(
        .shapeDrift, "the source answered, but in another shape than before: \(first)\(rest)")
      : RunFailure(
        .contractViolation,
        "the data are not what the block promises: \(first)\(rest); change the rule if they are right"
      )
  }
}

/// One place of the data, and what stands there.
private struct Place {
  let path: DataPath
  let values: [JSONValue?]

  init(path: String, data: JSONValue) {
    self.path = DataPath(path)
    values = self.path.values(in: data)
  }

  private var present: [JSONValue] { values.compactMap { $0.flatMap { $0.isBlank ? nil : $0 } } }

  /// Nothing is left of what was there.
  var isGone: Bool { present.isEmpty }

  /// How a rule is broken, as a clause; `nil` when it holds.
  func breach(of aspect: ContractRule.Aspect, previous: [JSONValue], now: Date) -> String? {
    switch aspect {
    case .rows(let bounds): breach(rows: bounds)
    case .filled(let share): breach(filled: share)
    case .kind(let kind):
      present.first { !kind.fits($0) }.map {
        "\(path.words) is \(Self.short($0)), not \(kind.words)"
      }
    case .between(let range):
      present.lazy.compactMap(\.number).first { !range.contains($0) }.map {
        "\(path.words) is \(ContractRule.Aspect.text($0)), not between \(ContractRule.Aspect.text(range.lowerBound)) and \(ContractRule.Aspect.text(range.upperBound))"
      }
    case .unique:
      Self.twice(present).map { "\(path.words) is \(Self.short($0)) more than once" }
    case .newestWithin(let time): breach(newestWithin: time, now)
    case .jumpAtMost(let factor): breach(jump: factor, previous)
    }
  }

  private func breach(rows bounds: ContractRule.Bounds) -> String? {
    let lists = values.map { value -> Int? in
      guard let value else { return 0 }
      return value.array?.count ?? (value.isBlank ? 0 : nil)
    }
    for count in lists {
      guard let count else { return "\(path.words) is not a list" }
      if let min = bounds.min, count < min {
        return count == 0
          ? "\(path.words) is empty"
          : "\(path.words) has \(count) rows, and at least \(min) are needed"
      }
      if let max = bounds.max, count > max {
        return "\(path.words) has \(count) rows, and at most \(max) are expected"
      }
    }
    return nil
  }

  private func breach(filled share: Double) -> String? {
    guard !values.isEmpty else { return nil }
    let found = Double(present.count) / Double(values.count)
    guard found < share else { return nil }
    guard path.isOfRows else { return "\(path.words) is missing" }
    return present.isEmpty
      ? "\(path.words) is missing in all \(values.count) rows"
      : "\(path.words) is missing in \(values.count - present.count) of \(values.count) rows"
  }

  private func breach(newestWithin time: Duration, _ now: Date) -> String? {
    guard let newest = present.compactMap(\.moment).max() else {
      return present.isEmpty ? nil : "\(path.words) is not a time"
    }
    let age = now.timeIntervalSince(newest)
    guard age > time / .seconds(1) else { return nil }
    let days = Int(clamping: (age / 86_400).rounded(.down))
    return
      "the newest of \(path.words) is \(days > 1 ? "\(days) days" : "\(Int(clamping: age / 3600)) hours") old"
  }

  private func breach(jump factor: Double, _ previous: [JSONValue]) -> String? {
    guard let value = Self.middle(present) else { return nil }
    let before = previous.compactMap { data in
      Self.middle(path.values(in: data).compactMap(\.self))
    }
    guard let last = before.first, before.allSatisfy({ Self.isJump($0, value, factor) })
    else { return nil }
    let text = ContractRule.Aspect.text
    return "\(path.words) went from \(text(last)) to \(text(value)) at once"
  }

  /// From nothing to something is none: there is no factor.
  private static func isJump(_ old: Double, _ new: Double, _ factor: Double) -> Bool {
    guard old != 0, old != new else { return false }
    guard new != 0, (old < 0) == (new < 0) else { return true }
    return max(abs(new / old), abs(old / new)) > factor
  }

  /// The number itself, or the one in the middle of a list.
  private static func middle(_ values: [JSONValue]) -> Double? {
    let numbers = values.compactMap(\.number).sorted()
    return numbers.isEmpty ? nil : numbers[numbers.count / 2]
  }

  private static func twice(_ values: [JSONValue]) -> JSONValue? {
    var seen: Set<JSONValue> = []
    return values.first { !seen.insert($0).inserted }
  }

  private static func short(_ value: JSONValue) -> String {
    let text = value.json()
    return text.count > 40 ? text.prefix(40) + "…" : text
  }
}
