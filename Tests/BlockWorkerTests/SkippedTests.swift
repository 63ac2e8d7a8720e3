import Testing

@Suite("What a reader skips is told in the run log, with a count and the first example")
struct SkippedTests {
  @Test(
    "a reader tells what it left out",
    arguments: [
      (
        "require('csv').parse('Report of May\\n\\nday,sales\\n1,2\\n2,3\\n3,4')",
        ["csv.parse: 1 line before the table was left out: Report of May"]
      ),
      (
        "require('csv').parse('a,b\\n' .. ('1,2\\n'):rep(1200) .. '1,2,3\\n1,2,3')",
        [
          "csv.parse: 2 rows have more fields than there are columns; the extra ones are only in "
            + "lists; the first: row 1201"
        ]
      ),
      (
        "require('csv').parse('a,b\\n1,\"open\\n2,3')",
        ["csv.parse: a quote is never closed; all that follows it became one field: \"open 2,3"]
      ),
      ("require('csv').parse('a,b\\n1,2')", []),
      (
        "require('feed').parse('<rss><channel><item><title>A & B</title></item></channel></rss>')",
        [
          "feed.parse: the feed is not well-formed XML; what could be read was: "
            + "not well-formed (invalid token) in line 1"
        ]
      ),
      (
        "require('feed').parse('<rss><channel><item><pubDate>soon</pubDate></item>"
          + "<item><pubDate>later</pubDate></item></channel></rss>')",
        ["feed.parse: 2 dates could not be read and were left out; the first: soon"]
      ),
      (
        "require('feed').parse('{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[5,{\"id\":1}]}')",
        ["feed.parse: 1 item was skipped, because it is not an object: 5"]
      ),
      (
        "require('html').parse('<script type=application/ld+json>{\"a\":}</script>"
          + "<script type=application/ld+json>{\"a\":1}</script>'):json_ld()",
        [
          "node:json_ld: 1 piece of structured data could not be read and was skipped: {\"a\":}"
        ]
      ),
      (
        "require('html').parse('<table>' .. ('<tr><td colspan=1000>x'):rep(300)):table()",
        ["node:table: a table has more than 200,000 cells; the rows behind them were left out"]
      ),
    ] as [(String, [String])])
  func reader(expression: String, lines: [String]) throws {
    let log = try RunLog()
    _ = try log.run("local value = \(expression) return 1")
    #expect(log.lines == lines.map { "warn: \($0)" })
  }

