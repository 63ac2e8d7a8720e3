import BlockModel

/// Conditions about time as people say them: "the last 7 days", "today", "since 20 November 2026".
struct TimeWords {
  /// What each field must be, in words.
  private(set) var fields: [(field: String, text: String)] = []
  /// Conditions about something else.
  private(set) var rest: [RowQuery.Filter] = []

  var texts: [String] { fields.map(\.text) }

  init(_ filters: [RowQuery.Filter]) {
    var bounds: [(field: String, from: RowQuery.Moment?, to: RowQuery.Moment?)] = []
    for filter in filters {
      guard case .moment(let moment)? = filter.values.first, filter.values.count == 1,
        filter.comparison == .atLeast || filter.comparison == .below
      else {
        rest.append(filter)
        continue
      }
      let isFrom = filter.comparison == .atLeast
      if let known = bounds.lastIndex(where: {
        $0.field == filter.field && (isFrom ? $0.from : $0.to) == nil
      }) {
        if isFrom { bounds[known].from = moment } else { bounds[known].to = moment }
      } else {
        bounds.append((filter.field, isFrom ? moment : nil, isFrom ? nil : moment))
      }
    }
    fields = bounds.map { ($0.field, Self.text($0.from, $0.to)) }
  }

  private static func text(_ from: RowQuery.Moment?, _ to: RowQuery.Moment?) -> String {
    switch (from?.form, to?.form) {
    case (.relative(.now, 0, _)?, nil): return "still to come"
    case (.relative(.today, 0, _)?, nil): return "from today on"
    case (nil, .relative(let base, 1, _)?) where [.week, .month, .year].contains(base):
      return "before the end of this \(base.rawValue)"
    case (.relative(.today, 0, _)?, .relative(let base, 1, _)?)
    where [.week, .month, .year].contains(base),
      (.relative(.now, 0, _)?, .relative(let base, 1, _)?)
    where [.week, .month, .year].contains(base):
      return "still to come until the end of this \(base.rawValue)"
    case (.relative(.today, let start, .days)?, .relative(.today, let end, .days)?)
    where end == start + 1:
      return start == 0
        ? "today"
        : start == 1 ? "tomorrow" : start == -1 ? "yesterday" : "\(name(from)) to \(name(to))"
    case (.relative(.week, let start, .days)?, .relative(.week, let end, .days)?)
    where end == start + 1 && (-7..<14).contains(start):
      let week = start < 0 ? "last" : start < 7 ? "this" : "next"
      return "on \(weekdays[(start + 7) % 7]) of \(week) week"
    case (.relative(.week, 5, .days)?, .relative(.week, 1, .weeks)?): return "this weekend"
    case (.relative(.week, 12, .days)?, .relative(.week, 2, .weeks)?): return "next weekend"
    case (.relative(let base, let start, _)?, .relative(let other, let end, _)?)
    where base == other && base != .now && base != .today && end == start + 1:
      return start == 0
        ? "this \(base.rawValue)"
        : start == 1
          ? "next \(base.rawValue)"
          : start == -1 ? "last \(base.rawValue)" : "\(name(from)) to \(name(to))"
    case (.relative(.today, -1, .days)?, nil): return "since yesterday"
    case (.relative(.today, let count, let unit)?, nil) where count < 0,
      (.relative(.now, let count, let unit)?, nil) where count < 0:
      return "in the last \(span(count, unit))"
    case (.relative(.now, 0, _)?, .relative(let base, let count, let unit)?),
      (.relative(.today, 0, _)?, .relative(let base, let count, let unit)?):
      // Whole days end with the day after the last.
      let days = base == .today && unit == .days ? count - 1 : count
      return "in the next \(span(days, unit))"
    case (.day(let year, 1, 1)?, .day(let next, 1, 1)?) where next == year + 1: return "in \(year)"
    case (.day(let year, let month, 1)?, .day(let other, let next, 1)?)
    where 12 * other + next == 12 * year + month + 1:
      return "in \(months[month - 1]) \(year)"
    case (.day(let year, let month, let day)?, .day(let other, let next, let end)?)
    where other == year && next == month && end == day + 1:
      return "on \(name(from))"
    case (nil, .relative(.today, let count, let unit)?) where count < 0,
      (nil, .relative(.now, let count, let unit)?) where count < 0:
      return "more than \(count.magnitude) \(plural(unit, count)) ago"
    case (nil, .relative(.now, 0, _)?), (nil, .relative(.today, 0, _)?): return "in the past"
    case (_?, nil): return "since \(start(from))"
    case (nil, _?): return "before \(start(to))"
    case (.day(let year, 1, 1)?, .day(let next, 1, 1)?): return "from \(year) to \(next - 1)"
    default: return "from \(name(from)) up to \(name(to))"
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// "7 days", and "day" alone for one.
  private static func span(_ count: Int, _ unit: RowQuery.Moment.Unit) -> String {
    count.magnitude == 1 ? plural(unit, 1) : "\(count.magnitude) \(plural(unit, count))"
  }

  private static func plural(_ unit: RowQuery.Moment.Unit, _ count: Int) -> String {
    let word =
      switch unit {
      case .minutes: "minute"
      case .hours: "hour"
      case .days: "day"
      case .weeks: "week"
      case .months: "month"
      case .years: "year"
      }
    return count.magnitude == 1 ? word : word + "s"
  }

  /// The first of a year is said by the year.
  private static func start(_ moment: RowQuery.Moment?) -> String {
    if case .day(let year, 1, 1)? = moment?.form { "\(year)" } else { name(moment) }
  }

  private static func name(_ moment: RowQuery.Moment?) -> String {
    moment.map { QueryWords.text(.moment($0)) } ?? ""
  }
}
