/// Reads dates as machines and people write them: RFC 3339, RFC 2822 and what feeds make of them,
/// `23 Nov 2026`, `23.11.2026 14:05`, `11/23/2026`, `3 hours ago`, `tomorrow`.
struct DateText {
  enum Result: Equatable {
    /// Unix seconds.
    case moment(Int)
    /// A local time of the zone the caller knows, as seconds since 1970.
    case local(Int)
  }

  private let text: [UInt8]
  private var at = 0

  init(_ text: String) { self.text = Array(text.lowercased().utf8.prefix(200)) }

  private var date = (year: Int?.none, month: Int?.none, day: Int?.none)
  private var clock: Int?
  private var zone: Int?
  private var isAfternoon: Bool?
  /// Seconds relative to now.
  private var relative: Int?
  private var shift: (amount: Int, unit: Int)?
  private var unknown = 0

  /// - Parameters:
  ///   - dayFirst: is `3/4/2026` the third of April? Nil: only when it must be.
  ///   - now: local seconds, for dates without a year.
  static func parse(_ text: String, dayFirst: Bool?, now: Int) -> Result? {
    var reader = DateText(text)
    if let plain = reader.plainNumber() { return plain }
    while reader.at < reader.text.count {
      guard reader.token(dayFirst, now) else { return nil }
    }
    return reader.result(now)
  }

  private func result(_ now: Int) -> Result? {
    if let relative { return .moment(Int.min / 2 + relative) }
    guard date.month != nil || date.day != nil, unknown <= 4 else { return nil }
    guard let month = date.month, (1...12).contains(month) else { return nil }
    guard date.day != nil || date.year != nil else { return nil }
    let day = date.day ?? 1
    var year = date.year ?? CivilTime(seconds: now).year
    if date.year == nil {
      // A date without a year is the one nearest to now.
      let distance = CivilTime.days(year, month, day) - now / 86_400
      if distance > 183 { year -= 1 } else if distance < -183 { year += 1 }
    }
    guard (0...9999).contains(year), (1...CivilTime.daysInMonth(year, month)).contains(day) else {
      return nil
    }
    var seconds = clock ?? 0
    if let isAfternoon, clock != nil {
      let hour = seconds / 3600
      if isAfternoon, hour < 12 { seconds += 43_200 }
      if !isAfternoon, hour == 12 { seconds -= 43_200 }
    }
    let local = CivilTime.days(year, month, day) * 86_400 + seconds
    return zone.map { .moment(local - $0) } ?? .local(local)
  }

  // MARK: Tokens

  private mutating func plainNumber() -> Result? {
    var digits = text[...]
    while digits.last == 32 { digits.removeLast() }
    while digits.first == 32 { digits.removeFirst() }
    guard !digits.isEmpty, digits.count <= 14, digits.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    switch digits.count {
    case 9, 10: return .moment(value)
    case 13: return .moment(value / 1000)
    case 8, 14:
      var civil = CivilTime()
      let date = digits.count == 8 ? value : value / 1_000_000
      let time = digits.count == 8 ? 0 : value % 1_000_000
      (civil.year, civil.month, civil.day) = (date / 10_000, date / 100 % 100, date % 100)
      (civil.hour, civil.minute, civil.second) = (time / 10_000, time / 100 % 100, time % 100)
      guard (1...12).contains(civil.month), (1...31).contains(civil.day) else { return nil }
      return .local(civil.seconds)
    case 4: return .local(CivilTime.days(value, 1, 1) * 86_400)
    default: return nil
    }
  }

