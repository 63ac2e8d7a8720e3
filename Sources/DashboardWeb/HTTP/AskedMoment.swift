import DashboardEngine
import Foundation

extension PastMoment {
  /// The moment that a request names.
  static func asked(_ text: String) throws(WebProblem) -> Date {
    // A plus sign stands for a space in forms, and for itself before a zone.
    guard let date = date(text) ?? date(text.replacing("+", with: " ")) else {
      throw WebProblem.unreadable(
        "“\(text.prefix(40))” is not a moment; write it like 2026-11-25T08:00")
    }
    return date
  }
}
