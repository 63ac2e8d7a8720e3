import BlockModel

/// When a sentence wants its block to run: "every 10 minutes", "every Monday at 9", "twice a day",
/// "weekly" at the end of a phrase.
struct ScheduleReading {
  private(set) var schedule: Schedule?
  /// Places of the pieces it was read from.
  private(set) var used: Set<Int> = []
  /// Why the schedule is not quite what was asked for, as a sentence.
  private(set) var note: String?

  private let pieces: [Piece]
  private let words: [String]
  private let lexicon: Lexicon

  init(_ pieces: [Piece], _ lexicon: Lexicon) {
    self.pieces = pieces
    self.lexicon = lexicon
    words = pieces.map(\.folded)
    for place in pieces.indices where schedule == nil && note == nil && pieces[place].quote == nil {
      read(at: place)
    }
  }

  private func meanings(_ place: Int) -> [(length: Int, meaning: WordMeaning)] {
    place < words.count ? lexicon.meanings(of: words, at: place) : []
  }

  private func first<Found>(_ place: Int, _ read: (WordMeaning) -> Found?) -> (Found, Int)? {
    for (length, meaning) in meanings(place) {
      if let found = read(meaning) { return (found, length) }
    }
    return nil
  }

  private func weekday(_ place: Int) -> (String, Int)? {
    first(place) { if case .weekday(let day) = $0 { day } else { nil } }
  }

  private func unit(_ place: Int) -> (Int64, Int)? {
    guard let (unit, length) = first(place, { if case .unit(let unit) = $0 { unit } else { nil } })
    else { return words.indices.contains(place) ? seconds(place) : nil }
    let seconds: Int64 =
      switch unit {
      case .minutes: 60
      case .hours: 3600
      case .days: 86400
      case .weeks: 604_800
      case .months: 2_592_000
      case .years: 31_536_000
      }
    return (seconds, length)
  }

  /// Seconds are a distance of runs and of nothing else.
  private func seconds(_ place: Int) -> (Int64, Int)? {
    let word = words[place]
    let names = ["second", "sekund", "segund", "second", "seconde"]
    return names.contains { word.hasPrefix($0) } || ["s", "sec", "secs", "sek"].contains(word)
      ? (1, 1) : nil
  }

  private mutating func read(at place: Int) {
    for (length, meaning) in meanings(place) {
      switch meaning {
      case .every: readEvery(place, place + length)
      case .pace(let seconds) where isAlone(place, length) && !isGroup(place, place + length):
        distance(seconds, place..<(place + length))
        if seconds >= 86400, let (time, places) = time(place + length) {
          cron(time, seconds > 86400 ? "1" : "*", places)
        }
      case .times(let times):
        guard let (unit, more) = unit(place + length) else { continue }
        distance(unit / max(1, times), place..<(place + length + more))
        if times == 1, unit == 86400, let (time, places) = time(place + length + more) {
          cron(time, "*", places)
        }
      case .weekday(let day) where words[place].hasSuffix("s") && isAlone(place, length):
        guard let (time, places) = time(place + length) else { continue }
        used.formUnion(place..<(place + length))
        cron(time, day, places)
      default: continue
      }
      if schedule != nil || note != nil { return }
    }
  }

  /// "weekly hours" are no schedule; "daily" at the end of a phrase is.
  private func isAlone(_ place: Int, _ length: Int) -> Bool {
    let end = place + length
    // "elk kwartier verversen"
    let isRest = (end..<pieces.count).allSatisfy { at in
      first(at) { if case .filler = $0 { true } else { nil } } != nil
    }
    return isRest || pieces[end - 1].isLast
      || first(end, { if case .at = $0 { true } else { nil } }) != nil
  }

