import BlockWorker
import Testing
import WorkerProtocol

/// What a script of one expression returns, with all pure modules at hand.
private func value(of expression: String) throws -> String {
  let modules = [
    "json", "html", "xml", "feed", "csv", "ical", "time", "text", "list", "regex", "base64", "hash",
    "url",
  ]
  let imports = modules.map { "local \($0) = require '\($0)'" }.joined(separator: " ")
  return try luaState().run("\(imports)\nlocal value = \(expression)\nreturn value")
}

@Suite("The modules")
struct ModuleTests {
  @Test(
    "a wrong argument is named",
    arguments: [
      ("json.decode(5)", "json.decode: text must be a string, got number"),
      ("html.parse()", "html.parse: text must be a string, got nil"),
      ("html.parse('', 5)", "html.parse: options must be a table, got 5"),
      ("html.parse('<p>'):select()", "node:select: selector must be a CSS selector"),
      ("html.parse('<p>').text()", "node:text: call it with a colon on a node"),
      ("html.parse('<p>').txt", "there is no txt; a node has attr"),
      ("xml.parse('<a')", "xml.parse: this is not XML"),
      ("feed.parse('<html><p>')", "feed.parse: this is a page, not a feed"),
      ("csv.parse('a', {sep = ';'})", "csv.parse: there is no option 'sep'"),
      ("csv.parse('a', {delimiter = ';;'})", "csv.parse: delimiter must be one character"),
      ("ical.parse('x')", "ical.parse: this is not a calendar"),
      ("ical.parse('', {zone = 'Mars'})", "ical.parse: zone must be a name like"),
      ("time.format('soon')", "time.format: t must be Unix seconds, got \"soon\""),
      ("time.format(0, 'iso', 'Mars/North')", "time.format: zone must be a name like"),
      ("time.add(0, {fortnights = 1})", "time.add: there is no unit 'fortnights'"),
      ("time.make({month = 1})", "time.make: year must be a number, got nil"),
      ("text.split('a')", "text.split: separator must be a text, got nil"),
      ("text.decode('a', 'klingon')", "text.decode: there is no charset \"klingon\""),
      ("list.map(nil, 'a')", "list.map: a list is needed, got nil"),
      ("list.sort_by({}, 'a', 'down')", "list.sort_by: order must be \"asc\" or \"desc\""),
      ("regex.match('a', '(')", "regex.match: the pattern \"(\": missing closing parenthesis"),
      ("regex.match('a', 'a', 'q')", "there is no flag 'q'"),
      ("base64.decode('§')", "base64.decode: this is not Base64"),
      ("hash.hmac('crc', 'a', 'b')", "hash.hmac: name must be one of md5, sha1, sha256, sha512"),
      ("url.join('a')", "url.join: reference must be a text, got nil"),
    ])
  func mistakes(expression: String, message: String) throws {
    let failure = #expect(throws: ScriptFailure.self) { try value(of: expression) }
    #expect(failure?.place == "block.lua:2")
    #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
  }

  @Test(
    "a number is read as people write it",
    arguments: [
      ("1.299,00 €", "1299"), ("1,299.00", "1299"), ("(3)", "-3"), ("1.2M", "1200000"),
      ("12 %", "12"), ("\u{2212}7", "-7"), ("1 299 000,50 zł", "1299000.5"), ("$1,234", "1234"),
      ("1.234", "1.234"), ("0,99", "0.99"), ("5.-", "5"), ("2.5k", "2500"), ("none", "null"),
      ("1’234.50", "1234.5"), ("5 m", "5"), ("1.234.567", "1234567"), ("2,5 Mio.", "2500000"),
      ("5€", "5"), ("Jan-5", "5"),
    ])
  func numbers(text: String, number: String) throws {
    #expect(try value(of: "{text.number('\(text)')}") == (number == "null" ? "[]" : "[\(number)]"))
  }

