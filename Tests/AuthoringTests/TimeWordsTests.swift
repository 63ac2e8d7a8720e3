import BlockModel
import Testing

@testable import Drafting

@Suite("Conditions about time in words")
struct TimeWordsTests {
  @Test(
    "as people say them",
    arguments: [
      ("now", "", "still to come"), ("today", "", "from today on"),
      ("", "week+1", "before the end of this week"),
      ("today", "month+1", "still to come until the end of this month"),
      ("now", "year+1", "still to come until the end of this year"),
      ("today", "today+1d", "today"), ("today+1d", "today+2d", "tomorrow"),
      ("today-1d", "today", "yesterday"), ("week", "week+1", "this week"),
      ("month+1", "month+2", "next month"), ("year-1", "year", "last year"),
      ("today-1d", "", "since yesterday"), ("today-7d", "", "in the last 7 days"),
      ("now-90m", "", "in the last 90 minutes"), ("now-1h", "", "in the last hour"),
      ("now", "today+8d", "in the next 7 days"), ("today", "now+2w", "in the next 2 weeks"),
      ("now", "now+1M", "in the next month"), ("2026-03-01", "2026-04-01", "in March 2026"),
      ("2026-12-01", "2027-01-01", "in December 2026"), ("2026-01-01", "2027-01-01", "in 2026"),
      ("2026-03-05", "2026-03-06", "on 2026-03-05"), ("", "today-2M", "more than 2 months ago"),
      ("", "now-1y", "more than 1 year ago"), ("", "now", "in the past"),
      ("", "today", "in the past"), ("2026-03-05", "", "since 2026-03-05"),
      ("", "2026-03-05", "before 2026-03-05"),
      ("2026-03-05", "2026-03-09", "from 2026-03-05 up to 2026-03-09"),
      ("month-3", "", "since 3 months before the start of this month"),
      ("", "week+2d", "before 2 days after the start of this week"),
    ])
  func words(_ from: String, _ to: String, _ text: String) {
    let bounds = [(RowQuery.Comparison.atLeast, from), (.below, to)]
    let filters = bounds.compactMap { comparison, moment in
      RowQuery.Moment(moment).map { RowQuery.Filter("at", comparison, .moment($0)) }
    }
    let words = TimeWords(filters)
    #expect(words.texts == [text])
    #expect(words.rest.isEmpty)
  }

  @Test("each field has its own span, and what is not a span is left")
  func several() throws {
    let week = try #require(RowQuery.Moment("week"))
    let rest: [RowQuery.Filter] = [
      .init("price", .below, .number(3)), .init("from", .above, .moment(week)),
      .init("from", .atLeast, [.moment(week), .moment(week)]),
    ]
    let words = TimeWords(
      [.init("from", .atLeast, .moment(week)), .init("to", .below, .moment(week))] + rest)
    #expect(words.fields.map(\.field) == ["from", "to"])
    #expect(
      words.texts == ["since the start of this week", "before the start of this week"])
    #expect(words.rest == rest)
  }
}
