public import Foundation

/// `date`, `time` and `datetime` with their words and zones.
struct TimeFormat {
  private let call: FormatCall
  private let locale: Locale
  private let zone: TimeZone

  init(_ format: ValueFormat, _ call: FormatCall) {
    self.call = call
    locale = format.locale
    zone = call.zone.flatMap { TimeZone(identifier: $0) } ?? format.zone
  }

  func text(_ time: TimeValue) -> String {
    switch call.name {
    case .time: time.isDay ? day(time) : clock(time)
    case .datetime: time.isDay ? day(time) : "\(day(time)) \(clock(time))"
    default: day(time)
    }
  }

  private func style(_ time: TimeValue) -> Date.FormatStyle {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = time.isDay ? TimeValue.dayZone : zone
    return Date.FormatStyle(locale: locale, calendar: calendar, timeZone: calendar.timeZone)
  }

  private func day(_ time: TimeValue) -> String {
    let style = style(time)
    if call.has("weekday") { return time.date.formatted(style.weekday(.abbreviated)) }
    if call.has("month") { return time.date.formatted(style.month(.wide).year()) }
    if call.has("year") { return time.date.formatted(style.year()) }
    if call.has("iso") {
      return time.date.formatted(
        Date.ISO8601FormatStyle(timeZone: time.isDay ? TimeValue.dayZone : zone).year().month()
          .day())
    }
    if call.has("short") { return time.date.formatted(style.day().month(.abbreviated)) }
    if call.has("long") {
      return time.date.formatted(style.weekday(.wide).day().month(.wide).year())
    }
    return time.date.formatted(style.day().month(.abbreviated).year())
  }

  private func clock(_ time: TimeValue) -> String {
    let style = style(time).hour(.twoDigits(amPM: .abbreviated)).minute(.twoDigits)
    return time.date.formatted(call.has("seconds") ? style.second(.twoDigits) : style)
  }
}

/// "5 min ago", "in 3 h": short, and the same on server and in the browser (`time.js`); both are held to
/// `Tests/Fixtures/relative_times.json`.
public enum RelativeTime {
  public static func text(_ date: Date, now: Date) -> String {
    let seconds = now.timeIntervalSince(date)
    let distance = abs(seconds)
    guard distance >= 60 else { return "now" }
    let units: [(upTo: Double, size: Double, name: String)] = [
      (3570, 60, "min"), (84600, 3600, "h"), (45 * 86400, 86400, "d"),
      (548 * 86400, 30.44 * 86400, "mo"), (.infinity, 365.25 * 86400, "y"),
    ]
    let unit = units.first { distance < $0.upTo } ?? units[4]
    let count = max(1, Int(clamping: (distance / unit.size).rounded()))
    return seconds > 0 ? "\(count) \(unit.name) ago" : "in \(count) \(unit.name)"
  }
}