  private mutating func token(_ dayFirst: Bool?, _ now: Int) -> Bool {
    let byte = text[at]
    if (48...57).contains(byte) { return number(dayFirst) }
    if (97...122).contains(byte) || byte >= 128 { return word(now) }
    if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), clock != nil, zone == nil {
      let place = at
      if let offset = offset() {
        zone = offset
        return true
      }
      at = place
    }
    at += 1
    return true
  }

  /// `+02:00`, `-0500`, `+2`, in seconds.
  mutating func offset() -> Int? {
    guard at < text.count else { return nil }
    let sign = text[at] == UInt8(ascii: "-") ? -1 : 1
    at += 1
    guard let (hours, digits) = digits() else { return nil }
    if digits >= 3 { return digits <= 4 ? sign * (hours / 100 * 3600 + hours % 100 * 60) : nil }
    var seconds = hours * 3600
    if at < text.count, text[at] == UInt8(ascii: ":") {
      at += 1
      if let (minutes, _) = self.digits() { seconds += minutes * 60 }
    }
    return hours <= 18 ? sign * seconds : nil
  }

  private mutating func digits() -> (value: Int, count: Int)? {
    let start = at
    var value = 0
    while at < text.count, (48...57).contains(text[at]), at - start < 14 {
      value = value * 10 + Int(text[at] - 48)
      at += 1
    }
    return at > start ? (value, at - start) : nil
  }

  private func peek(_ ahead: Int = 0) -> UInt8 { at + ahead < text.count ? text[at + ahead] : 0 }
  private func isDigit(_ ahead: Int) -> Bool { (48...57).contains(peek(ahead)) }

  private mutating func number(_ dayFirst: Bool?) -> Bool {
    guard let (value, count) = digits() else { return false }
    let next = peek()
    if next == UInt8(ascii: ":"), isDigit(1), count <= 2 { return time(value) }
    if date.month == nil, [45, 46, 47].contains(next), isDigit(1) {
      return numericDate(value, count, next, dayFirst)
    }
    // `20261123T140500Z`
    if count == 8, date.year == nil, next == UInt8(ascii: "t") || next == 0 || next == 32 {
      (date.year, date.month, date.day) = (value / 10_000, value / 100 % 100, value % 100)
      return true
    }
    if count == 6 || count == 4, clock == nil, date.day != nil, date.year != nil, at > count,
      text[at - count - 1] == UInt8(ascii: "t")
    {
      let full = count == 4 ? value * 100 : value
      clock = full / 10_000 * 3600 + full / 100 % 100 * 60 + full % 100
      return true
    }
    let place = at
    while peek() == 32 || peek() == 46 { at += 1 }
    let name = letters()
    at = place
    if name == "am" || name == "pm" || name == "a" || name == "p" || name == "uhr" || name == "h" {
      if name != "h" || date.day != nil, clock == nil, value < 25 {
        clock = value * 3600
        return true
      }
    }
    if let unit = Self.unit(name), date.day == nil, count < 7 {
      at = place
      while peek() == 32 { at += 1 }
      _ = letters()
      shift = (value, unit)
      return true
    }
    if count == 4, date.year == nil {
      date.year = value
    } else if count <= 2, date.day == nil, (1...31).contains(value) {
      date.day = value
    } else if count == 2, date.year == nil, date.month != nil {
      date.year = value + (value < 70 ? 2000 : 1900)
    } else if count == 3, date.day == nil, peek() == 0 {
      return false
    }
    return true
  }

  private mutating func time(_ hour: Int) -> Bool {
    at += 1
    guard let (minute, _) = digits(), hour <= 24, minute < 60 else { return false }
    var seconds = hour * 3600 + minute * 60
    if peek() == UInt8(ascii: ":"), isDigit(1) {
      at += 1
      guard let (second, _) = digits(), second <= 60 else { return false }
      seconds += min(second, 59)
    }
    if peek() == 46 || peek() == 44, isDigit(1) {
      at += 1
      while isDigit(0) { at += 1 }
    }
    if clock == nil { clock = seconds }
    return true
  }

  private mutating func numericDate(
    _ first: Int, _ count: Int, _ separator: UInt8, _ dayFirst: Bool?
  ) -> Bool {
    at += 1
    guard let (second, secondCount) = digits(), secondCount <= 2 else { return false }
    var third: Int?
    if peek() == separator, isDigit(1) {
      at += 1
      guard let (value, digits) = digits() else { return false }
      third = digits <= 2 && count < 3 ? value + (value < 70 ? 2000 : 1900) : value
    }
    if count >= 3 {
      (date.year, date.month, date.day) = (first, second, third ?? 1)
      return true
    }
    let isDayFirst =
      first > 12 || separator != UInt8(ascii: "/") && second <= 12
      || (dayFirst ?? false) && second <= 12
    (date.day, date.month) = isDayFirst ? (first, second) : (second, first)
    date.year = third
    return third != nil || separator != UInt8(ascii: "-")
  }

  // MARK: Words

  private mutating func letters() -> String {
    let start = at
    while at < text.count, (97...122).contains(text[at]) || text[at] >= 128 { at += 1 }
    return String(decoding: text[start..<at], as: UTF8.self)
  }

  private mutating func word(_ now: Int) -> Bool {
    let name = letters()
    switch name {
    case "now", "just": relative = 0
    case "today", "heute", "yesterday", "gestern", "tomorrow", "morgen":
      let day =
        ["yesterday", "gestern"].contains(name)
        ? -1
        : ["tomorrow", "morgen"].contains(name) ? 1 : 0
      let civil = CivilTime(seconds: now + day * 86_400)
      date = (civil.year, civil.month, civil.day)
    case "ago", "vor", "old":
      if let shift { relative = -shift.amount * shift.unit }
      isPast = true
    case "in", "from": isFuture = true
    case "an", "a", "one":
      let place = at
      while peek() == 32 { at += 1 }
      if let unit = Self.unit(letters()) { shift = (1, unit) } else { at = place }
    case "am" where clock != nil: isAfternoon = false
    case "pm" where clock != nil: isAfternoon = true
    case "t", "at", "st", "nd", "rd", "th", "of", "de", "uhr", "um", "den", "der", "le", "on", "h":
      break
    default:
      if let month = Self.month(name) {
        if date.month == nil { date.month = month }
      } else if Self.isWeekday(name) {
        break
      } else if let offset = Self.zones[name] {
        if clock != nil, zone == nil { zone = offset }
      } else {
        unknown += 1
      }
    }
    if let shift, relative == nil {
      if isPast { relative = -shift.amount * shift.unit }
      if isFuture { relative = shift.amount * shift.unit }
    }
    return true
  }

  private var isPast = false
  private var isFuture = false

  private static func unit(_ name: String) -> Int? {
    switch name {
    case "s", "sec", "secs", "second", "seconds", "sekunden": 1
    case "m", "min", "mins", "minute", "minutes", "minuten": 60
    case "h", "hr", "hrs", "hour", "hours", "stunde", "stunden": 3600
    case "d", "day", "days", "tag", "tage", "tagen": 86_400
    case "w", "wk", "week", "weeks", "woche", "wochen": 604_800
    case "mo", "month", "months", "monat", "monaten": 2_629_800
    case "y", "yr", "yrs", "year", "years", "jahr", "jahren": 31_557_600
    default: nil
    }
  }

  /// English, German, French, Spanish, Italian, Dutch and Portuguese by their first letters.
  private static func month(_ name: String) -> Int? {
    guard name.utf8.count >= 3, !isWeekday(name) else { return nil }
    for (prefix, month) in months where name.hasPrefix(prefix) { return month }
    return nil
  }

  private static let months: [(String, Int)] = [
    ("jan", 1), ("jän", 1), ("ene", 1), ("gen", 1), ("fév", 2), ("feb", 2), ("fev", 2),
    ("mars", 3), ("märz", 3), ("mär", 3), ("maerz", 3), ("march", 3), ("marzo", 3),
    ("março", 3), ("maart", 3), ("mrt", 3), ("mar", 3), ("apr", 4), ("avr", 4), ("abr", 4),
    ("mai", 5), ("may", 5), ("mag", 5), ("mei", 5), ("juin", 6), ("jun", 6), ("giu", 6),
    ("juil", 7), ("jul", 7), ("lug", 7), ("aug", 8), ("aoû", 8), ("aou", 8), ("ago", 8),
    ("sep", 9), ("set", 9), ("oct", 10), ("okt", 10), ("ott", 10), ("out", 10), ("nov", 11),
    ("dec", 12), ("déc", 12), ("dez", 12), ("dic", 12),
  ]

  private static func isWeekday(_ name: String) -> Bool {
    weekdays.contains(name)
  }

  private static let weekdays: Set<String> = [
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "mo", "di", "mi", "do", "fr", "sa",
    "so", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "lundi",
    "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "martes", "marted",
  ]

  /// Names that mean one offset wherever they are used; RFC 2822 and common ones.
  private static let zones: [String: Int] = [
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "bst": 3600, "west": 3600, "cet": 3600,
    "mez": 3600, "cest": 7200, "mesz": 7200, "eet": 7200, "eest": 10_800, "msk": 10_800,
    "est": -18_000, "edt": -14_400, "cst": -21_600, "cdt": -18_000, "mst": -25_200,
    "mdt": -21_600, "pst": -28_800, "pdt": -25_200, "akst": -32_400, "akdt": -28_800,
    "hst": -36_000, "jst": 32_400, "kst": 32_400, "aest": 36_000, "aedt": 39_600, "nzst": 43_200,
    "nzdt": 46_800,
  ]

  /// Is this the seconds from now that ``parse(_:dayFirst:now:)`` gave?
  static func fromNow(_ result: Int) -> Int? {
    result < Int.min / 4 ? result - Int.min / 2 : nil
  }
}
