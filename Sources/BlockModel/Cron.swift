public import Foundation

/// A cron expression of five fields: minute, hour, day of month, month, day of week.
///
/// Fields hold `*`, numbers, names (`mon`, `jan`), ranges, lists and steps; Sunday is 0 and 7. As in
/// `crontab(5)`, when both days are restricted a day that matches either is meant.
///
/// When clocks go forward, times that do not exist that day run at the moment of the change. When
/// they go back, a fixed hour runs once, the first time; `*` hours run through both.
public struct Cron: Hashable, Sendable {
  private let minutes: [Int]
  private let hours: [Int]
  private let days: Set<Int>
  private let months: Set<Int>
  private let weekdays: Set<Int>
  private let isEitherDay: Bool

  /// What is wrong with an expression.
  public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  public init(_ expression: String) throws(Problem) {
    let fields = expression.split(separator: " ").map { $0.lowercased() }
    guard fields.count == 5 else {
      throw Problem(description: "five fields are needed, as in '0 7 * * 1-5'")
    }
    minutes = try Self.values(fields[0], 0...59, "minute").sorted()
    hours = try Self.values(fields[1], 0...23, "hour").sorted()
    days = try Self.values(fields[2], 1...31, "day of month")
    months = try Self.values(
      fields[3], 1...12, "month",
      names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
    let week = try Self.values(
      fields[4], 0...7, "day of week", names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])
    weekdays = Set(week.map { $0 % 7 })
    isEitherDay = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
  }

  private static func values(
    _ field: String, _ range: ClosedRange<Int>, _ what: String, names: [String] = []
  ) throws(Problem) -> Set<Int> {
    func number(_ text: Substring) -> Int? {
      let value = names.firstIndex(of: String(text)).map { $0 + range.lowerBound } ?? Int(text)
      return value.flatMap { range.contains($0) ? $0 : nil }
    }
    let wrong = Problem(
      description: "'\(field)' is no \(what): \(range.lowerBound)…\(range.upperBound) are allowed")
    var values: Set<Int> = []
    for part in field.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
      guard pieces.count <= 2 else { throw wrong }
      let step = pieces.count == 2 ? Int(pieces[1]) : 1
      guard let step, step > 0 else { throw wrong }
      let ends = pieces[0].split(separator: "-", omittingEmptySubsequences: false)
      let span: ClosedRange<Int>
      if pieces[0] == "*" || pieces[0] == "?" {
        span = range
      } else if ends.count == 2, let low = number(ends[0]), let high = number(ends[1]), low <= high
      {
        span = low...high
      } else if ends.count == 1, let low = number(ends[0]) {
        span = pieces.count == 2 ? low...range.upperBound : low...low
      } else {
        throw wrong
      }
      values.formUnion(stride(from: span.lowerBound, through: span.upperBound, by: step))
    }
    return values
  }

  /// The first moment after `date`, `nil` when there is none (30 February).
  public func next(after date: Date, in zone: TimeZone) -> Date? {
    var day = Self.civilDay(of: date, in: zone)
    for _ in 0..<(366 * 9) {
      if matches(day: day), let time = first(on: day, after: date, zone) { return time }
      day += 86_400
    }
    return nil
  }

  /// Midnight of the local day, as if the zone were UTC.
  private static func civilDay(of date: Date, in zone: TimeZone) -> TimeInterval {
    let local = date.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: date))
    return (local / 86_400).rounded(.down) * 86_400
  }

  private func matches(day: TimeInterval) -> Bool {
    var utc = Calendar(identifier: .gregorian)
    utc.timeZone = .gmt
    let parts = utc.dateComponents(
      [.day, .month, .weekday], from: Date(timeIntervalSince1970: day))
    guard let dayOfMonth = parts.day, let month = parts.month, let weekday = parts.weekday,
      months.contains(month)
    else { return false }
    let isDay = days.contains(dayOfMonth)
    let isWeekday = weekdays.contains(weekday - 1)
    return isEitherDay ? isDay || isWeekday : isDay && isWeekday
  }

  private func first(on day: TimeInterval, after date: Date, _ zone: TimeZone) -> Date? {
    var best: Date?
    for hour in hours {
      for minute in minutes {
        let wall = Date(timeIntervalSince1970: day + Double(hour * 3600 + minute * 60))
        for time in Self.moments(of: wall, zone, twice: hours.count == 24) where time > date {
          best = min(best ?? time, time)
        }
      }
    }
    return best
  }

  /// The moments at which clocks of the zone show `wall` (written as if the zone were UTC).
  private static func moments(of wall: Date, _ zone: TimeZone, twice: Bool) -> [Date] {
    let offsets = Set([-86_400.0, 86_400].map { zone.secondsFromGMT(for: wall + $0) })
    let candidates = offsets.map { (wall - Double($0), $0) }
    let moments = candidates.filter { zone.secondsFromGMT(for: $0.0) == $0.1 }.map(\.0).sorted()
    if let first = moments.first { return twice ? moments : [first] }
    let early = candidates.map(\.0).min() ?? wall
    return [zone.nextDaylightSavingTimeTransition(after: early) ?? early]
  }
}
