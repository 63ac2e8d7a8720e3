import BlockModel
import Foundation

/// The day that a sentence counts to, and what it is for.
extension SubjectAssembly {
  mutating func readDate(_ param: SubjectParam) {
    var day: (year: Int, month: Int, day: Int)?
    var places: Range<Int>?
    var isNamed = false
    for place in pieces.indices where !used[place] {
      if let read = named(place, param) {
        (day, places, isNamed) = (read.day, read.range, true)
        break
      }
      guard let time = TimeReading(pieces, at: place, language, today: today),
        let read = civil(time.span.from, from: place, length: time.length)
      else { continue }
      // "30 February" is no day, and February is not meant.
      if place > 0, pieces[place - 1].isNumber { continue }
      (day, places) = (read, place..<(place + time.length))
      break
    }
    guard let day, let places else { return }
    // Nobody counts down to what is over.
    guard (day.year, day.month, day.day) >= (today.year, today.month, today.day) else {
      reading.doubts.append(pieces[places].typed)
      return take(places)
    }
    reading.values[param.name] = .string(
      String(format: "%04d-%02d-%02d", day.year, day.month, day.day))
    take(places)
    guard let label = param.label else { return }
    let title = isNamed ? pieces[places].typed : event(besides: places)
    reading.values[label] = .string(title.capitalizingFirst)
  }

  /// "Christmas", "New Year 2027".
  private func named(
    _ place: Int, _ param: SubjectParam
  ) -> (day: (year: Int, month: Int, day: Int), range: Range<Int>)? {
    for entry in param.table where isThere(entry.words, at: place) {
      let parts = entry.value.split(separator: "-").compactMap { Int($0) }
      guard parts.count == 2 else { continue }
      var end = place + entry.words.count
      var year: Int?
      if end < pieces.count, pieces[end].isNumber, let read = Int(words[end]),
        (1900...2199).contains(read)
      {
        year = read
        end += 1
      }
      return ((year ?? coming(parts[0], parts[1]), parts[0], parts[1]), place..<end)
    }
    return nil
  }

  /// The year of the next such day.
  private func coming(_ month: Int, _ day: Int) -> Int {
    (month, day) < (today.month, today.day) ? today.year + 1 : today.year
  }

  private func civil(
    _ moment: RowQuery.Moment?, from place: Int, length: Int
  ) -> (year: Int, month: Int, day: Int)? {
    switch moment?.form {
    case .day(let year, let month, let day):
      let hasYear = (place..<(place + length)).contains { place in
        pieces[place].isNumber && pieces[place].folded.count == 4
      }
      return (hasYear ? year : coming(month, day), month, day)
    case .relative(.today, let count, .days):
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = .gmt
      guard
        let start = calendar.date(
          from: DateComponents(year: today.year, month: today.month, day: today.day)),
        let date = calendar.date(byAdding: .day, value: count, to: start)
      else { return nil }
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      return (parts.year ?? today.year, parts.month ?? 1, parts.day ?? 1)
    default: return nil
    }
  }

  /// "at noon" is no event.
  private func isHour(_ place: Int) -> Bool {
    pieces[place].isNumber
      || meanings(place).contains { if case .partOfDay = $0.meaning { true } else { false } }
  }

  /// What the day is for: the longest run of other words, else the day itself.
  private mutating func event(besides day: Range<Int>) -> String {
    var best = 0..<0
    var start = 0
    func isTaken(_ place: Int) -> Bool {
      day.contains(place) || used[place] && !softPlaces.contains(place) || isHour(place)
    }
    func passedHere(_ place: Int) -> Int { softPlaces.contains(place) ? 1 : passed(place) }
    while start < pieces.count {
      if isTaken(start) || passedHere(start) > 0 {
        start += isTaken(start) ? 1 : max(1, passedHere(start))
        continue
      }
      var end = start
      var last = start
      while end < pieces.count, !isTaken(end) {
        let length = passedHere(end)
        if length == 0 { last = end + 1 }
        end += max(1, length)
        if pieces[end - 1].isLast { break }
      }
      if last - start > best.count { best = start..<last }
      start = max(end, start + 1)
    }
    guard !best.isEmpty else { return pieces[day].typed }
    take(best)
    return pieces[best].typed
  }
}
