public import Foundation

/// Days, weeks from Monday, or months as people of a zone count them: a day there has 23, 24 or 25 hours.
public struct CalendarBuckets: Hashable, Sendable {
  public enum Unit: Hashable, Sendable, CaseIterable { case day, week, month }

  public let unit: Unit
  public let zone: TimeZone
  private let calendar: Calendar

  public init(_ unit: Unit, zone: TimeZone) {
    self.unit = unit
    self.zone = zone
    // ISO 8601: weeks begin on Monday.
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = zone
    self.calendar = calendar
  }

  /// The bucket that holds a moment: its first moment, and the first of the next one.
  public func bucket(of moment: Date) -> Range<Date> {
    let component: Calendar.Component =
      switch unit {
      case .day: .day
      case .week: .weekOfYear
      case .month: .month
      }
    guard let interval = calendar.dateInterval(of: component, for: moment), interval.duration > 0
    else { return moment..<moment.addingTimeInterval(86_400) }
    return interval.start..<interval.end
  }
}
