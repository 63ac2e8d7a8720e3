/// A cron expression of five fields: minute, hour, day of month, month, day of week.
///
/// Fields hold `*`, numbers, names (`mon`, `jan`), ranges, lists and steps; Sunday is 0 and 7. As in
/// `crontab(5)`, when both days are restricted a day that matches either is meant.
public struct Cron: Hashable, Sendable {
  /// 0…59, ascending.
  public let minutes: [Int]
  /// 0…23, ascending.
  public let hours: [Int]
  /// Days of the month, 1…31.
  public let days: Set<Int>
  /// 1…12.
  public let months: Set<Int>
  /// 0 is Sunday.
  public let weekdays: Set<Int>
  /// Both days are restricted: one that matches either is meant.
  public let isEitherDay: Bool

  /// What is wrong with an expression.
  public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  public init(_ expression: String) throws(Problem) {
    let fields = expression.split(separator: " ").map { $0.lowercased() }
    guard fields.count == 5 else {
      throw Problem(description: "five fields are needed, as in '0 7 * * 1-5'")
    }
    minutes = try Self.values(fields[0], 0...59, "minute").sorted()
    hours = try Self.values(fields[1], 0...23, "hour").sorted()
    days = try Self.values(fields[2], 1...31, "day of month")
    months = try Self.values(
      fields[3], 1...12, "month",
      names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
    let week = try Self.values(
      fields[4], 0...7, "day of week", names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])
    weekdays = Set(week.map { $0 % 7 })
    isEitherDay = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
  }

  private static func values(
    _ field: String, _ range: ClosedRange<Int>, _ what: String, names: [String] = []
  ) throws(Problem) -> Set<Int> {
    func number(_ text: Substring) -> Int? {
      let value = names.firstIndex(of: String(text)).map { $0 + range.lowerBound } ?? Int(text)
      return value.flatMap { range.contains($0) ? $0 : nil }
    }
    let wrong = Problem(
      description:
        "'\(field)' does not fit the \(what): \(range.lowerBound)…\(range.upperBound) are allowed")
    var values: Set<Int> = []
    for part in field.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
      guard pieces.count <= 2 else { throw wrong }
      let step = pieces.count == 2 ? Int(pieces[1]) : 1
      guard let step, step > 0 else { throw wrong }
      let ends = pieces[0].split(separator: "-", omittingEmptySubsequences: false)
      let span: ClosedRange<Int>
      if pieces[0] == "*" || pieces[0] == "?" {
        span = range
      } else if ends.count == 2, let low = number(ends[0]), let high = number(ends[1]), low <= high
      {
        span = low...high
      } else if ends.count == 1, let low = number(ends[0]) {
        span = pieces.count == 2 ? low...range.upperBound : low...low
      } else {
        throw wrong
      }
      values.formUnion(stride(from: span.lowerBound, through: span.upperBound, by: step))
    }
    return values
  }

  /// Whether it comes in any year: 30 February never does.
  public var hasMoment: Bool {
    let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return isEitherDay || months.contains { month in days.contains { $0 <= lengths[month - 1] } }
  }
}
