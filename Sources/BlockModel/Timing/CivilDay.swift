public import Foundation

/// A day of the calendar, `2026-11-23`.
public struct CivilDay: Hashable, Sendable, CustomStringConvertible {
  public let year: Int
  public let month: Int
  public let day: Int

  /// - Returns: `nil` for days that no calendar has.
  public init?(year: Int, month: Int, day: Int) {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...lengths[month - 1]).contains(day)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The day of a moment, in the zone of a calendar.
  public init(_ date: Date, calendar: Calendar) {
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    (year, month, day) = (parts.year ?? 1, parts.month ?? 1, parts.day ?? 1)
  }

  /// Reads `2026-11-23`.
  public init?(_ text: String) {
    guard let found = text.wholeMatch(of: #/(\d{4})-(\d{2})-(\d{2})/#) else { return nil }
    self.init(year: Int(found.1) ?? 0, month: Int(found.2) ?? 0, day: Int(found.3) ?? 0)
  }

  /// Reads a day as people write it where only one day can be meant: `31.12.2026`, `2026/12/31`,
  /// `12/31/2026`.
  public init?(written text: String) {
    if let found = text.wholeMatch(of: #/(\d{4})[.\/ -](\d{1,2})[.\/ -](\d{1,2})/#) {
      self.init(year: Int(found.1) ?? 0, month: Int(found.2) ?? 0, day: Int(found.3) ?? 0)
    } else if let found = text.wholeMatch(of: #/(\d{1,2})([.\/ -]) ?(\d{1,2})[.\/ -] ?(\d{4})/#) {
      let (first, second) = (Int(found.1) ?? 0, Int(found.3) ?? 0)
      let year = Int(found.4) ?? 0
      let isDayFirst = found.2 == "." || first > 12 || first == second
      guard isDayFirst || second > 12 else { return nil }
      self.init(
        year: year, month: isDayFirst ? second : first, day: isDayFirst ? first : second)
    } else {
      return nil
    }
  }

  public var description: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}
