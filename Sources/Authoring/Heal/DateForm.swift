import BlockModel
import Foundation
import Notation

/// A form in which a source wrote dates.
enum DateForm: Hashable {
  /// Letters of strftime: `%Y-%m-%d`.
  case pattern(String)
  /// Seconds since 1970.
  case unix

  /// Days first, then those with a time.
  private static let patterns = [
    "%Y-%m-%d", "%d.%m.%Y", "%-d.%-m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%-d/%-m/%Y", "%-m/%-d/%Y",
    "%Y/%m/%d", "%d-%m-%Y", "%d %b %Y", "%-d %b %Y", "%-d %B %Y", "%b %-d, %Y", "%B %-d, %Y",
    "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M",
  ]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// The form that all values have and only they; `nil` when none is, or when more than one may be.
  init?(of values: [JSONValue]) {
    if values.allSatisfy({ $0.number.map { (1e9..<1e10).contains($0) } ?? false }) {
      self = .unix
      return
    }
    let texts = values.compactMap(\.string)
    guard texts.count == values.count else { return nil }
    let fitting = Self.patterns.filter { pattern in
      texts.allSatisfy { text in
        Self.readings(of: text).contains { Self.write($0, pattern) == text }
      }
    }
    // `3/4/2026` alone may be of either order; `%d` and `%-d` of the 24th are the same.
    let orders = Set(fitting.map { $0.contains("m/%") ? "month" : "day" })
    guard let first = fitting.first, orders.count == 1 else { return nil }
    self = .pattern(first)
  }

  var hasTime: Bool {
    switch self {
    case .pattern(let pattern): pattern.contains("%H")
    case .unix: true
    }
  }

  /// The seconds that a value of this form means.
  func seconds(_ value: JSONValue) -> Int? {
    switch self {
    case .unix: value.number.map { Int(clamping: $0) }
    case .pattern(let pattern):
      value.string.flatMap { text in
        Self.readings(of: text).first { Self.write($0, pattern) == text }
      }
    }
  }

  /// What is left of a moment in this form.
  func kept(_ seconds: Int) -> Int {
    hasTime ? seconds : CivilTime.floorDivide(seconds, 86_400) * 86_400
  }

  /// The moment that an expression gives, in this form, as Lua.
  func lua(_ moment: String, _ modules: (String) -> String) -> String {
    switch self {
    case .unix: moment
    case .pattern(let pattern): "\(modules("time")).format(\(moment), \"\(pattern)\")"
    }
  }

  /// Seconds of a date as people or machines write it, in UTC where it says no zone.
  static func read(_ value: JSONValue, dayFirst: Bool?) -> Int? {
    if let number = value.number {
      if (1e9..<1e10).contains(number) { return Int(clamping: number) }
      return (1e12..<1e13).contains(number) ? Int(clamping: number / 1000) : nil
    }
    guard let text = value.string,
      let result = DateText.parse(text, dayFirst: dayFirst, now: 1_800_000_000)
    else { return nil }
    switch result {
    case .moment(let seconds), .local(let seconds): return seconds
    case .zoned, .fromNow: return nil
    }
  }

  private static func readings(of text: String) -> [Int] {
    [true, false].compactMap { read(.string(text), dayFirst: $0) }
  }

  private static func write(_ seconds: Int, _ pattern: String) -> String {
    let time = CivilTime(seconds: seconds)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let month = months[time.month - 1]
    return [
      ("%-d", "\(time.day)"), ("%-m", "\(time.month)"), ("%Y", "\(time.year)"),
      ("%m", two(time.month)), ("%d", two(time.day)), ("%H", two(time.hour)),
      ("%M", two(time.minute)), ("%S", two(time.second)), ("%B", month),
      ("%b", String(month.prefix(3))),
    ].reduce(pattern) { $0.replacing($1.0, with: $1.1) }
  }
}