  @Test(
    "a date is read as machines and people write it",
    arguments: [
      ("2026-11-23T14:05:00+01:00", "2026-11-23T13:05:00Z"),
      ("2026-11-23 14:05", "2026-11-23T14:05:00Z"), ("2026-11-23", "2026-11-23T00:00:00Z"),
      ("20261123T140500Z", "2026-11-23T14:05:00Z"), ("20261123", "2026-11-23T00:00:00Z"),
      ("Mon, 23 Nov 2026 14:05:00 GMT", "2026-11-23T14:05:00Z"),
      ("Mon, 23 Nov 26 14:05:00 EST", "2026-11-23T19:05:00Z"),
      ("November 23rd, 2026 at 2:05 PM", "2026-11-23T14:05:00Z"),
      ("23. März 2026, 14:05 Uhr", "2026-03-23T14:05:00Z"), ("23.11.2026", "2026-11-23T00:00:00Z"),
      ("11/23/2026", "2026-11-23T00:00:00Z"), ("Nov 2026", "2026-11-01T00:00:00Z"),
      ("1795442700", "2026-11-23T14:05:00Z"), ("1795442700000", "2026-11-23T14:05:00Z"),
      ("3 hours ago", "2026-11-23T11:05:00Z"), ("an hour ago", "2026-11-23T13:05:00Z"),
      ("tomorrow", "2026-11-24T00:00:00Z"), ("Dec 24", "2026-12-24T00:00:00Z"),
      ("Jan 5", "2027-01-05T00:00:00Z"), ("12:00 AM 1 May 2026", "2026-05-01T00:00:00Z"),
      ("hello", "null"), ("12345", "null"), ("31 Feb 2026", "null"), ("99999999999999/1/1", "null"),
    ])
  func dates(text: String, date: String) throws {
    let parsed = "time.parse('\(text)', {now = 1795442700})"
    let shown = try value(of: "(function() local t = \(parsed) return t and time.format(t) end)()")
    #expect(shown == (date == "null" ? "null" : "\"\(date)\""))
  }

  @Test("cells that span are repeated, and headers name the columns")
  func tables() throws {
    let table = """
      '<table><tr><th rowspan=2>City<th colspan=2>Population</tr><tr><th>2020<th>2025</tr>' ..
      '<tr><td>Ulm<td>1<td>2</tr><tr><td colspan=2>A &amp; B<td>3</table>'
      """
    let json = try value(of: "html.parse(\(table)):table()")
    #expect(
      json == """
        {"columns":["City","Population 2020","Population 2025"],\
        "records":[{"City":"Ulm","Population 2020":"1","Population 2025":"2"},\
        {"City":"A & B","Population 2020":"A & B","Population 2025":"3"}],\
        "rows":[["Ulm","1","2"],["A & B","A & B","3"]]}
        """)
  }

  @Test(
    "a repeating event falls on its days",
    arguments: [
      ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3", "06 08 13"), ("FREQ=DAILY;INTERVAL=10", "06 16 26"),
      ("FREQ=MONTHLY;BYDAY=-1FR", "06 30"), ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "06 15 31"),
      ("FREQ=WEEKLY;UNTIL=20260113T090000Z", "06 13"),
      ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "06 30"),
      ("FREQ=YEARLY;BYMONTH=1;BYDAY=2MO", "06 12"), ("FREQ=DAILY;BYDAY=SA;COUNT=3", "06 10 17"),
      ("FREQ=NEVER", "06"), ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "06"),
    ])
  func repeating(rule: String, days: String) throws {
    let calendar =
      "BEGIN:VCALENDAR\\nBEGIN:VEVENT\\nDTSTART:20260106T090000Z\\nRRULE:\(rule)\\nEND:VEVENT"
    let json = try value(
      of: """
        list.text(list.map(ical.parse("\(calendar)", {from = 1767225600, to = 1769903999}).events,
          function(event) return event.day:sub(9) end), " ")
        """)
    #expect(json == "\"\(days)\"")
  }

  @Test("a weekly event keeps its local time when the clocks change")
  func daylight() throws {
    let calendar =
      "BEGIN:VEVENT\\nDTSTART;TZID=W. Europe Standard Time:20261019T090000\\nRRULE:FREQ=WEEKLY;COUNT=2"
    let json = try value(
      of: """
        list.map(ical.parse("\(calendar)", {from = 0, to = 2e9}).events,
          function(event) return time.format(event.start) end)
        """)
    #expect(json == #"["2026-10-19T07:00:00Z","2026-10-26T08:00:00Z"]"#)
  }

  @Test(
    "what is made to hurt ends with a message or an answer",
    arguments: [
      ("#html.parse(('<div>'):rep(20000)):select('div')", "20000"),
      ("#html.parse(('<div>'):rep(20000)):html() > 200000", "true"),
      ("#html.parse(('<b>'):rep(1000)):select('b:has(b)')", "509"),
      ("(pcall(xml.parse, '<!DOCTYPE l [<!ENTITY a \"aa\">]><l>&a;</l>'))", "false"),
      ("(pcall(xml.parse, ('<a>'):rep(100000)))", "false"),
      ("(pcall(regex.test, ('a'):rep(40) .. '!', '^(a+)+$'))", "false"),
      ("(pcall(json.decode, ('['):rep(100000)))", "false"),
      (
        "#html.parse('<table>' .. ('<tr><td colspan=1000>x'):rep(1000)):table().rows <= 200", "true"
      ),
      (
        "#ical.parse('BEGIN:VEVENT\\nDTSTART:20000101T000000Z\\nRRULE:FREQ=SECONDLY', "
          + "{from = 0, to = 4e9}).events", "1000"
      ),
    ])
  func hostile(expression: String, result: String) throws {
    #expect(try value(of: expression) == result)
  }
}
