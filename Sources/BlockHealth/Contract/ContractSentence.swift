public import BlockModel
import Foundation

extension ContractRule {
  /// The rule in words: `'stories' has at least 5 rows`.
  public var sentence: String {
    let words = aspects.map(\.words).joined(separator: ", ")
    return DataPath(path).words + " " + words + (isSoft ? " (only warns)" : "")
  }

  /// One thing that a rule says.
  public enum Aspect: Hashable, Sendable {
    case rows(Bounds)
    case filled(Double)
    case kind(Kind)
    case between(ClosedRange<Double>)
    case unique
    case newestWithin(Duration)
    case jumpAtMost(Double)

    /// The member of the rule that says it.
    public var name: String {
      switch self {
      case .rows: "rows"
      case .filled: "filled"
      case .kind: "kind"
      case .between: "between"
      case .unique: "unique"
      case .newestWithin: "newest_within"
      case .jumpAtMost: "jump_at_most"
      }
    }

    var words: String {
      switch self {
      case .rows(let bounds):
        switch (bounds.min, bounds.max) {
        case (let min?, let max?): "has \(min) to \(max) rows"
        case (let min?, nil): "has at least \(min) row\(min == 1 ? "" : "s")"
        case (nil, let max?): "has at most \(max) row\(max == 1 ? "" : "s")"
        case (nil, nil): "has rows"
        }
      case .filled(1): "is always there"
      case .filled(let share): "is there in at least \(Int(clamping: (share * 100).rounded()))%"
      case .kind(let kind): "is \(kind.words)"
      case .between(let range):
        "lies between \(Self.text(range.lowerBound)) and \(Self.text(range.upperBound))"
      case .unique: "is different in each row"
      case .newestWithin(let time): "has one no older than \(Schedule.text(of: time))"
      case .jumpAtMost(let factor):
        "does not become \(Self.text(factor)) times larger or smaller at once"
      }
    }

    static func text(_ number: Double) -> String {
      number == number.rounded() && abs(number) < 1e15
        ? String(Int64(clamping: number)) : String(format: "%.6g", number)
    }
  }

  /// What the rule says, in the order of the documentation.
  public var aspects: [Aspect] {
    [
      rows.map { .rows($0) }, filled.map { .filled($0) }, kind.map { .kind($0) },
      between.map { .between($0) }, isUnique ? .unique : nil,
      newestWithin.map { .newestWithin($0) }, jumpAtMost.map { .jumpAtMost($0) },
    ].compactMap(\.self)
  }
}
