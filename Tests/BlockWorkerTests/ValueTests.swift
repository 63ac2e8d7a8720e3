import BlockWorker
import Testing
import WorkerProtocol

/// What an expression gives, with the modules that read values at hand.
private func value(of expression: String) throws -> String {
  let imports = ["csv", "ical", "text", "time", "xml"].map { "local \($0) = require '\($0)'" }
  return try luaState().run(
    imports.joined(separator: " ") + "\nlocal value = \(expression)\nreturn {value}")
}

@Suite("Values as people write them")
struct ValueTests {
  @Test(
    "dates",
    arguments: [
      ("Nov. 23, 2026 2:05 p.m.", "2026-11-23T14:05:00Z"),
      ("Nov 23, 2026 2:05 PM", "2026-11-23T14:05:00Z"),
      ("Nov 23, 2026 12:05 a.m.", "2026-11-23T00:05:00Z"),
      ("2 hours, 5 minutes ago", "2026-11-24T09:55:00Z"),
      ("1h 20m ago", "2026-11-24T10:40:00Z"),
      ("in 2 weeks", "2026-12-08T12:00:00Z"),
      ("vor 3 Stunden", "2026-11-24T09:00:00Z"),
      ("3 days from now", "2026-11-27T12:00:00Z"),
      ("an hour ago", "2026-11-24T11:00:00Z"),
      ("just now", "2026-11-24T12:00:00Z"),
      ("lun. 23 nov. 2026 14h05", "2026-11-23T14:05:00Z"),
      ("23. November 2026 um 14 Uhr", "2026-11-23T14:00:00Z"),
      ("12 ago 2026", "2026-08-12T00:00:00Z"),
      ("2026-11-23 14:05:00 Europe/Berlin", "2026-11-23T13:05:00Z"),
      (
        "Mon Nov 23 2026 14:05:00 GMT+0100 (Central European Standard Time)", "2026-11-23T13:05:00Z"
      ),
      ("Mon, 23 Nov 2026 14:05:00 EST", "2026-11-23T19:05:00Z"),
      ("1795442700.5", "2026-11-23T14:05:00Z"),
      ("1795442700123456", "2026-11-23T14:05:00Z"),
      ("/Date(1795442700000)/", "2026-11-23T14:05:00Z"),
      ("2026年11月23日", "2026-11-23T00:00:00Z"),
      ("12/2026", "2026-12-01T00:00:00Z"),
      ("Posted on 23 November", "2026-11-23T00:00:00Z"),
      ("Updated: 23 Nov 2026 14:05 by Ada", "2026-11-23T14:05:00Z"),
      ("2 stycznia 2027", "2027-01-02T00:00:00Z"),
    ])
  func dates(text: String, iso: String) throws {
    let now = "{now = 1795521600}"
    #expect(try value(of: "time.format(time.parse('\(text)', \(now)))") == #"["\#(iso)"]"#)
  }

  @Test(
    "what is no date gives nil",
    arguments: [
      "Version 2.3.4", "Chapter 11 March of the Penguins", "marketing 3 2026",
      "2026-11-23 14:05 IST", "23 Nov 2026 14:05 Nowhere/Land", "", "soon", "12:30", "31.02.2026",
    ])
  func noDates(text: String) throws {
    #expect(try value(of: "time.parse('\(text)', {now = 1795521600}) == nil") == "[true]")
  }

  @Test(
    "numbers",
    arguments: [
      ("100 Kč", "100"), ("5m²", "5"), ("2M", "2000000"), ("1.2k", "1200"), ("3 Mio. €", "3000000"),
      ("B2B 5", "5"), ("1.299,-", "1299"), ("€ 1.299,-", "1299"), ("CHF 1299.-", "1299"),
      ("192.168.1.1", "nil"), ("192.168.100.200", "nil"), ("v1.25.3", "nil"),
      ("23.11.2026", "nil"), ("₹12,34,567.50", "1234567.5"), ("1,234,567", "1234567"),
      ("1.234.567", "1234567"), ("1.234.567,89", "1234567.89"), ("1 234,5", "1234.5"),
      ("1'234", "1234"), ("−5", "-5"), ("Temperature -3", "-3"), ("-€5.20", "-5.2"), ("- 5", "-5"),
      ("(1,234)", "-1234"), ("1e5", "100000"), ("3½", "3.5"), ("½", "0.5"), ("5-", "-5"),
      ("0,123", "0.123"), ("1234,567", "1234.567"), ("none", "nil"), ("US$ 1,299.00", "1299"),
    ])
  func numbers(text: String, number: String) throws {
    #expect(try value(of: "tostring(text.number(\"\(text)\"))") == #"["\#(number)"]"#)
  }

