import BlockWorker
import Testing
import WorkerProtocol

/// What an expression gives as JSON, with the modules for data at hand.
private func value(of expression: String) throws -> String {
  let imports = ["html", "json", "list", "log", "url"].map { "local \($0) = require '\($0)'" }
  return try luaState().run(
    "\(imports.joined(separator: " "))\nlocal value = \(expression)\nreturn value")
}

@Suite("Lists, pages, addresses and JSON")
struct DataModuleTests {
  @Test(
    "a wrong argument is named",
    arguments: [
      ("list.map({a = 1}, 'a')", "list.map: a list is needed, got a table with names like 'a'"),
      ("list.map({1}, 'a')", "list.map: an item must be a table to have a field 'a', got 1"),
      (
        "list.sum({{}, 'x'}, 'n')",
        "list.sum: an item must be a table to have a field 'n', got \"x\""
      ),
      ("list.sort_by({1, 2}, 'n')", "list.sort_by: an item must be a table"),
      ("list.count_by({1}, 'n')", "list.count_by: an item must be a table"),
      ("list.count_by({1}, true)", "list.count_by: by must be a function or the name of a field"),
      ("list.join({1}, nil, {2})", "list.join: argument 2 must be a list, got nil"),
      ("list.text({1}, {})", "list.text: separator must be a text, got a table"),
      ("list.chunks({1}, 0/0)", "list.chunks: size must be a number from 1, got NaN"),
      ("list.take({1}, '2')", "list.take: count must be a number from 0, got \"2\""),
      ("list.keys(5)", "list.keys: a table is needed, got 5"),
      ("json.encode({}, 'sorted')", "json.encode: options must be a table, got \"sorted\""),
      (
        "json.encode({}, {indent = 2})",
        "json.encode: there is no option 'indent'; there are sorted"
      ),
      ("html.parse('', {base = 'x'})", "html.parse: there is no option 'base'; there are url"),
      ("html.parse('<p>'):text(true)", "node:text: options must be a table, got true"),
      ("html.parse('<p>'):html({outer = true})", "node:html: there is no option 'outer'"),
      ("html.parse('<p>'):json_ld({})", "node:json_ld: kind must be a text like Product"),
      ("url.encode_query({a = {b = 1}})", "url.encode_query: fields.a must be a text, a number"),
      ("url.encode_query({a = html.parse('')})", "url.encode_query: fields.a must be a text"),
      ("url.build({host = 'a', port = 'x'})", "url.build: parts.port must be a whole number"),
      ("url.build({hots = 'a'})", "url.build: there is no part 'hots'"),
    ])
  func mistakes(expression: String, message: String) throws {
    let failure = #expect(throws: ScriptFailure.self) { try value(of: expression) }
    #expect(failure?.place == "block.lua:2")
    #expect(failure?.message.hasPrefix(message) == true, "\(failure?.message ?? "")")
  }

  @Test(
    "what pages write into addresses is encoded",
    arguments: [
      ("url.join('https://e.test/a/', ' b c.html\\n')", "https://e.test/a/b%20c.html"),
      ("url.join('https://e.test/a?x', '?q=a b|c')", "https://e.test/a?q=a%20b%7Cc"),
      ("url.join('', ' https://e.test/a b ')", "https://e.test/a%20b"),
      ("url.join('https://e.test/', 'ü%20ä')", "https://e.test/ü%20ä"),
      ("html.parse('<a href=\" /a b \">x</a>'):first('a'):url()", "/a%20b"),
      ("url.encode_query({a = json.null, b = {1, true}})", "b=1&b=true"),
      ("url.build({scheme = 'https', host = 'e.test', port = 81})", "https://e.test:81"),
    ])
  func addresses(expression: String, address: String) throws {
    #expect(try value(of: expression) == "\"\(address)\"")
  }

  @Test("links lead to addresses, not to scripts or places in the page")
  func links() throws {
    let page = "<a href=\" JavaScript:x()\">a</a><a href=\" #b\">b</a><a href=\"c d\">c</a>"
    let json = try value(of: "html.parse('\(page)', {url = 'https://e.test/'}):links()")
    #expect(json == #"[{"text":"c","url":"https://e.test/c%20d"}]"#)
  }

  @Test("an empty object can be written")
  func emptyObject() throws {
    #expect(
      try value(of: "json.encode({a = json.empty_object, b = {}}, {sorted = true})")
        == #""{\"a\":{},\"b\":[]}""#)
    #expect(try value(of: "{a = json.empty_object}") == #"{"a":{}}"#)
  }

  @Test("tonumber reads each item of a list")
  func numbers() throws {
    #expect(try value(of: "list.map({'1', '20'}, tonumber)") == "[1,20]")
  }

  @Test(
    "a table without header cells gets columns when its first row is one",
    arguments: [
      (
        "<tr><td>City<td>Land<td>People<tr><td>Ulm<td>DE<td>5<tr><td>Bonn<td>DE<td>7",
        "City,Land,People"
      ),
      ("<tr><td><b>City</b><td><b>Land</b><tr><td>Ulm<td>DE", "City,Land"),
      ("<tr><td>Name<td>Ulm<tr><td>People<td>7", ""),
      ("<tr><td>a<td>b<td>c<tr><td>d<td>e<td>f", ""),
      ("<tr><td>1<td>2<td>3<tr><td>4<td>5<td>6", ""),
    ])
  func tables(rows: String, columns: String) throws {
    let json = try value(of: "list.text(html.parse('<table>\(rows)</table>'):table().columns, ',')")
    #expect(json == "\"\(columns)\"")
  }

  @Test(
    "structured data are found by the short name of their type, also inside of others",
    arguments: [("Product", "Tea"), ("Offer", "half"), ("schema:Offer", "half"), ("Event", "null")])
  func structuredData(kind: String, name: String) throws {
    let script = """
      {"@type": "https://schema.org/Product", "name": "Tea",
       "offers": [{"@type": ["Offer", "Thing"], "name": "half"}]}
      """
    let page = "[[<script type='application/ld+json'>\(script)</script>]]"
    let json = try value(of: "(html.parse(\(page)):json_ld('\(kind)')[1] or {}).name")
    #expect(json == (name == "null" ? name : "\"\(name)\""))
  }
}
