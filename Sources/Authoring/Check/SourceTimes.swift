import BlockModel
import BlockUI
import Foundation
import Sentences

/// What a card shows as now or next, held against the times of the source: the first hour of the day is
/// not now, and a ferry that has left is not the next.
struct SourceTimes {
  private static let maximumCharacters = 1_000_000
  private static let minimumTimes = 6
  private static let hour = 3_600.0
  /// Minutes by which a clock may be wrong.
  private static let tolerance = 10

  let values: [ShownValue]
  let context: RenderContext
  let wish: Wish

  /// - Parameter answers: what the sources answered; asked for only when the sentence speaks of now or
  ///   of what comes next.
  func findings(_ answers: () -> [String]) -> [CandidateFinding] {
    let words = Set(wish.withoutAddress.lowercased().split { !$0.isLetter }.map(String.init))
    var found: [CandidateFinding] = []
    if !words.isDisjoint(with: Self.nowWords) {
      found += [otherTime(answers)].compactMap(\.self)
    }
    if !words.isDisjoint(with: Headline.nextWords) {
      found += [pastClock(answers)].compactMap(\.self)
    }
    return found
  }

  // MARK: Now

  private static let nowWords: Set<String> = [
    "now", "current", "currently", "jetzt", "aktuell", "aktuelle", "aktueller", "gerade",
    "maintenant", "actuel", "actuelle", "actuellement", "ahora", "actual", "agora", "atual",
    "adesso", "attuale", "nu",
  ]

  /// The number that is called now, or the only one, is that of the first or last of the times.
  private func otherTime(_ answers: () -> [String]) -> CandidateFinding? {
    let stats = values.filter {
      $0.component == .stat && !$0.isOfRows && $0.field.at.hasSuffix("/value")
        && $0.values.count == 1 && $0.values[0].number != nil
    }
    let called = stats.filter { shown in
      !Self.nowWords.isDisjoint(
        with: shown.name.lowercased().split { !$0.isLetter }.map(String.init))
    }
    let meant = called.isEmpty && stats.count == 1 ? stats : called
    guard !meant.isEmpty else { return nil }
    for answer in answers() where answer.utf8.count <= Self.maximumCharacters {
      guard let value = try? JSONValue(parsing: answer) else { continue }
      for series in Self.series(of: value, zone: zone(of: value)) {
        if let finding = series.finding(of: meant, now: context.now.timeIntervalSince1970) {
          return finding
        }
      }
    }
    return nil
  }

  /// The zone that an answer says its times are in, else the person's.
  private func zone(of answer: JSONValue) -> TimeZone {
    if let seconds = answer["utc_offset_seconds"]?.integer,
      let zone = Int(exactly: seconds).flatMap({ TimeZone(secondsFromGMT: $0) })
    {
      return zone
    }
    return (answer["timezone"] ?? answer["tz"])?.string.flatMap { TimeZone(identifier: $0) }
      ?? context.timeZone
  }

  /// Numbers with their times, one list each.
  private struct Series {
    var times: [Double]
    var numbers: [[Double?]]

    /// A number that is that of the first or the last time, and of none near to now.
    func finding(of stats: [ShownValue], now: Double) -> CandidateFinding? {
      guard let first = times.first, let last = times.last, first - SourceTimes.hour < now,
        now < last + SourceTimes.hour,
        let place = times.indices.min(by: { abs(times[$0] - now) < abs(times[$1] - now) })
      else { return nil }
      for stat in stats {
        guard let shown = stat.values[0].number else { continue }
        for numbers in numbers {
          let near = numbers[max(0, place - 1)...min(numbers.count - 1, place + 1)]
          guard let right = numbers[place], !near.contains(shown) else { continue }
          for (end, name) in [(0, "first"), (numbers.count - 1, "last")]
          where numbers[end] == shown && abs(times[end] - now) > 2 * SourceTimes.hour {
            return CardLook.odd(
              "'\(stat.name)' shows \(JSONValue.number(shown).json()), which is that of the \(name) of \(times.count) times; the one nearest to now has \(JSONValue.number(right).json()). Take the row by its time.",
              "“\(stat.name)” is that of another time")
          }
        }
      }
      return nil
    }
  }

  /// Lists side by side, as `{"time": […], "height": […]}`, and rows with a time each.
  private static func series(of value: JSONValue, zone: TimeZone) -> [Series] {
    switch value {
    case .object(let members):
      let lists = members.values.compactMap(\.array)
      return columns(lists, zone) + members.values.flatMap { series(of: $0, zone: zone) }
    case .array(let rows):
      guard rows.count >= minimumTimes, let keys = rows[0].object?.keys else { return [] }
      return columns(keys.map { key in rows.map { $0[key] ?? .null } }, zone)
    case .null, .bool, .integer, .number, .string: return []
    }
  }

  private static func columns(_ lists: [[JSONValue]], _ zone: TimeZone) -> [Series] {
    for list in lists where list.count >= minimumTimes {
      let times = list.compactMap { moment($0, zone) }
      guard times.count == list.count, zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
        continue
      }
      let numbers = lists.filter { $0.count == list.count && $0 != list }
        .map { $0.map(\.number) }.filter { $0.contains { $0 != nil } }
      return numbers.isEmpty ? [] : [Series(times: times, numbers: numbers)]
    }
    return []
  }

  private static func moment(_ value: JSONValue, _ zone: TimeZone) -> Double? {
    guard let text = value.string, text.count == 16 || text.count == 19 else {
      return Headline.moment(value)
    }
    // A local time, to the minute or second.
    let zoned = (text.count == 16 ? text + ":00" : text) + "Z"
    guard let date = try? Date(zoned, strategy: .iso8601) else { return nil }
    return date.timeIntervalSince1970 - Double(zone.secondsFromGMT(for: date))
  }

  // MARK: Next

  /// A clock time that has passed today, while the source has one to come.
  private func pastClock(_ answers: () -> [String]) -> CandidateFinding? {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = context.timeZone
    let time = calendar.dateComponents([.hour, .minute], from: context.now)
    let now = (time.hour ?? 0) * 60 + (time.minute ?? 0)
    let clocks = values.compactMap { shown -> (ShownValue, text: String, minutes: Int)? in
      guard !shown.isOfRows, shown.values.count == 1, let text = shown.values[0].string,
        let match = text.wholeMatch(of: #/(\d{1,2}):(\d\d)(?::\d\d)?/#),
        let minutes = Self.minutes(match.1, match.2)
      else { return nil }
      return (shown, text, minutes)
    }
    // Beside one to come, another may be past.
    guard let (shown, text, _) = clocks.first,
      clocks.allSatisfy({ $0.minutes < now - Self.tolerance })
    else { return nil }
    let isLater = answers().contains { answer in
      answer.prefix(Self.maximumCharacters)
        .matches(of: #/(?:^|[^\d:T])(\d{1,2}):(\d\d)(?![\d:])/#)
        .contains { Self.minutes($0.1, $0.2).map { $0 > now } ?? false }
    }
    guard isLater else { return nil }
    return CardLook.odd(
      "The sentence asks for what comes next, and '\(shown.name)' shows \(text), which is past today; the source has a later one.",
      "“\(shown.name)” is past")
  }

  private static func minutes(_ hours: Substring, _ minutes: Substring) -> Int? {
    guard let hours = Int(hours), let minutes = Int(minutes), hours < 24, minutes < 60 else {
      return nil
    }
    return hours * 60 + minutes
  }
}
