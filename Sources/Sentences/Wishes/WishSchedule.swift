public import BlockModel

/// When a sentence wants its block to run: "every 10 minutes", "every Monday at 9", "twice a day".
public struct WishSchedule: Hashable, Sendable {
  public var schedule: Schedule?
  /// Places of the words it was read from.
  public var used: Set<Int> = []
  /// Why the schedule is not quite what was asked for, as a sentence.
  public var note: String?

  private let words: [String]

  /// - Parameter words: lower case, without punctuation at their ends.
  public init(_ words: [String]) {
    self.words = words
    for place in words.indices where schedule == nil && note == nil {
      read(at: place)
    }
  }

  private mutating func read(at place: Int) {
    let word = words[place]
    if let seconds = WishWords.paces[word] {
      used = [place]
      schedule = .every(.seconds(seconds))
      if seconds >= 86400, let (time, places) = time(after: place) {
        cron(time, seconds > 86400 ? "1" : "*", places)
      }
    } else if let days = Self.weekdays(word, isPlural: true) {
      used = [place]
      if place > 0, words[place - 1] == "on" { used.insert(place - 1) }
      daysOfWeek([days], from: place + 1)
    } else if let times = Self.times[word] ?? number(at: place), isTimes(at: place) {
      readTimes(times, at: place)
    } else if WishWords.everyWords.contains(word), place + 1 < words.count {
      used = [place]
      readEvery(from: place + 1)
      if schedule == nil && note == nil { used = [] }
    }
  }

  // MARK: Twice a day

  private static let times = ["once": 1, "twice": 2, "thrice": 3, "einmal": 1, "zweimal": 2]

  /// "twice a day", "three times a day".
  private func isTimes(at place: Int) -> Bool {
    let after = Self.times[words[place]] == nil ? place + 2 : place + 1
    guard after == place + 1 || (place + 1 < words.count && words[place + 1] == "times") else {
      return false
    }
    return after + 1 < words.count
      && ["a", "an", "per", "every", "am", "pro"].contains(words[after])
      && WishWords.units[words[after + 1]] != nil
  }

  private mutating func readTimes(_ times: Int, at place: Int) {
    let unit = Self.times[words[place]] == nil ? place + 3 : place + 2
    used = Set(place...unit)
    distance((WishWords.units[words[unit]] ?? 86400) / Int64(max(times, 1)), place...unit)
    if times == 1, WishWords.units[words[unit]] == 86400, let (time, places) = time(after: unit) {
      cron(time, "*", places)
    }
  }

  // MARK: Every …

  private mutating func readEvery(from place: Int) {
    let word = words[place]
    if let hour = Self.partsOfDay[word] {
      used.insert(place)
      let given = time(after: place)
      cron(given?.0 ?? "0 \(hour)", "*", given?.1 ?? [])
    } else if let days = Self.weekdays(word, isPlural: false) {
      readWeekdays(days, from: place)
    } else if ["other", "second", "zweiten"].contains(word), place + 1 < words.count,
      let unit = WishWords.units[words[place + 1]]
    {
      distance(2 * unit, place...(place + 1))
    } else if word.count > 1, let unit = WishWords.units[word] {
      distance(unit, place...place)
      if unit == 86400, let (time, places) = time(after: place) { cron(time, "*", places) }
    } else if let found = word.wholeMatch(of: #/(\d{1,6})([a-z]{1,4})/#),
      let unit = WishWords.units[String(found.2)], let number = Int64(found.1)
    {
      distance(number.multiplied(clamping: unit), place...place)
    } else if place + 1 < words.count, let unit = WishWords.units[words[place + 1]],
      let number = number(at: place)
    {
      distance(
        word == "half" ? unit / 2 : Int64(number).multiplied(clamping: unit), place...(place + 1))
    }
  }

  private static let partsOfDay = [
    "morning": 7, "noon": 12, "evening": 18, "night": 0, "midnight": 0, "morgen": 7, "abend": 18,
  ]

  private mutating func readWeekdays(_ first: String, from place: Int) {
    used.insert(place)
    var days = [first]
    var next = place + 1
    while next < words.count {
      let isJoined = ["and", "und"].contains(words[next])
      guard next + (isJoined ? 1 : 0) < words.count,
        let day = Self.weekdays(words[next + (isJoined ? 1 : 0)], isPlural: false)
      else { break }
      used.formUnion(isJoined ? [next, next + 1] : [next])
      days.append(day)
      next += isJoined ? 2 : 1
    }
    daysOfWeek(days, from: next)
  }

  private mutating func daysOfWeek(_ days: [String], from next: Int) {
    let given = time(after: next - 1)
    cron(given?.0 ?? "0 7", days.joined(separator: ","), given?.1 ?? [])
  }

  /// The day field of cron: "1" for Monday.
  private static func weekdays(_ word: String, isPlural: Bool) -> String? {
    if isPlural {
      guard word.hasSuffix("s"), !word.hasSuffix("ss") else { return nil }
      return weekdays(String(word.dropLast()), isPlural: false)
    }
    if ["weekday", "workday", "werktag"].contains(word) { return "1-5" }
    if word == "weekend" || word == "wochenende" { return "0,6" }
    let index =
      dayNames[0].firstIndex(of: word) ?? dayNames[1].firstIndex(of: word)
    return index.map(String.init)
  }

  private static let dayNames = [
    ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"],
    ["sonntag", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag"],
  ]

  // MARK: Times and distances

  /// "at 9", "at 9:30 am", "um 7 Uhr" behind a word, as minute and hour of cron.
  private func time(after place: Int) -> (String, Set<Int>)? {
    guard place + 2 < words.count, ["at", "um"].contains(words[place + 1]) else { return nil }
    let text = words[place + 2]
    var used: Set = [place + 1, place + 2]
    if let hour = Self.partsOfDay[text] { return ("0 \(hour)", used) }
    guard let found = text.wholeMatch(of: #/(\d{1,2})(?:[:.](\d{2}))?(am|pm)?/#),
      var hour = Int(found.1), let minute = Int(found.2 ?? "0"), hour < 24, minute < 60
    else { return nil }
    var half = found.3.map(String.init)
    if place + 3 < words.count, ["am", "pm", "uhr", "o'clock"].contains(words[place + 3]) {
      used.insert(place + 3)
      half = half ?? words[place + 3]
    }
    if half == "pm", hour < 12 { hour += 12 }
    if half == "am", hour == 12 { hour = 0 }
    return ("\(minute) \(hour)", used)
  }

  private func number(at place: Int) -> Int? {
    Int(words[place]) ?? WishWords.numbers[words[place]]
  }

  private mutating func cron(_ time: String, _ days: String, _ places: Set<Int>) {
    used.formUnion(places)
    schedule = .cron("\(time) * * \(days)", timeZone: nil)
  }

  private mutating func distance(_ seconds: Int64, _ places: ClosedRange<Int>) {
    used.formUnion(places)
    let allowed = Schedule.allowedSeconds
    guard seconds > 0 else {
      note = "“\(words[places.upperBound])” has no length, so the block keeps its usual schedule."
      return
    }
    if seconds < allowed.lowerBound { note = "It runs every 10 seconds, the shortest interval." }
    if seconds > allowed.upperBound { note = "It runs every 31 days, the longest interval." }
    schedule = .every(.seconds(min(max(seconds, allowed.lowerBound), allowed.upperBound)))
  }
}
