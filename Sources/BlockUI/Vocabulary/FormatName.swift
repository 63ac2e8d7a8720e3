/// The formats a value can be shown in.
public enum FormatName: String, CaseIterable, Hashable, Sendable {
  case number, compact, currency, percent, ratio, bytes, duration, relative, date, time, datetime
  case count, plain, truncate
}

extension FormatName {
  /// The words a format understands as arguments.
  var words: [String] {
    switch self {
    case .number, .currency, .percent, .ratio: ["signed"]
    case .compact: ["signed"]
    case .bytes: ["binary"]
    case .duration: ["ms"]
    case .date: ["short", "medium", "long", "weekday", "month", "year", "iso"]
    case .time: ["seconds"]
    case .datetime: ["short", "long"]
    case .relative, .count, .plain, .truncate: []
    }
  }

  /// The range of a digit argument: decimals, or characters of `truncate`.
  var digits: ClosedRange<Int>? {
    switch self {
    case .number, .compact, .currency, .percent, .ratio, .bytes: 0...9
    case .truncate: 1...10_000
    case .duration, .relative, .date, .time, .datetime, .count, .plain: nil
    }
  }

  var takesZone: Bool {
    switch self {
    case .date, .time, .datetime: true
    case .number, .compact, .currency, .percent, .ratio, .bytes, .duration, .relative, .count,
      .plain, .truncate:
      false
    }
  }
}
