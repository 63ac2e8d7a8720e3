/// Reads dates as machines and people write them: RFC 3339, RFC 2822 and what feeds make of them,
/// `23 Nov 2026`, `23.11.2026 14:05`, `11/23/2026`, `3 hours ago`, `tomorrow`.
public struct DateText {
  public enum Result: Equatable, Sendable {
    /// Unix seconds.
    case moment(Int)
    /// A local time of the zone the caller knows, as seconds since 1970.
    case local(Int)
    /// A local time of the zone with this IANA name.
    case zoned(Int, String)
    /// Seconds before or after now.
    case fromNow(Int)
  }

  private let text: [UInt8]
  /// The same bytes as they were written; empty when small letters need other places.
  private let written: [UInt8]
  private var at = 0

  public init(_ text: String) {
    self.text = Array(text.lowercased().utf8.prefix(200))
    let written = Array(text.utf8.prefix(200))
    self.written = written.count == self.text.count ? written : []
  }

  private var date = (year: Int?.none, month: Int?.none, day: Int?.none)
  private var clock: Int?
  private var zone: Int?
  private var zoneName: String?
  private var isAfternoon: Bool?
  private var isNow = false
  /// The seconds of `2 hours, 5 minutes`, together.
  private var span: Int?
  private var isPast = false
  private var isFuture = false
  private var unknown = 0
  /// A name behind the time that could be a zone, and is none we know.
  private var hasUnknownZone = false

  /// - Parameters:
  ///   - dayFirst: is `3/4/2026` the third of April? Nil: only when it must be.
  ///   - now: local seconds, for dates without a year.
  public static func parse(_ text: String, dayFirst: Bool?, now: Int) -> Result? {
    var reader = DateText(text)
    if let plain = reader.plainNumber() { return plain }
    while reader.at < reader.text.count {
      guard reader.token(dayFirst, now) else { return nil }
    }
    return reader.result(now)
  }

  private func result(_ now: Int) -> Result? {
    if let span, isPast || isFuture { return .fromNow(isPast ? -span : span) }
    if isNow, date.day == nil { return .fromNow(0) }
    // A day and a month without a year may be the eleventh chapter, or March of the Penguins.
    guard date.month != nil || date.day != nil, unknown <= (date.year == nil ? 1 : 4),
      !hasUnknownZone
    else { return nil }
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
    if let zone { return .moment(local - zone) }
    return zoneName.map { .zoned(local, $0) } ?? .local(local)
  }

  // MARK: Tokens

  private mutating func plainNumber() -> Result? {
    var digits = text[...]
    // What .NET makes of a date: `/Date(1795442700000)/`.
    if digits.starts(with: Array("/date(".utf8)), digits.suffix(2) == [41, 47] {
      digits = digits.dropFirst(6).dropLast(2)
    }
    while digits.last == 32 { digits.removeLast() }
    while digits.first == 32 { digits.removeFirst() }
    // `1795442700.5`
    if let point = digits.firstIndex(of: 46), point - digits.startIndex == 10,
      digits[(point + 1)...].allSatisfy({ (48...57).contains($0) })
    {
      digits = digits[..<point]
    }
    guard !digits.isEmpty, digits.count <= 16, digits.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    switch digits.count {
    case 9, 10: return .moment(value)
    case 13: return .moment(value / 1000)
    case 16: return .moment(value / 1_000_000)
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
    // `GMT+0100`, too.
    if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), clock != nil,
      zone == nil || zone == 0
    {
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
  public mutating func offset() -> Int? {
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
    if let part = Self.eastAsian(name) {
      switch part {
      case .year: date.year = value
      case .month: date.month = value
      case .day: date.day = value
      }
      return true
    }
    if name == "h", clock == nil, value < 25 {
      // `14h05`
      let hasMinutes = isDigit(0)
      let minute = hasMinutes ? digits()?.value ?? 0 : 0
      if hasMinutes || date.day != nil {
        clock = value * 3600 + min(minute, 59) * 60
        return true
      }
    }
    at = place
    if name == "am" || name == "pm" || name == "a" || name == "p" || name == "uhr" {
      if clock == nil, value < 25 {
        clock = value * 3600
        return true
      }
    }
    if let unit = Self.unit(name), date.day == nil, count < 7 {
      at = place
      while peek() == 32 { at += 1 }
      _ = letters()
      span = (span ?? 0) + value * unit
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
    guard let (second, secondCount) = digits() else { return false }
    if secondCount == 4, count <= 2, (1...12).contains(first), peek() != separator {
      // `12/2026`
      (date.year, date.month) = (second, first)
      return true
    }
    guard secondCount <= 2 else { return false }
    var third: Int?
    if peek() == separator, isDigit(1) {
      at += 1
      // Not `2.3.4`, which is a version.
      guard let (value, digits) = digits(), digits == 2 || digits == 4 || count >= 3 else {
        return false
      }
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
    let start = at
    let name = letters()
    switch name {
    case "now", "just": isNow = true
    case "aujourd" where isApostrophe:
      while at < text.count, peek() != UInt8(ascii: "h") { at += 1 }
      _ = letters()
      setDay(0, now)
    case let day where Self.dayWords[day] != nil: setDay(Self.dayWords[day] ?? 0, now)
    case "ago" where span == nil && date.day != nil && date.month == nil: date.month = 8
    case "ago", "vor", "old", "il", "hace", "há", "fa", "geleden", "atrás": isPast = true
    case "in", "from": isFuture = true
    case "a" where isMeridiem, "p" where isMeridiem:
      // `2:05 p.m.`
      isAfternoon = name == "p"
      at += 2
    case "an", "a", "one":
      let place = at
      while peek() == 32 { at += 1 }
      if let unit = Self.unit(letters()) { span = (span ?? 0) + unit } else { at = place }
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
      } else if clock != nil, zone == nil, zoneName == nil, let place = zonePath(from: start) {
        zoneName = place
      } else {
        unknown += 1
        if clock != nil, zone == nil, isShouted(start..<at) { hasUnknownZone = true }
      }
    }
    return true
  }

  private var isApostrophe: Bool {
    // The second is `’` in UTF-8.
    peek() == UInt8(ascii: "'") || peek() == 0xE2
  }

  private mutating func setDay(_ distance: Int, _ now: Int) {
    let civil = CivilTime(seconds: now + distance * 86_400)
    date = (civil.year, civil.month, civil.day)
  }

  /// Does `.m` follow, behind a time?
  private var isMeridiem: Bool {
    clock != nil && peek() == UInt8(ascii: ".") && peek(1) == UInt8(ascii: "m")
  }

  /// `Europe/Berlin` as it was written, when a slash follows the word at `start`.
  private mutating func zonePath(from start: Int) -> String? {
    guard !written.isEmpty, peek() == UInt8(ascii: "/") else { return nil }
    let isPart = { (byte: UInt8) in
      (97...122).contains(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "_")
    }
    while at < text.count, isPart(text[at]) { at += 1 }
    return String(decoding: written[start..<at], as: UTF8.self)
  }

  /// Is this a name of two to five capitals, as zones have?
  private func isShouted(_ place: Range<Int>) -> Bool {
    !written.isEmpty && (2...5).contains(place.count)
      && written[place].allSatisfy { (65...90).contains($0) }
  }
}