  private mutating func readEvery(_ place: Int, _ start: Int) {
    guard start < words.count else { return }
    if let (hour, length) = first(
      start, { if case .partOfDay(let hour) = $0 { hour } else { nil } })
    {
      let given = time(start + length)
      used.formUnion(place..<(start + length))
      return cron(given?.0 ?? "0 \(hour)", "*", given?.1 ?? [])
    }
    if let (day, length) = weekday(start) {
      var days = [day]
      var end = start + length
      while end < words.count {
        let isJoined = first(end) { if case .and = $0 { true } else { nil } } != nil
        guard let (more, length) = weekday(end + (isJoined ? 1 : 0)) else { break }
        days.append(more)
        end += length + (isJoined ? 1 : 0)
      }
      used.formUnion(place..<end)
      let given = time(end)
      return cron(given?.0 ?? "0 7", days.joined(separator: ","), given?.1 ?? [])
    }
    if let (_, length) = first(start, { if case .other = $0 { true } else { nil } }),
      let (unit, more) = unit(start + length)
    {
      return distance(2 * unit, place..<(start + length + more))
    }
    if let (_, length) = first(start, { if case .half = $0 { true } else { nil } }) {
      let skip =
        words.indices.contains(start + length) && ["a", "an", "e"].contains(words[start + length])
        ? 1 : 0
      if let (unit, more) = unit(start + length + skip) {
        return distance(unit / 2, place..<(start + length + skip + more))
      }
    }
    if let (unit, length) = unit(start) {
      // "how many errors each day": groups, no distance of runs.
      if isGroup(place, start + length) { return }
      distance(unit, place..<(start + length))
      if unit == 86400, let (time, places) = time(start + length) { cron(time, "*", places) }
      return
    }
    if pieces[start].isNumber, let number = Int64(words[start]),
      let (unit, length) = unit(start + 1)
    {
      return distance(number.multiplied(clamping: unit), place..<(start + 1 + length))
    }
    if let number = NumberReading(pieces, at: start, lexicon), number.value >= 0,
      number.measure == nil,
      let (unit, length) = unit(start + number.length)
    {
      let seconds = Int64(clamping: number.value * Double(unit))
      distance(seconds, place..<(start + number.length + length))
    }
  }

  /// Is a bare unit behind "each" what is counted by? Where a sentence counts and no comma parts them, or
  /// "of" stands before: "the concerts of each month".
  private func isGroup(_ place: Int, _ end: Int) -> Bool {
    let isMinutes = (place..<end).contains { at in
      first(at) { if case .unit(.minutes) = $0 { true } else { nil } } != nil
    }
    guard place > 0, !pieces[place - 1].isLast, time(end) == nil, !isMinutes else { return false }
    if lexicon.contains(words[place - 1], .of) { return true }
    return (0..<place).contains { at in
      first(at) { meaning in
        switch meaning {
        case .aggregate, .question(.count): true
        default: nil
        }
      } != nil
    }
  }

  /// "at 9", "at 9:30 pm", "um 7 Uhr", "às 18h30", as minute and hour of cron.
  private func time(_ place: Int) -> (String, Set<Int>)? {
    guard let (_, length) = first(place, { if case .at = $0 { true } else { nil } }) else {
      return nil
    }
    var at = place + length
    if let (hour, length) = first(at, { if case .partOfDay(let hour) = $0 { hour } else { nil } }) {
      return ("0 \(hour)", Set(place..<(at + length)))
    }
    guard at < pieces.count, pieces[at].isNumber, var hour = Int(words[at]), hour < 24 else {
      return nil
    }
    var minute = 0
    at += 1
    let isClock = { (at: Int) in
      self.first(at) { if case .clock = $0 { true } else { nil } }.map { $0.1 }
    }
    if let length = isClock(at) { at += length }
    if at < pieces.count, pieces[at].isNumber, pieces[at].isJoined, let read = Int(words[at]),
      read < 60
    {
      minute = read
      at += 1
    }
    if at < words.count, words[at] == "am" || words[at] == "pm" {
      if words[at] == "pm", hour < 12 { hour += 12 }
      if words[at] == "am", hour == 12 { hour = 0 }
      at += 1
    }
    if let length = isClock(at) { at += length }
    return ("\(minute) \(hour)", Set(place..<at))
  }

  private mutating func cron(_ time: String, _ days: String, _ places: Set<Int>) {
    used.formUnion(places)
    schedule = .cron("\(time) * * \(days)", timeZone: nil)
  }

  private mutating func distance(_ seconds: Int64, _ places: Range<Int>) {
    used.formUnion(places)
    let allowed = Schedule.allowedSeconds
    guard seconds > 0 else {
      note =
        "“\(pieces[places].map(\.text).joined(separator: " "))” has no length, so the block keeps its usual schedule."
      return
    }
    if seconds < allowed.lowerBound { note = "It runs every 10 seconds, the shortest interval." }
    if seconds > allowed.upperBound { note = "It runs every 31 days, the longest interval." }
    schedule = .every(.seconds(min(max(seconds, allowed.lowerBound), allowed.upperBound)))
  }
}
