import Egress
import Foundation

/// When a failed request is sent again.
struct RetryPolicy: Sendable {
  /// Requests in total.
  var tries = 4
  /// A longer wait is the person's decision.
  var longestWait = 60.0
  /// In 0…1.
  var random: @Sendable () -> Double = { .random(in: 0...1) }
  var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

  /// Seconds to wait before the next try; `nil` when there is none.
  /// - Parameter tried: how many requests were sent already.
  func wait(after failure: ModelFailure, tried: Int) -> Double? {
    guard failure.isRetryable, tried < tries else { return nil }
    if let asked = failure.retryAfter { return asked <= longestWait ? asked : nil }
    return (0.5 + random() / 2) * min(30, pow(2, Double(tried - 1)))
  }

  /// Seconds that the headers of an answer ask to wait: `retry-after-ms`, or `retry-after` as a
  /// number or a date. Nothing sensible, nothing positive, or more than a day is `nil`.
  static func retryAfter(_ header: (String) -> String?, now: Date = Date()) -> Double? {
    func sensible(_ seconds: Double?) -> Double? {
      seconds.flatMap { $0 > 0 && $0 <= 86_400 ? $0 : nil }
    }
    if let milliseconds = header("retry-after-ms").flatMap(Double.init) {
      return sensible(milliseconds / 1000)
    }
    guard let text = header("retry-after") else { return nil }
    if let seconds = Double(text) { return sensible(seconds) }
    return sensible(HTTPDate.unixTime(text).map { Double($0) - now.timeIntervalSince1970 })
  }
}
