import Notation
import Testing

@Suite("Civil time")
struct CivilTimeTests {
  @Test(
    "a date is so many days from 1970",
    arguments: [
      (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017),
      (1900, 3, 1, -25_508), (2026, 11, 27, 20_784), (1, 1, 1, -719_162), (0, 3, 1, -719_468),
      (-400, 3, 1, -865_565), (9999, 12, 31, 2_932_896),
      // Out of range carries over.
      (2026, 13, 1, 20_819), (2026, 0, 1, 20_423), (2026, 3, 0, 20_512),
    ])
  func days(year: Int, month: Int, day: Int, days: Int) {
    #expect(CivilTime.days(year, month, day) == days)
  }

  @Test("each day of eight centuries is the one after the day before it, and is read back")
  func calendar() {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var (year, month, day) = (1600, 1, 1)
    let first = CivilTime.days(year, month, day)
    for number in first..<(first + 2 * 146_097) {
      let time = CivilTime(seconds: number * 86_400 + 86_399)
      guard time.year == year, time.month == month, time.day == day,
        CivilTime.days(year, month, day) == number
      else {
        Issue.record("day \(number) is \(year)-\(month)-\(day), not \(time)")
        return
      }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      day += 1
      if day > lengths[month - 1] + (month == 2 && isLeap ? 1 : 0) { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
    #expect(year == 2400)
  }

  @Test(
    "weeks begin on Monday, before 1970 too",
    arguments: [(0, 4), (-1, 3), (3, 7), (4, 1), (-719_162, 1), (20_784, 5)])
  func weekday(days: Int, weekday: Int) {
    #expect(CivilTime.weekday(days: days) == weekday)
  }

  @Test(
    "months have their days",
    arguments: [(2024, 2, 29), (2026, 2, 28), (2026, 12, 31), (1900, 2, 28)])
  func month(year: Int, month: Int, count: Int) {
    #expect(CivilTime.daysInMonth(year, month) == count)
  }
}
