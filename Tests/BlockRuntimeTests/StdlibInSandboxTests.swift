import Testing

@Suite("The stdlib needs nothing that the sandbox refuses")
struct StdlibInSandboxTests {
  let workshop = Workshop()

  @Test(
    "a module works in the real sandbox",
    arguments: [
      (
        "html.parse('<p>caf\\xE9 <b>x', {content_type='text/html; charset=latin1'}):text()",
        "café x"
      ),
      ("xml.parse('<a><b>1</b></a>'):text_of('b')", "1"),
      (
        "feed.parse('<rss><channel><item><title>A &amp; B &nbsp;</title></item></channel></rss>').items[1].title",
        "A & B"
      ),
      ("csv.parse('a;b\\n1;x').rows[1].b", "x"),
      (
        "ical.parse('BEGIN:VEVENT\\nDTSTART;TZID=Europe/Berlin:20260701T120000', {from=0, to=2e9}).events[1].day",
        "2026-07-01"
      ),
      (
        "time.format(time.parse('1 July 2026 12:00', {zone='Asia/Tokyo'}), 'iso', 'America/New_York')",
        "2026-06-30T23:00:00-04:00"
      ),
      ("text.decode('\\x93\\xFA\\x96\\x7B', 'shift_jis')", "日本"),
      ("regex.replace('a1', '\\\\d', 'b')", "ab"),
      ("hash.md5('a')", "0cc175b9c0f1b6a831c399e269772661"),
      ("base64.encode('hi')", "aGk="),
      ("url.join('https://e.test/a/b', '../c')", "https://e.test/c"),
      ("text.upper('straße')", "STRASSE"),
      ("list.text(list.sort_by({ 3, 1, 2 }))", "1, 2, 3"),
    ])
  func works(expression: String, expected: String) async {
    let module = expression.prefix { $0 != "." }
    let outcome = await workshop.run(
      """
      local list, text = require "list", require "text"
      local \(module) = require "\(module)"
      local time = require "time"
      return { value = \(expression) }
      """)
    #expect(outcome.data == ["value": .string(expected)], "\(outcome.result)")
  }
}
