import BlockModel
import Testing

@testable import BlockHealth

/// A source whose block showed rows, and an answer of which its script makes none.
struct EmptinessCase: Sendable, CustomTestStringConvertible {
  /// What a block reads, and what it showed of it.
  struct Source: Sendable {
    var url = "https://source.example/answer"
    var type: String
    var body: String
    var script: String
    var rows: JSONValue

    var lost: LostRows? {
      LostRows(from: ["rows": rows], to: ["rows": []], learned: LearnedContract(), rules: [])
    }
  }

  var name: String
  var source: Source
  var after: String
  var type: String?
  var status = 200

  init(_ name: String, _ source: Source, _ after: String, type: String? = nil, status: Int = 200) {
    self.name = name
    self.source = source
    self.after = after
    self.type = type
    self.status = status
  }

  init(_ name: String, _ source: Source, _ changes: [(String, String)]) {
    self.init(name, source, changes.reduce(source.body) { $0.replacing($1.0, with: $1.1) })
  }

  var testDescription: String { name }

  func emptiness() throws -> Emptiness {
    func answer(_ body: String, _ type: String, _ status: Int) -> [SourceAnswer] {
      [SourceAnswer(url: source.url, status: status, mediaType: type, body: Array(body.utf8))]
    }
    return Emptiness(
      of: try #require(source.lost), before: answer(source.body, source.type, 200),
      now: answer(after, type ?? source.type, status), script: source.script)
  }
}

extension EmptinessCase.Source {
  static let stories = Self(
    type: "application/json",
    body:
      #"{"hits": [{"title": "Ferry leaves at dawn", "points": 120, "at": "2026-11-27"}, {"title": "Bridge is closed", "points": 340, "at": "2026-11-26"}], "total": 2}"#,
    script: """
      for _, hit in ipairs(body:json().hits) do
        if hit.at == today then rows[#rows + 1] = { title = hit.title, points = hit.points } end
      end
      """,
    rows: [
      ["title": "Ferry leaves at dawn", "points": 120],
      ["title": "Bridge is closed", "points": 340],
    ])

  static let incidents = Self(
    type: "application/json",
    body:
      #"[{"id": 71, "name": "Login is slow", "status": "open", "live": true}, {"id": 70, "name": "Mail is late", "status": "open", "live": true}]"#,
    script: """
      for _, one in ipairs(body:json()) do
        if one.status == "open" and one.live then rows[#rows + 1] = { name = one.name } end
      end
      """,
    rows: [["name": "Login is slow"], ["name": "Mail is late"]])

  static let coins = Self(
    type: "application/json",
    body:
      #"{"anna-coin": {"price": 12.5, "seen": 1795000000}, "bert-coin": {"price": 88.25, "seen": 1795000100}}"#,
    script: """
      for name, coin in pairs(body:json()) do
        if coin.seen > ctx.now - 3600 then rows[#rows + 1] = { name = name, price = coin.price } end
      end
      """,
    rows: [["name": "anna-coin", "price": 12.5], ["name": "bert-coin", "price": 88.25]])

  static let versioned = Self(
    type: "application/json",
    body:
      #"{"version": "1.2", "facets": {"kind": ["boat"]}, "notices": [{"text": "Lock closed until noon"}]}"#,
    script: """
      local answer = body:json()
      if answer.version then
        for _, one in ipairs(answer.notices) do rows[#rows + 1] = { text = one.text, kind = answer.facets.kind } end
      end
      """,
    rows: [["text": "Lock closed until noon"]])

  static let graph = Self(
    type: "application/json",
    body:
      #"{"data": {"repository": {"issues": {"nodes": [{"title": "Crash at start", "number": 17}], "totalCount": 1}}}}"#,
    script:
      "for _, node in ipairs(body:json().data.repository.issues.nodes) do rows[#rows + 1] = { title = node.title } end",
    rows: [["title": "Crash at start"]])

  static let page = Self(
    type: "text/html",
    body: """
      <html><head><title>News</title></head><body><header class="top"><a href="/">Home</a></header>
      <ul class="list"><li class="story"><a class="headline" href="/1">Ferry leaves at dawn</a></li>
      <li class="story"><a class="headline" href="/2">Bridge is closed</a></li></ul><footer id="end">2026</footer></body></html>
      """,
    script: """
      for _, story in ipairs(body:html():select("li.story")) do
        rows[#rows + 1] = { title = story:first("a.headline"):text() }
      end
      """,
    rows: [["title": "Ferry leaves at dawn"], ["title": "Bridge is closed"]])

