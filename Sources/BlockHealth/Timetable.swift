public import BlockModel
public import Foundation

/// When a block runs next.
///
/// Good runs follow the schedule, spread by a tenth of it so that blocks do not run in step. When the
/// source cannot be asked, tries follow after 1, 4, 9, 16 and 25 minutes, never later than the
/// schedule says, and never before the source wants to be asked again. A script that returns
/// `valid_until` is not run before that moment.
public struct Timetable {
  /// Minutes after the n-th failed run in a row.
  public static func backoffMinutes(failures: Int) -> Int {
    min(max(failures, 1) * max(failures, 1), 25)
  }

  /// The longest time for which data may ask to be left as they are.
  static let longestValidity = TimeInterval(Schedule.allowedSeconds.upperBound)

  /// - Parameters:
  ///   - date: the end of the last run.
  ///   - last: why it failed, `nil` when it was good.
  ///   - validUntil: what the data of a good run say of themselves (``BlockModel/JSONValue/validUntil``).
  ///   - random: 0..<1, spreads the time.
  /// - Returns: `nil` for blocks that run only when asked, and for cron expressions without a date.
  public static func next(
    after date: Date, _ schedule: Schedule, failures: Int, last: RunFailure?,
    validUntil: Date? = nil, random: Double
  ) -> Date? {
    let valid = validUntil.map { min($0, date + longestValidity) } ?? date
    guard let regular = regular(after: date, until: valid, schedule, random: random)
    else { return nil }
    guard let last, last.kind.isTransient || last.kind == .host else { return regular }
    let minutes = Double(backoffMinutes(failures: failures))
    let retry = date + minutes * 60 * (0.9 + 0.2 * random)
    let earliest = last.retryAfter.map { date + Double($0) } ?? date
    return max(min(retry, regular), earliest)
  }

  private static func regular(
    after date: Date, until valid: Date, _ schedule: Schedule, random: Double
  ) -> Date? {
    switch schedule {
    case .every(let distance):
      max(date + (distance / .seconds(1)) * (0.95 + 0.1 * random), valid)
    case .cron(let expression, let zone):
      (try? Cron(expression))?.next(
        // A date of the expression at that very moment counts.
        after: max(date, valid - 1),
        in: zone.flatMap(TimeZone.init(identifier:)) ?? Surroundings.current.timeZone)
    case .manual: nil
    }
  }

  /// When a block runs first after a start: at its time, and if that has passed, soon, one after
  /// the other.
  ///
  /// - Parameter place: 0..<1, its share of the time over which overdue blocks are spread.
  public static func first(
    now: Date, lastRun: Date?, _ schedule: Schedule, failures: Int, last: RunFailure?,
    validUntil: Date? = nil, spread: TimeInterval, place: Double
  ) -> Date? {
    guard let lastRun else { return now }
    // A last run in the future means that the clock was set back.
    let from = min(lastRun, now)
    guard
      let due = next(
        after: from, schedule, failures: failures, last: last, validUntil: validUntil,
        random: place)
    else { return nil }
    return due > now ? due : now + spread * place
  }
}

extension JSONValue {
  /// Until when data say that they hold: `valid_until`, seconds since 1970. Anything else than a number there
  /// says nothing.
  public var validUntil: Date? {
    self["valid_until"]?.number.map { Date(clampingUnix: $0) }
  }
}