  @Test(
    "all numbers of a text, each as text.number reads it",
    arguments: [
      ("1 234,5 of 2M", "[1234.5,2000000]"), ("2-3", "[2,3]"), ("from −5 to 1e5", "[-5,100000]"),
      ("192.168.1.1 answered in 25 ms", "[25]"), ("1'234 and 3½", "[1234,3.5]"),
    ])
  func allNumbers(text: String, numbers: String) throws {
    #expect(try value(of: "text.numbers(\"\(text)\")") == "[\(numbers)]")
  }

  @Test(
    "tables of texts",
    arguments: [
      (#"csv.parse("country,population,\nDE,83,").columns"#, #"["country","population"]"#),
      (#"csv.parse("x, y\n1, 2").rows[1].y"#, "2"),
      (#"csv.parse("name,phone\nAda,+491234").rows[1].phone"#, #""+491234""#),
      (
        #"csv.parse("name,id\nAda,12345678901234567890").rows[1].id"#, #""12345678901234567890""#
      ),
      (#"csv.parse("a;b\nx;1,5\ny;2").rows[1].b"#, "1.5"),
      (#"csv.parse("a;b\nx;1,5\ny;2.5").rows[1].b"#, #""1,5""#),
      (#"csv.parse("a,b\nx,1.5").rows[1].b"#, "1.5"),
      (#"csv.parse("a;b\nx;1,5\ny;2", {decimal = "."}).rows[1].b"#, #""1,5""#),
      (#"csv.encode({{require('json').null, 1}})"#, #"",1\r\n""#),
    ])
  func tables(expression: String, expected: String) throws {
    #expect(try value(of: expression) == "[\(expected)]")
  }

  @Test(
    "moments in words",
    arguments: [
      ("time.format(1795439100, '%-d.%-m.%y %k:%M %P')", "23.11.26 13:05 pm"),
      ("time.format(0, '%-d %-H|')", "1 0|"), ("time.format(0, '%D')", "01/01/70"),
      ("time.format(time.parse('9999-12-31'))", "9999-12-31T00:00:00Z"),
      ("time.format(1795439100000, 'rfc3339')", "2026-11-23T13:05:00Z"),
    ])
  func formats(expression: String, text: String) throws {
    #expect(try value(of: expression) == #"["\#(text)"]"#)
  }

  @Test(
    "paths of elements",
    arguments: [
      ("//b/c", "2"), ("a/b/c", "2"), ("/r/a/b", "1"), ("/x/a", "0"), ("a//c", "2"), ("*/b", "1"),
      ("//c", "2"),
    ])
  func paths(path: String, count: String) throws {
    let root = "xml.parse('<r><a><b><c/><c/></b></a></r>')"
    #expect(try value(of: "#\(root):find_all('\(path)')") == "[\(count)]")
  }

  @Test(
    "what cannot be is refused by name",
    arguments: [
      ("time.parse('x', {tz = 'UTC'})", "time.parse: there is no option 'tz'"),
      ("time.make({year = 2026, minute = 5})", "time.make: there is no option 'minute'"),
      ("text.number('5', {locale = 'de'})", "text.number: there is no option 'locale'"),
      ("time.format(0, 'rfc9')", "time.format: there is no pattern \"rfc9\""),
      ("time.format(0, '%Q')", "time.format: there is no letter %Q"),
      ("time.diff(0, 'soon')", "time.diff: b must be Unix seconds"),
      ("time.duration(1e300)", "time.duration: seconds must be a number"),
      ("csv.encode({{a = 1}})", "csv.encode: columns must be given"),
      ("xml.parse('<r/>'):find_all('a[1]')", "element:find_all: path must be names"),
      ("xml.parse('<r/>', {html = true})", "xml.parse: there is no option 'html'"),
      ("ical.parse('', {from = 0/0})", "ical.parse: from must be a number"),
      ("ical.parse('', {from = 1e300})", "ical.parse: from must be a number"),
    ])
  func refusals(expression: String, message: String) throws {
    let failure = #expect(throws: ScriptFailure.self) { try value(of: expression) }
    #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
  }

  @Test("a comma in the name of a category is no end of it")
  func categories() throws {
    let calendar =
      "BEGIN:VCALENDAR\\nBEGIN:VEVENT\\nSUMMARY:T\\nDTSTART:20260105T150000Z\\n"
      + "CATEGORIES:a\\\\,b,c\\nEND:VEVENT\\nEND:VCALENDAR"
    let expression = "ical.parse('\(calendar)', {from = 1767225600}).events[1].categories"
    #expect(try value(of: expression) == #"[["a,b","c"]]"#)
  }
}