  static let status = Self(
    type: "text/html",
    body: """
      <html><body><h1>Status</h1><div class="incident open"><h2>Login is slow</h2></div>
      <div class="incident resolved"><h2>Mail was late</h2></div></body></html>
      """,
    script:
      "for _, one in ipairs(body:html():select('div.incident.open')) do rows[#rows + 1] = { name = one:first('h2'):text() } end",
    rows: [["name": "Login is slow"]])

  static let departures = Self(
    type: "text/html",
    body: """
      <html><body><table id="board"><tr><th>Time</th><th>To</th></tr><tr><td>07:15</td><td>Aarhus</td></tr>
      <tr><td>08:20</td><td>Odense</td></tr></table></body></html>
      """,
    script: """
      for _, row in ipairs(body:html():select("#board tr")) do
        local cells = row:select("td")
        if #cells > 0 then rows[#rows + 1] = { at = cells[1]:text(), to = cells[2]:text() } end
      end
      """,
    rows: [["at": "07:15", "to": "Aarhus"], ["at": "08:20", "to": "Odense"]])

  static let feed = Self(
    type: "application/rss+xml",
    body: """
      <?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title><link>https://source.example</link>
      <item><title>Crane is back</title><pubDate>Fri, 27 Nov 2026 08:00:00 GMT</pubDate></item>
      <item><title>Storm on Sunday</title><pubDate>Thu, 26 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>
      """,
    script:
      "for _, item in ipairs(body:xml():select('item')) do rows[#rows + 1] = { title = item:first('title'):text() } end",
    rows: [["title": "Crane is back"], ["title": "Storm on Sunday"]])

  static let days = Self(
    type: "text/html",
    body:
      "<html><body><h1>Programme</h1><div class=\"today\"><p class=\"event\">Choir at eight</p></div><div class=\"later\"><p class=\"event\">Fair on Sunday</p></div></body></html>",
    script:
      "for _, one in ipairs(body:html():select('.today .event')) do rows[#rows + 1] = { title = one:text() } end",
    rows: [["title": "Choir at eight"]])

  static let warnings = Self(
    type: "application/json",
    body:
      #"{"current": {"degrees": 4.5}, "alerts": [{"event": "Storm on the coast", "until": 1795000000}]}"#,
    script:
      "for _, one in ipairs(body:json().alerts or {}) do rows[#rows + 1] = { event = one.event } end",
    rows: [["event": "Storm on the coast"]])

  static let parcels = Self(
    type: "application/xml",
    body:
      "<?xml version=\"1.0\"?><response><parcels><parcel><code>AX-8812</code></parcel><parcel><code>AX-9034</code></parcel></parcels></response>",
    script:
      "for _, one in ipairs(body:xml():find_all('parcels/parcel')) do rows[#rows + 1] = { code = one:text_of('code') } end",
    rows: [["code": "AX-8812"], ["code": "AX-9034"]])

  static let table = Self(
    type: "text/csv",
    body: "station,level,measured\nNorth pier,412,2026-11-27\nSouth pier,377,2026-11-27\n",
    script: """
      for _, row in ipairs(body:csv().rows) do
        if row.measured == today then rows[#rows + 1] = { station = row.station, level = row.level } end
      end
      """,
    rows: [["station": "North pier", "level": "412"], ["station": "South pier", "level": "377"]])

  static let calendar = Self(
    type: "text/calendar",
    body:
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261127T100000Z\r\nSUMMARY:Rehearsal\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    script:
      "for _, event in ipairs(ical.parse(body).events) do rows[#rows + 1] = { title = event.summary } end",
    rows: [["title": "Rehearsal"]])

  static let alarms = Self(
    type: "text/plain", body: "boiler=too hot\ngate=left open\n",
    script:
      "for key, value in body:gmatch('(%w+)=([^\\n]+)') do rows[#rows + 1] = { key = key, value = value } end",
    rows: [["key": "boiler", "value": "too hot"], ["key": "gate", "value": "left open"]])
}

