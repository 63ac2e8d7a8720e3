import BlockHealth
import BlockModel
import Foundation
import Testing

@Suite("Cron expressions")
struct CronTests {
  static let cases: [(expression: String, zone: String, after: String, next: String)] = [
    ("*/15 * * * *", "GMT", "2026-01-01T00:00:00Z", "2026-01-01T00:15:00Z"),
    ("0 7 * * 1-5", "Europe/Berlin", "2026-11-20T07:00:00Z", "2026-11-23T06:00:00Z"),
    ("0 7 * * mon-fri", "Europe/Berlin", "2026-11-20T05:59:59Z", "2026-11-20T06:00:00Z"),
    ("30 9 1 jan *", "GMT", "2026-01-01T09:30:00Z", "2027-01-01T09:30:00Z"),
    ("0 0 29 2 *", "GMT", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z"),
    ("0 0 * * 7", "GMT", "2026-11-23T00:00:00Z", "2026-11-29T00:00:00Z"),
    // Either day, as in crontab(5).
    ("0 0 13 * 5", "GMT", "2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z"),
    ("5,10 */6 * * *", "GMT", "2026-01-01T06:05:00Z", "2026-01-01T06:10:00Z"),
    // From the tenth minute on.
    ("10/20 * * * *", "GMT", "2026-01-01T00:10:00Z", "2026-01-01T00:30:00Z"),
    ("10/20 * * * *", "GMT", "2026-01-01T00:50:00Z", "2026-01-01T01:10:00Z"),
    // 29 March 2026, 02:00 becomes 03:00 in Berlin: what does not exist runs at the change.
    ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"),
    ("30 2 * * *", "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"),
    // 25 October 2026, 03:00 becomes 02:00: a fixed hour runs once, every hour runs twice.
    ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
    ("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
    ("30 * * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
    ("0 0 * * *", "Asia/Kathmandu", "2026-05-01T12:00:00Z", "2026-05-01T18:15:00Z"),
  ]

  @Test("the next time is found in the zone of the block", arguments: cases)
  func next(expression: String, zone: String, after: String, next: String) throws {
    let style = Date.ISO8601FormatStyle()
    let found = try Cron(expression).next(
      after: style.parse(after), in: #require(TimeZone(identifier: zone)))
    #expect(found.map(style.format) == next)
  }

  @Test("a day that never comes has no next time")
  func never() throws {
    #expect(try Cron("0 0 30 2 *").next(after: Date(), in: .gmt) == nil)
  }

  @Test(
    "what is wrong is said",
    arguments: [
      "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * foo *", "*/0 * * * *",
      "5-1 * * * *",
    ])
  func mistakes(expression: String) {
    #expect(throws: Cron.Problem.self) { try Cron(expression) }
  }

  @Test(
    "a moment follows any other, as far as calendars go",
    arguments: [.nan, .infinity, -.infinity, 1.7e308, 0x1p63, -1e13, 1e11] as [Double])
  func farMoments(seconds: Double) throws {
    let next = try Cron("0 0 1 1 *").next(after: Date(timeIntervalSince1970: seconds), in: .gmt)
    #expect(next.map { $0 >= Date(clampingUnix: seconds) } ?? true)
  }

  @Test(
    "an expression without a day in any year is known",
    arguments: [
      ("0 0 30 2 *", false), ("0 0 31 4,6,9,11 *", false), ("0 0 29 2 *", true),
      ("0 0 30 2 1", true), ("0 0 31 */2 *", true), ("* * * * *", true),
    ])
  func never(expression: String, comes: Bool) throws {
    let cron = try Cron(expression)
    #expect(cron.hasMoment == comes)
    #expect((cron.next(after: Date(timeIntervalSince1970: 946_684_800), in: .gmt) != nil) == comes)
  }
}
