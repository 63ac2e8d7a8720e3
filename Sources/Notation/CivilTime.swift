/// A date and time of day in the proleptic Gregorian calendar, without a zone.
public struct CivilTime: Sendable {
  public var year = 1970
  /// 1…12
  public var month = 1
  /// 1…31
  public var day = 1
  public var hour = 0
  public var minute = 0
  public var second = 0

  /// Days since 1970-01-01; months and days out of range carry over.
  public static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let months = year * 12 + month - 1
    let (year, month) = (floorDivide(months, 12), months - floorDivide(months, 12) * 12 + 1)
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    let y = month <= 2 ? year - 1 : year
    let era = floorDivide(y, 400)
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  public static func floorDivide(_ a: Int, _ b: Int) -> Int {
    a >= 0 ? a / b : -((-a + b - 1) / b)
  }

  /// Seconds since 1970 as if this were UTC.
  public var seconds: Int {
    Self.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
  }

  public init() {}

  /// - Parameter seconds: since 1970, offset of the zone added.
  public init(seconds: Int) {
    let days = Self.floorDivide(seconds, 86_400)
    let rest = seconds - days * 86_400
    let z = days + 719_468
    let era = Self.floorDivide(z, 146_097)
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let mp = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * mp + 2) / 5 + 1
    month = mp < 10 ? mp + 3 : mp - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
  }

  /// 1 Monday … 7 Sunday.
  public static func weekday(days: Int) -> Int { ((days + 3) % 7 + 7) % 7 + 1 }

  public static func daysInMonth(_ year: Int, _ month: Int) -> Int {
    days(year, month + 1, 1) - days(year, month, 1)
  }
}