extension EmptinessCase {
  static let drifted: [EmptinessCase] = [
    Self("the list has another name", .stories, [("\"hits\"", "\"results\"")]),
    Self("the list is in a wrapper", .stories, "{\"data\": \(Source.stories.body)}"),
    Self("the member of the condition has another name", .stories, [("\"at\"", "\"day\"")]),
    Self(
      "the dates of the condition are written otherwise", .stories,
      [("2026-11-27", "27/11/2026"), ("2026-11-26", "26/11/2026")]),
    Self("an error instead of data", .stories, #"{"error": "not available"}"#),
    Self(
      "a limit is told with a good status", .stories,
      #"{"Note": "Please consider a premium plan."}"#),
    Self(
      "errors beside an empty list", .graph,
      #"{"data": null, "errors": [{"message": "Field 'nodes' is gone"}]}"#),
    Self(
      "nodes became edges", .graph,
      [("\"nodes\": [{", "\"edges\": [{\"node\": {"), ("17}", "17}}")]),
    Self("the words of the condition are in capitals", .incidents, [("\"open\"", "\"OPEN\"")]),
    Self("yes is a text now", .incidents, [("true", "\"yes\"")]),
    Self(
      "a list became an object with a list", .incidents, "{\"items\": \(Source.incidents.body)}"),
    Self(
      "seconds became milliseconds", .coins,
      [("1795000000", "1795000000000"), ("1795000100", "1795000100000")]),
    Self("a member of all rows of a map has another name", .coins, [("\"seen\"", "\"updated\"")]),
    Self(
      "a page instead of data", .coins, "<html><body>Please wait.</body></html>", type: "text/html"),
    Self("the class of rows has another name", .page, [("class=\"story\"", "class=\"news-item\"")]),
    Self(
      "all classes have other names", .page,
      [("story", "card"), ("headline", "name"), ("list", "cards")]),
    Self(
      "another design with other news", .page,
      [
        ("li class=\"story\"", "article class=\"teaser\""), ("/li>", "/article>"),
        ("ul", "section"),
        ("Ferry leaves at dawn", "Market on Sunday"), ("Bridge is closed", "New harbour master"),
      ]),
    Self(
      "another design in which each row says that it has no comments", .page,
      "<html><body><header class=\"top\"></header><section class=\"feed\"><div class=\"card\">Crane is back <i class=\"note\">No comments</i></div><div class=\"card\">Storm on Sunday <i class=\"note\">No comments</i></div></section></body></html>"
    ),
    Self("a soft 404", .stories, #"{"message": "Not Found"}"#),
    Self(
      "rows are in another place", .page,
      [
        ("<li class=\"story\"><a", "<li class=\"story\"><h3 class=\"line\"><a"),
        ("</a></li>", "</a></h3></li>"),
      ]),
    Self(
      "a page that asks to sign in", .page,
      "<html><body><header class=\"top\"></header><form><input type=\"password\"></form><footer id=\"end\"></footer></body></html>"
    ),
    Self(
      "a page that checks the browser", .page,
      "<html><body><h1>Checking your browser before you go on</h1></body></html>"),
    Self(
      "a page that is drawn by its script", .page,
      "<html><body><div id=\"root\"></div><script>start()</script></body></html>"),
    Self("a page with nothing in it", .page, ""),
    Self(
      "rows of a table became other elements", .departures,
      [("<td>", "<div>"), ("</td>", "</div>")]),
    Self(
      "the entries of a feed have another name", .feed,
      [("<item>", "<entry>"), ("</item>", "</entry>")]),
    Self(
      "warnings have another name", .warnings, [("alerts", "notices")]),
    Self(
      "warnings are in an object", .warnings,
      [("\"alerts\": [", "\"official\": {\"alerts\": ["), ("}]}", "}]}}")]),
    Self(
      "the elements have other names", .parcels, [("parcel>", "item>"), ("parcels>", "items>")]),
    Self(
      "an error in the same root", .parcels,
      "<?xml version=\"1.0\"?><response><error>Key expired</error></response>"),
    Self("a column has another name", .table, [("measured", "date")]),
    Self("the dates of a column are written otherwise", .table, [("2026-11-27", "27.11.2026")]),
    Self("the events became tasks", .calendar, [("VEVENT", "VTODO")]),
    Self("lines are written otherwise", .alarms, "boiler -> too hot\ngate -> left open\n"),
  ]

  static let said: [EmptinessCase] = [
    Self("an empty list", .stories, #"{"hits": [], "total": 0}"#),
    Self("null for a list", .stories, #"{"hits": null, "total": 0}"#),
    Self("no list, and a count of 0", .stories, #"{"total": 0}"#),
    Self("a sentence instead of the list", .stories, #"{"message": "No stories today."}"#),
    Self(
      "a search that found nothing calls it an error", .stories,
      #"{"ok": false, "error": "No stories found!"}"#),
    Self(
      "what was looked for is not found", .stories,
      #"{"Response": "False", "Error": "Story not found!"}"#),
    Self("an empty list at the top", .incidents, "[]"),
    Self("an empty object for a list", .incidents, "{}"),
    Self("no content", .incidents, "", status: 204),
    Self("a map without members", .coins, "{}"),
    Self(
      "an empty list, and all else is another version", .versioned,
      #"{"version": "1.2.1", "groups": [{"kind": "boat"}], "notices": []}"#),
    Self(
      "no nodes", .graph,
      #"{"data": {"repository": {"issues": {"nodes": [], "totalCount": 0}}}}"#),
    Self(
      "a page that says so", .page,
      [
        (
          "<li class=\"story\"><a class=\"headline\" href=\"/1\">Ferry leaves at dawn</a></li>\n",
          "<li class=\"empty\">No news today.</li>"
        ), ("<li class=\"story\"><a class=\"headline\" href=\"/2\">Bridge is closed</a></li>", ""),
      ]),
    Self(
      "a search without results that offers something else", .page,
      "<html><body><header class=\"top\"></header><p>We found no results.</p><ul><li class=\"tip\">Boats</li><li class=\"tip\">Cars</li></ul></body></html>"
    ),
    Self(
      "a page that says so in German", .page,
      "<html><body><header class=\"top\"></header><p>Keine Einträge gefunden.</p><footer id=\"end\"></footer></body></html>"
    ),
    Self(
      "a table with a row that says so", .departures,
      "<html><body><table id=\"board\"><tr><th>Time</th><th>To</th></tr><tr><td colspan=\"2\">No departures</td></tr></table></body></html>"
    ),
    Self(
      "a feed without entries", .feed,
      "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Harbour</title><link>https://source.example</link></channel></rss>"
    ),
    Self("a table with nothing but its header", .table, "station,level,measured\n"),
    Self(
      "a calendar without events", .calendar, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"),
    Self("no line", .alarms, ""),
    Self("a line that says so", .alarms, "No alarms.\n"),
  ]

  static let plausible: [EmptinessCase] = [
    Self(
      "none is of today", .stories,
      [("2026-11-27", "2026-11-25"), ("2026-11-26", "2026-11-24")]),
    Self("the source is as it was, and the clock went on", .stories, []),
    Self("the list is left out, with nothing in its place", .stories, #"{"total": 2}"#),
    Self("all are closed", .incidents, [("\"open\"", "\"closed\"")]),
    Self("no is said by leaving out yes", .incidents, [(", \"live\": true", "")]),
    Self("other rows of a map are old", .coins, [("anna", "cleo"), ("1795000000", "1794000000")]),
    Self("the incident is resolved", .status, [("incident open", "incident resolved")]),
    Self(
      "a page without its rows", .page,
      "<html><body><header class=\"top\"><a href=\"/\">Home</a></header><ul class=\"list\"></ul><footer id=\"end\">2026</footer></body></html>"
    ),
    Self(
      "a page that leaves out rows and list", .page,
      "<html><body><header class=\"top\"><a href=\"/\">Home</a></header><footer id=\"end\">2026</footer></body></html>"
    ),
    Self(
      "a table with nothing but its head", .departures,
      "<html><body><table id=\"board\"><tr><th>Time</th><th>To</th></tr></table></body></html>"),
    Self(
      "the day has no events", .days,
      "<html><body><h1>Programme</h1><div class=\"later\"><p class=\"event\">Fair on Sunday</p></div></body></html>"
    ),
    Self(
      "no warning, and rain for the first time", .warnings,
      #"{"current": {"degrees": 5.5}, "rain": {"hour": 0.25}}"#),
    Self(
      "a document without rows", .parcels, "<?xml version=\"1.0\"?><response count=\"0\"/>"),
    Self("rows of a table are of another day", .table, [("2026-11-27", "2026-11-20")]),
    Self("events that are over", .calendar, [("20261127", "20251127")]),
    Self("lines of other things", .alarms, "lamp=on\n"),
  ]
}
