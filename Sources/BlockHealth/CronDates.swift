public import BlockModel
public import Foundation
import Notation

/// The moments a cron expression names.
///
/// When clocks go forward, times that do not exist that day run at the moment of the change. When
/// they go back, a fixed hour runs once, the first time; `*` hours run through both.
extension Cron {
  /// The first moment after `date`, `nil` when there is none (30 February).
  public func next(after date: Date, in zone: TimeZone) -> Date? {
    let date = Date(clampingUnix: date.timeIntervalSince1970)
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
    let seconds = Int(clamping: day)
    let civil = CivilTime(seconds: seconds)
    guard months.contains(civil.month) else { return false }
    let isDay = days.contains(civil.day)
    // Sunday is 0, as cron has it.
    let isWeekday = weekdays.contains(CivilTime.weekday(days: seconds / 86_400) % 7)
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
