import Testing

@testable import Sentences

@Suite("What is read from a sentence")
struct WishTests {
  @Test(
    "the address, however it is written",
    arguments: [
      ("show news from https://example.org/feed.xml", "https://example.org/feed.xml"),
      ("show news from https://example.org/feed.xml.", "https://example.org/feed.xml"),
      ("watch (http://10.0.0.2:8123/api) please", "http://10.0.0.2:8123/api"),
      ("show example.com", "https://example.com"),
      ("prices from shop.example.de/list every hour", "https://shop.example.de/list"),
      ("subscribe webcal://example.org/a.ics", "https://example.org/a.ics"),
    ])
  func address(_ sentence: String, _ url: String) {
    #expect(Wish(sentence).url == url)
  }

  @Test(
    "no address where there is none",
    arguments: ["weather in Lisbon", "the version of node.js", "a to-do list", "e.g. this"])
  func noAddress(_ sentence: String) {
    #expect(Wish(sentence).url == nil)
  }

  @Test(
    "what it is called",
    arguments: [
      ("show earthquakes from https://example.org/a.json", "Earthquakes"),
      ("show me the top 5 headlines from https://example.org/a every hour", "Headlines"),
      ("show me https://example.org/a.json", nil),
      ("Sea level at https://example.org/x.csv as a chart", "Sea level"),
    ] as [(String, String?)])
  func subject(_ sentence: String, _ subject: String?) {
    #expect(Wish(sentence).subject == subject)
  }

  @Test("how it is to be shown")
  func view() {
    #expect(Wish("chart of prices from https://e.org/a").view == .chart)
    #expect(Wish("prices from https://e.org/a as a table").view == .table)
    #expect(Wish("prices from https://e.org/a").view == nil)
  }
}
