import BlockModel
import Foundation

/// A day by its name in the week: "on Friday", "this Friday", "vendredi prochain", "last Monday".
///
/// It is kept as a day of this week, the last or the next, counted from the day of each run; the title says which.
struct WeekdayReading {
  var span: TimeSpan
  var length: Int

  /// - Parameter today: the civil day that it is said on.
  init?(
    _ pieces: [Piece], at place: Int, _ lexicon: Lexicon, today: (year: Int, month: Int, day: Int)
  ) {
    let words = pieces.map(\.folded)
    if let (day, length) = Self.day(words, place, lexicon) {
      if let behind = Self.side(words, place + length, lexicon), !pieces[place + length - 1].isLast
      {
        span = Self.span(day, behind.side, words[(place + length)...], today)
        self.length = length + behind.length
      } else if place > 0, Self.isTied(words, place - 1, lexicon) {
        span = Self.span(day, .present, [], today)
        self.length = length
      } else {
        return nil
      }
      return
    }
    guard let before = Self.side(words, place, lexicon),
      let (day, length) = Self.day(words, place + before.length, lexicon, isLed: true)
    else { return nil }
    span = Self.span(day, before.side, words[place..<(place + before.length)], today)
    self.length = before.length + length
  }

  /// The day that is named, from 0 for Monday. Days in the plural are those of all weeks.
  /// - Parameter isLed: "next" or its like stands before; "segunda" alone is "second", too.
  private static func day(
    _ words: [String], _ place: Int, _ lexicon: Lexicon, isLed: Bool = false
  ) -> (day: Int, length: Int)? {
    for (day, name) in (names[lexicon.language] ?? []).enumerated() {
      if words.dropFirst(place).starts(with: name) { return (day, name.count) }
      if isLed, name.count > 1, place < words.count, words[place] == name[0] { return (day, 1) }
    }
    return nil
  }

  /// "next", "last" or "this" at a place.
  private static func side(
    _ words: [String], _ place: Int, _ lexicon: Lexicon
  ) -> (side: WordMeaning, length: Int)? {
    guard place < words.count else { return nil }
    return lexicon.meanings(of: words, at: place).lazy.compactMap { length, meaning in
      switch meaning {
      case .past, .coming, .present: (meaning, length)
      case .newest where length == 1: (.past, length)
      default: nil
      }
    }.max { $0.1 < $1.1 }
  }

  /// "on", "am", "le": what stands before a day that is named alone.
  private static func isTied(_ words: [String], _ place: Int, _ lexicon: Lexicon) -> Bool {
    lexicon.meanings(of: words, at: place).contains {
      $0.length == 1 && ($0.meaning == .preposition || $0.meaning == .article)
    }
  }

  /// - Parameter words: those that say which of such days it is, at least.
  private static func span(
    _ day: Int, _ side: WordMeaning, _ words: ArraySlice<String>,
    _ today: (year: Int, month: Int, day: Int)
  ) -> TimeSpan {
    let now = weekday(today)
    var span = TimeSpan()
    var start = day
    switch side {
    case .past: start = day < now ? day : day - 7
    case .coming:
      start = day > now ? day : day + 7
      // On a Monday "next Friday" is in four days for some, and in eleven for others.
      let isNext = words.prefix(3).contains { word in
        word == "next" || ["nachst", "naechst", "volgend"].contains { word.hasPrefix($0) }
      }
      span.isOpen = start < 7 && isNext
    default:
      start = day >= now ? day : day + 7
      span.isAhead = true
    }
    span.from = .relative(.week, start, .days)
    span.to = .relative(.week, start + 1, .days)
    return span
  }

  /// The day of the week, from 0 for Monday.
  private static func weekday(_ day: (year: Int, month: Int, day: Int)) -> Int {
    let parts = DateComponents(year: day.year, month: day.month, day: day.day, hour: 12)
    let date = calendar.date(from: parts) ?? .distantPast
    return (calendar.component(.weekday, from: date) + 5) % 7
  }

  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()

  /// The names of the days by language, from Monday on, as pieces: `[["sexta", "feira"]]`.
  private static let names: [String: [[String]]] = {
    var names: [String: [[String]]] = [:]
    for language in ["en", "de", "fr", "es", "pt", "it", "nl"] {
      var calendar = calendar
      calendar.locale = Locale(identifier: language)
      let symbols = calendar.standaloneWeekdaySymbols.map { Piece.words($0) }
      names[language] = Array(symbols.dropFirst()) + symbols.prefix(1)
    }
    return names
  }()
}
