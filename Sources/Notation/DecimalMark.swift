/// What stands before the fraction of a number.
public enum DecimalMark: String, Hashable, Sendable, CaseIterable {
  case point = "."
  case comma = ","

  public var other: DecimalMark { self == .point ? .comma : .point }

  /// The mark that the numbers of one column prove; `nil` when none of them does, or when they
  /// contradict each other.
  public init?(provenBy numbers: some Sequence<NumberText>) {
    var proven: Set<DecimalMark> = []
    for number in numbers {
      if let mark = number.provenMark { proven.insert(mark) }
    }
    guard proven.count == 1, let mark = proven.first else { return nil }
    self = mark
  }
}