  @Test(
    "a calendar tells what it left out or guessed",
    arguments: [
      (
        ["DTSTART:soon", "SUMMARY:A"],
        ["1 event was skipped, because it has no start that can be read: DTSTART:soon"], 0
      ),
      (
        ["DTSTART:20260231T100000"],
        [
          "1 event was skipped, because it has no start that can be read: DTSTART:20260231T100000"
        ], 0
      ),
      (
        ["SUMMARY:No date"],
        ["1 event was skipped, because it has no start that can be read: No date"], 0
      ),
      (
        ["DTSTART:20260106T090000Z", "DTEND:tomorrow"],
        ["1 date could not be read and was ignored: DTEND:tomorrow"], 1
      ),
      (
        ["DTSTART:20260106T090000Z", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:x,20260107T090000Z"],
        ["1 date could not be read and was ignored: x"], 2
      ),
      (
        ["DTSTART:20260106T090000Z", "RRULE:FREQ=FORTNIGHTLY"],
        [
          "1 rule of repetition could not be read; only the first date of its event is there: "
            + "FREQ=FORTNIGHTLY"
        ], 1
      ),
      (
        ["DTSTART:20260106T090000Z", "this is a line"],
        ["1 line that is not a property was skipped: this is a line"], 1
      ),
      (
        ["DTSTART;TZID=Mars/North:20260106T090000"],
        ["1 time zone is unknown; its times were read in UTC: Mars/North"], 1
      ),
      (
        ["DTSTART:20260106T090000Z", "RRULE:FREQ=MINUTELY;COUNT=1003"],
        ["3 events beyond the first 1,000 were left out; give a limit or a shorter span"], 1000
      ),
      (["DTSTART:20260106T090000Z", "RRULE:FREQ=DAILY;COUNT=2", ""], [], 2),
    ] as [([String], [String], Int)])
  func calendar(lines: [String], told: [String], count: Int) throws {
    let log = try RunLog()
    let text = "BEGIN:VCALENDAR\\nBEGIN:VEVENT\\n\(lines.joined(separator: "\\n"))\\nEND:VEVENT"
    let found = try log.run(
      "return #require('ical').parse('\(text)', {from = 1767225600, to = 1788220800}).events")
    #expect(found == "\(count)")
    #expect(log.lines == told.map { "warn: ical.parse: \($0)" })
  }

  @Test(
    "a zone without the quotes it needs is read, and the event is kept",
    arguments: [
      ("DTSTART;TZID=(UTC+01:00) Amsterdam:20260706T090000", "2026-07-06T07:00:00Z", 1),
      ("DTSTART;TZID=(UTC+01:00) Amsterdam:20260106T090000", "2026-01-06T08:00:00Z", 1),
      (
        "DTSTART;TZID=(UTC+01:00) Amsterdam;VALUE=DATE-TIME:20260106T090000",
        "2026-01-06T08:00:00Z", 1
      ),
      (
        "DTSTART;VALUE=DATE-TIME;TZID=(UTC-03:00) Brasilia:20260706T090000", "2026-07-06T12:00:00Z",
        2
      ),
      (
        "DTSTART;TZID=\\\"(UTC+01:00) Amsterdam, Berlin\\\":20260706T090000",
        "2026-07-06T07:00:00Z", 0
      ),
      ("DTSTART;TZID=(UTC+10:00) Hobart:20260106T090000", "2026-01-05T22:00:00Z", 1),
    ])
  func unquotedZone(line: String, start: String, warnings: Int) throws {
    let log = try RunLog()
    let found = try log.run(
      """
      local calendar = require("ical").parse(
        "BEGIN:VEVENT\\nSUMMARY:Tea\\n\(line)\\nEND:VEVENT", { from = 1767225600, to = 1788220800 })
      return require("time").format(calendar.events[1].start)
      """)
    #expect(found == "\"\(start)\"")
    #expect(log.lines.count == warnings, "\(log.lines)")
  }

  @Test("a colon in a text is no parameter without quotes")
  func colonInText() throws {
    let log = try RunLog()
    let found = try log.run(
      """
      return require("ical").parse(
        "BEGIN:VEVENT\\nDTSTART:20260106\\nSUMMARY;LANGUAGE=en:Write to:mailto:jo@example.org: now\\n"
          .. "END:VEVENT", { from = 1767225600, to = 1788220800 }).events[1].title
      """)
    #expect(found == #""Write to:mailto:jo@example.org: now""#)
    #expect(log.lines == [])
  }

  @Test("a line of a hundred thousand parameters is read in one go")
  func manyParameters() throws {
    let found = try luaState().run(
      """
      local line = "DTSTART" .. (";TZID=a"):rep(100000) .. ":20260106T090000Z"
      return #require("ical").parse("BEGIN:VEVENT\\n" .. line, { from = 1767225600, to = 1788220800 }).events
      """)
    #expect(found == "1")
  }

  @Test("a name without the quotes it needs ends where the address begins")
  func unquotedName() throws {
    let log = try RunLog()
    let found = try log.run(
      """
      return require("ical").parse(
        "BEGIN:VEVENT\\nDTSTART:20260106\\nORGANIZER;CN=Team: Jo;ROLE=CHAIR:mailto:jo@example.org\\n"
          .. "END:VEVENT", { from = 1767225600, to = 1788220800 }).events[1].organizer
      """)
    #expect(found == #""Team: Jo""#)
    #expect(log.lines.count == 1)
  }
}
