public import BlockModel
public import Foundation

/// A moment as a person or a link names it.
public enum PastMoment {
  /// `2026-11-25T08:00`, `2026-11-25 08:00:30`, `2026-11-25` (its end), a moment with a zone, or seconds since
  /// 1970.
  /// - Parameter zone: of moments that name none.
  /// - Returns: `nil` when it is none of these.
  public static func date(
    _ text: String, in zone: TimeZone = Surroundings.current.timeZone
  ) -> Date? {
    let text = text.trimmingCharacters(in: .whitespaces)
    if let seconds = Double(text), seconds.isFinite, text.count > 5 {
      return Date(clampingUnix: seconds)
    }
    if let date = try? Date(text, strategy: .iso8601) { return date }
    let form = /(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?/
    guard let parts = text.wholeMatch(of: form)?.output else { return nil }
    func number(_ text: Substring?) -> Int? { text.flatMap { Int($0) } }
    var components = DateComponents()
    components.year = number(parts.1)
    components.month = number(parts.2)
    components.day = number(parts.3)
    components.hour = number(parts.4) ?? 23
    components.minute = number(parts.5) ?? 59
    components.second = number(parts.6) ?? (parts.4 == nil ? 59 : 0)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    // The 31st of November is no day, and not the 1st of December.
    guard components.isValidDate(in: calendar) else { return nil }
    return calendar.date(from: components)
  }
}
