public import BlockModel
public import Foundation

/// When a block runs next.
///
/// Good runs follow the schedule, spread by a tenth of it so that blocks do not run in step. When the
/// source cannot be asked, tries follow after 1, 4, 9, 16 and 25 minutes, never later than the
/// schedule says, and never before the source wants to be asked again.
public struct Timetable {
  /// Minutes after the n-th failed run in a row.
  public static func backoffMinutes(failures: Int) -> Int {
    min(max(failures, 1) * max(failures, 1), 25)
  }

  /// - Parameters:
  ///   - date: the end of the last run.
  ///   - last: why it failed, `nil` when it was good.
  ///   - random: 0..<1, spreads the time.
  /// - Returns: `nil` for blocks that run only when asked, and for cron expressions without a date.
  public static func next(
    after date: Date, _ schedule: Schedule, failures: Int, last: RunFailure?, random: Double
  ) -> Date? {
    guard let regular = regular(after: date, schedule, random: random) else { return nil }
    guard let last, last.kind.isTransient || last.kind == .host else { return regular }
    let minutes = Double(backoffMinutes(failures: failures))
    let retry = date + minutes * 60 * (0.9 + 0.2 * random)
    let earliest = last.retryAfter.map { date + Double($0) } ?? date
    return max(min(retry, regular), earliest)
  }

  private static func regular(
    after date: Date, _ schedule: Schedule, random: Double
  ) -> Date? {
    switch schedule {
    case .every(let distance): date + (distance / .seconds(1)) * (0.95 + 0.1 * random)
    case .cron(let expression, let zone):
      (try? Cron(expression))?.next(
        after: date, in: zone.flatMap(TimeZone.init(identifier:)) ?? .current)
    case .manual: nil
    }
  }

  /// When a block runs first after a start: at its time, and if that has passed, soon, one after
  /// the other.
  ///
  /// - Parameter place: 0..<1, its share of the time over which overdue blocks are spread.
  public static func first(
    now: Date, lastRun: Date?, _ schedule: Schedule, failures: Int, last: RunFailure?,
    spread: TimeInterval, place: Double
  ) -> Date? {
    guard let lastRun else { return now }
    // A last run in the future means that the clock was set back.
    let from = min(lastRun, now)
    guard let due = next(after: from, schedule, failures: failures, last: last, random: place)
    else { return nil }
    return due > now ? due : now + spread * place
  }
}
