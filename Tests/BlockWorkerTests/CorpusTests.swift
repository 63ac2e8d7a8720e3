import BlockWorker
import Foundation
import TestSupport
import Testing
import WorkerProtocol

@Suite("Recorded real input is read", .enabled(if: Corpus.isThere, "needs ../shared/corpus"))
struct CorpusTests {
  private func run(_ path: String, _ script: String) throws -> [String: Any] {
    let json = try luaState().run("local input = \(Corpus.data(path).luaLiteral)\n\(script)")
    let value = try JSONSerialization.jsonObject(with: Data(json.utf8))
    return try #require(value as? [String: Any])
  }

  @Test(
    "every feed has items with a date or a link, and a title or a summary",
    arguments: Corpus.files("feeds", [".rss.xml", ".atom.xml", ".json"])
      .filter { !$0.contains("opml") })
  func feeds(path: String) throws {
    let found = try run(
      path,
      """
      local feed = require("feed").parse(input)
      local good = 0
      for _, item in ipairs(feed.items) do
        if (item.published or item.link) and (item.title or item.summary) then good = good + 1 end
      end
      return { title = feed.title, count = #feed.items, good = good }
      """)
    let count = try #require(found["count"] as? Int)
    #expect(count > 0)
    #expect(found["good"] as? Int == count)
    #expect((found["title"] as? String)?.isEmpty == false)
  }

  @Test(
    "of feeds in odd encodings or broken, what is there is found",
    arguments: Corpus.files("feeds/encodings"))
  func brokenFeeds(path: String) throws {
    let found = try run(
      path,
      """
      local feed = require("feed").parse(input)
      local text = ""
      for _, item in ipairs(feed.items) do text = text .. (item.title or item.summary or "?") end
      return { count = #feed.items, title = feed.title or "", has_text = text ~= "" and text ~= "?" }
      """)
    let hasItem = ["double", "euc-kr", "koi8r", "incomplete_cdata", "shiftjis"]
      .contains { path.contains($0) }
    #expect(found["count"] as? Int == (hasItem ? 1 : 0))
    #expect(found["has_text"] as? Bool == (hasItem && !path.contains("cdata")))
    if path.contains("cdata") {
      #expect(found["title"] as? String == "can feedparser read this xml")
    }
  }

  @Test("a list of feeds is no feed, and the message says so")
  func noFeed() throws {
    let failure = #expect(throws: ScriptFailure.self) {
      try run("feeds/subs.opml.xml", "return require('feed').parse(input)")
    }
    #expect(failure?.kind == "shape_drift")
    #expect(failure?.message.contains("this is not a feed") == true)
  }

  @Test("every calendar is read, in the order of its events", arguments: Corpus.files("ical"))
  func calendars(path: String) throws {
    let found = try run(
      path,
      """
      local calendar = require("ical").parse(input, { from = 0, to = 1893456000, limit = 5000 })
      local last, ordered = 0, true
      for _, event in ipairs(calendar.events) do
        if event.start < last or event.finish < event.start or not event.day then ordered = false end
        last = event.start
      end
      return { count = #calendar.events, ordered = ordered }
      """)
    #expect(found["ordered"] as? Bool == true)
    let count = try #require(found["count"] as? Int)
    #expect(count > 0 || path.hasSuffix("bom_calendar.ics"))
  }

  @Test(
    "every table file has rows under each of its columns",
    arguments: Corpus.files("csv"))
  func tables(path: String) throws {
    let found = try run(
      path,
      """
      local csv = require("csv").parse(input)
      local filled = {}
      for _, row in ipairs(csv.rows) do
        for name in pairs(row) do filled[name] = true end
      end
      local empty = 0
      for _, name in ipairs(csv.columns) do if not filled[name] then empty = empty + 1 end end
      return { rows = #csv.rows, columns = #csv.columns, empty = empty }
      """)
    let lines = try Corpus.text(path).split(whereSeparator: \.isNewline).count
    #expect(found["rows"] as? Int == lines - 1)
    #expect(found["empty"] as? Int == 0)
    #expect((found["columns"] as? Int ?? 0) > 1)
  }

  @Test(
    "every page has a title, text and links without a broken letter",
    arguments: Corpus.files("html", [".html"]))
  func pages(path: String) throws {
    let found = try run(
      path,
      """
      local page = require("html").parse(input, { url = "https://example.org/a/" })
      local relative = 0
      for _, link in ipairs(page:links()) do
        if not link.url:find("^%a[%w+.-]*:") then relative = relative + 1 end
      end
      local text = page:text()
      return { title = page:meta().title or "", length = #text, relative = relative,
        broken = select(2, text:gsub("\u{FFFD}", "")) }
      """)
    #expect((found["length"] as? Int ?? 0) > 100)
    #expect(found["relative"] as? Int == 0)
    #expect(found["broken"] as? Int == 0)
  }
}
