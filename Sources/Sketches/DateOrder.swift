import Notation

/// In which order the dates of a column name day and month: is `03/04/2026` in April or in March?
struct DateOrder {
  /// `nil` when nothing settles it.
  let isDayFirst: Bool?

  /// Days above twelve settle it, then the order of the rows, then the language.
  ///
  /// - Returns: `nil` when no value is a date with slashes.
  init?(_ values: [String], language: String? = nil) {
    let slashed = values.compactMap { value -> (first: Int, second: Int)? in
      let parts = value.split { !$0.isNumber }.prefix(3).compactMap { Int($0) }
      guard parts.count == 3, parts[0] <= 31, parts[1] <= 31, value.contains("/") else {
        return nil
      }
      return (parts[0], parts[1])
    }
    guard !slashed.isEmpty else { return nil }
    isDayFirst =
      if slashed.contains(where: { $0.first > 12 }) {
        true
      } else if slashed.contains(where: {
        $0.second > 12
      }) { false } else { Self.bySteps(values) ?? Self.byLanguage(language) }
  }

  /// Rows in order of time make small steps in the right reading only.
  private static func bySteps(_ values: [String]) -> Bool? {
    func walk(_ dayFirst: Bool) -> Int {
      let moments = values.compactMap { value -> Int? in
        if case .local(let seconds)? = DateText.parse(value, dayFirst: dayFirst, now: 0) {
          return seconds
        }
        return nil
      }
      return zip(moments, moments.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) }
    }
    let (day, month) = (walk(true), walk(false))
    guard day != month, min(day, month) * 3 <= max(day, month) else { return nil }
    return day < month
  }

  private static func byLanguage(_ language: String?) -> Bool? {
    switch language?.lowercased() {
    case nil, "en": nil
    case "en-us": false
    default: true
    }
  }
}
