import BlockModel
import Notation
import Testing

@testable import Authoring
@testable import Egress

@Suite("A value that is written otherwise is read as what it was, where the values prove it")
struct ValueReadingTests {
  static let cases: [(old: JSONValue, new: JSONValue, wanted: [ValueReading])] = [
    // Numbers and their texts.
    ([1299, 349.5], ["1.299,00 €", "349,50 €"], [.number(.init(mark: .comma))]),
    ([1299, 349.5], ["EUR 1,299.00", "EUR 349.50"], [.number(.init(mark: .point))]),
    ([17, 240], ["17 pcs", "240 pcs"], [.number(.init(mark: nil))]),
    (["24.99", "8.5"], [24.99, 8.5], [.text]),
    ([17, 240], ["sold out", "240"], []),
    ([17, 240], ["18", "96"], []),
    // Units.
    ([24.99], [2499], [.divided(by: 100, in: nil)]),
    ([2499], [24.99], [.multiplied(by: 100, in: nil)]),
    ([24.99], ["2499"], [.divided(by: 100, in: .init(mark: nil))]),
    ([5], [500], []),
    ([20, 30], [2000, 3000], []),
    ([24.99, 8.5, 3.25], [2499, 901, 325], []),
    // Truth.
    ([true, false, true], ["yes", "no", "yes"], [.flag(yes: "yes")]),
    ([true, false, true], [1, 0, 1], [.flag(yes: 1)]),
    ([true, false, true], ["yes", "yes", "no"], []),
    ([true, false, true], ["a\"..os.exit()..\"", "no", "a\"..os.exit()..\""], []),
    ([true, true], ["yes", "yes"], []),
    // Dates.
    (
      ["2026-11-24", "2026-12-06"], ["24.11.2026", "06.12.2026"],
      [.date(.pattern("%Y-%m-%d"), dayFirst: true)]
    ),
    (
      ["2026-11-24", "2026-12-06"], ["11/24/2026", "12/06/2026"],
      [.date(.pattern("%Y-%m-%d"), dayFirst: false)]
    ),
    (
      ["24.11.2026", "06.12.2026"], ["2026-11-24", "2026-12-06"],
      [.date(.pattern("%d.%m.%Y"), dayFirst: nil)]
    ),
    ([1_795_478_400], ["2026-11-24T00:00:00Z"], [.date(.unix, dayFirst: nil)]),
    (["2027-03-03"], ["03/03/2027"], []),
    (["2026-11-24"], ["2026-11-25T08:00:00Z"], []),
    // Nothing is written otherwise.
    ([24.99, 8.5], [24.99, 8.5], []),
    (["Ferry"], ["Bridge"], []),
    ([1, 2], [], []),
  ]

  @Test("the reading is the one that gives the old values", arguments: cases)
  func reading(old: JSONValue, new: JSONValue, wanted: [ValueReading]) {
    #expect(ValueReading.all(from: old.array ?? [], to: new.array ?? []) == wanted)
  }

  @Test("a script reads by it where it read before, with the modules that it has")
  func scripts() {
    let number = ValueReading.number(.init(mark: .comma))
    let cases: [(String, ValueReading, String?)] = [
      (
        "t = { price = x.price }", number,
        "t = { price = require(\"text\").number(x.price, { decimal = \",\" }) }"
      ),
      (
        "local http, text = require \"http\", require \"text\"\nlocal p = f(x)[1].price",
        .number(.init(mark: nil)),
        "local http, text = require \"http\", require \"text\"\nlocal p = text.number(f(x)[1].price)"
      ),
      (
        "row.price = x.price * 2", .divided(by: 100, in: nil),
        "row.price = tonumber((\"%.10g\"):format(x.price / 100)) * 2"
      ),
      ("if x[\"price\"] then", .flag(yes: "yes"), "if (x[\"price\"] == \"yes\") then"),
      ("return (a or b).price", .first, "return (a or b).price[1]"),
      ("local price = 1", number, nil),
    ]
    for (script, reading, wanted) in cases {
      #expect(RereadScript(script, key: "price", reading)?.text == wanted)
    }
  }
}

@Suite("A source that is gone is looked for at its own host, and nowhere else")
struct MovedAddressTests {
  private func page(_ body: String, _ status: Int = 404) -> RecordedAnswer {
    RecordedAnswer(
      method: "GET", url: "https://a.example/feed.xml", status: status, mediaType: "text/html",
      body: Array(body.utf8))
  }

  @Test(
    "addresses that a page names",
    arguments: [
      (
        #"<link rel="alternate" type="application/rss+xml" href="/new.xml">"#,
        ["https://a.example/new.xml"]
      ),
      (
        #"<LINK type='application/atom+xml' rel='alternate' href='https://a.example/a?b=1&amp;c=2'>"#,
        ["https://a.example/a?b=1&c=2"]
      ),
      (#"<link rel="stylesheet" href="/x.css">"#, []),
      (#"<link rel="alternate" hreflang="de" href="/de">"#, []),
      (
        #"<a href="/old/feed.xml">here</a> <a href="/about">about</a>"#,
        ["https://a.example/old/feed.xml"]
      ),
      (
        #"{"moved_to": "/v2/feed", "help": "https://b.example/help"}"#,
        ["https://a.example/v2/feed"]
      ),
      (#"<link rel="alternate" type="application/rss+xml" href="https://b.example/new.xml">"#, []),
      (#"<link rel="alternate" type="application/rss+xml" href="http://a.example/new.xml">"#, []),
      (
        #"<link rel="alternate" type="application/rss+xml" href="https://a.example:8443/new.xml">"#,
        []
      ),
      (
        #"<link rel="alternate" type="application/rss+xml" href="https://u:p@a.example/new.xml">"#,
        []
      ),
      // It stays a text: its quotes are encoded.
      (#"{"moved_to": "/\")..os.exit()..(\""}"#, ["https://a.example/%22)..os.exit()..(%22"]),
      (#"<a href="/feed.xml">the same</a>"#, []),
    ] as [(String, [String])])
  func candidates(body: String, wanted: [String]) {
    let found = MovedAddress.candidates(for: "https://a.example/feed.xml", on: page(body))
    #expect(found.map(\.new) == wanted)
  }

  @Test("an address that is a setting of a person is left alone; a broken server is waited for")
  func gone() {
    let script = "local body = http.get(\"https://a.example/feed.xml\")"
    #expect(MovedAddress.gone(in: [page("")], script: script).count == 1)
    #expect(MovedAddress.gone(in: [page("", 503)], script: script).isEmpty)
    #expect(MovedAddress.gone(in: [page("")], script: "http.get(ctx.params.url)").isEmpty)
  }
}
