public import Foundation

/// A day as people write it: "24 December", "May 3rd 2027", "24.12.", "2027-05-03", "Christmas".
public struct DayInWords: Sendable {
  /// `2027-05-03`
  public private(set) var day = ""
  /// Places of its words.
  public private(set) var places: Set<Int> = []
  public private(set) var isNamed = false

  /// - Parameter names: days by name, as `12-25`.
  public init?(_ words: [String], names: [String: String], now: Date) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let today = calendar.dateComponents([.year, .month, .day], from: now)
    func found(_ year: Int?, _ month: Int, _ day: Int, _ places: Set<Int>) -> Bool {
      guard (1...12).contains(month), (1...31).contains(day) else { return false }
      let isPast = (month, day) < (today.month ?? 1, today.day ?? 1)
      let this = today.year ?? 2000
      self.day = String(format: "%04d-%02d-%02d", year ?? (isPast ? this + 1 : this), month, day)
      self.places = places
      return true
    }
    for (place, word) in words.enumerated() {
      if let iso = word.wholeMatch(of: #/(\d{4})-(\d{2})-(\d{2})/#),
        found(Int(iso.1), Int(iso.2) ?? 0, Int(iso.3) ?? 0, [place])
      {
        return
      }
      if let dotted = word.wholeMatch(of: #/(\d{1,2})\.(\d{1,2})\.?(\d{4})?/#),
        found(dotted.3.flatMap { Int($0) }, Int(dotted.2) ?? 0, Int(dotted.1) ?? 0, [place])
      {
        return
      }
      guard let month = Self.month(word) else { continue }
      for number in [place - 1, place + 1] where words.indices.contains(number) {
        guard let day = Self.dayNumber(words[number]) else { continue }
        let last = max(place, number) + 1
        let year =
          words.indices.contains(last) ? Int(words[last]).flatMap { $0 > 1900 ? $0 : nil } : nil
        let places = Set([place, number]).union(year == nil ? [] : [last])
        if found(year, month, day, places) { return }
      }
    }
    let text = words.joined(separator: " ")
    for name in names.keys.sorted(by: { $0.count > $1.count }) where text.contains(name) {
      let parts = (names[name] ?? "").split(separator: "-").compactMap { Int($0) }
      isNamed = true
      if parts.count == 2, found(nil, parts[0], parts[1], []) { return }
    }
    return nil
  }

  private static func dayNumber(_ word: String) -> Int? {
    let digits = word.prefix { $0.isNumber }
    guard ["", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)) else { return nil }
    return Int(digits).flatMap { (1...31).contains($0) ? $0 : nil }
  }

  private static func month(_ word: String) -> Int? {
    for months in [english, german] {
      let found = months.firstIndex { $0 == word || (word.count == 3 && $0.hasPrefix(word)) }
      if let found { return found + 1 }
    }
    return nil
  }

  private static let english = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
  private static let german = [
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "dezember",
  ]
}
