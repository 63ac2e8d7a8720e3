import BlockModel
import Testing

@Suite(
  "A look at the values of a card: are they what the source says, of now, and in the form that is theirs?"
)
struct CardValueTests {
  private func found(
    _ body: String, _ data: JSONValue, _ sentence: String = "things", title: String = "T",
    answers: [String] = []
  ) throws -> [String] {
    try CardLookTests.found(body, data, sentence, title: title, answers: answers)
  }

  @Test("what stands under a condition or is a change since before may be absent")
  func absent() throws {
    let body = #"""
      {"type": "section", "title": "A", "when": "note", "children": [{"type": "text", "text": "${note}"}]},
      {"type": "stat", "label": "Today", "value": "${n}", "delta": {"value": "${change}"}}
      """#
    #expect(try found(body, ["n": 1, "note": .null]) == [])
    let open = body.replacing(#" "when": "note","#, with: "")
    #expect(try found(open, ["n": 1, "note": .null]) == ["“note” has no value"])
  }

  // MARK: Next

  private static let countdown = #"""
    {"type": "time", "value": "${next.at}", "mode": "countdown", "label": "Next"WHEN},
    {"type": "list", "data": "${news}", "title": "${item.title}", "meta": "${item.published | date:medium}"}
    """#

  @Test(
    "what is counted down to is next, whatever else is past",
    arguments: [(1_796_000_000, false), (1_790_000_000, true)] as [(Int64, Bool)],
    ["", #", "when": "next""#])
  func next(_ at: (Int64, Bool), _ when: String) throws {
    let data: JSONValue = [
      "next": ["at": .integer(at.0)],
      "news": [
        ["title": "Blasting in October", "published": 1_790_000_000],
        ["title": "Postponed", "published": 1_790_100_000],
      ],
    ]
    let told = at.1 ? ["what is shown as next is in the past"] : []
    let body = Self.countdown.replacing("WHEN", with: when)
    #expect(try found(body, data, "the next blasting") == told)
  }

  private static let ferries =
    #"{"departures": [{"at": "07:15", "seen": "2026-11-26T23:59"}, {"at": "LATER"}]}"#

  @Test(
    "a clock time that has passed today is not next, when a later one is there",
    arguments: [
      ("07:15", "21:45", true), ("21:45", "22:45", false), ("07:15", "08:15", false),
      ("11:55", "21:45", false), ("no time", "21:45", false),
    ])
  func clock(_ shown: String, _ later: String, _ isOdd: Bool) throws {
    let body = #"{"type": "stat", "label": "Leaves", "value": "${at}"}"#
    let answers = [Self.ferries.replacing("LATER", with: later)]
    let told = isOdd ? ["“Leaves” is past"] : []
    #expect(
      try found(body, ["at": .string(shown)], "next ferry", answers: answers) == told)
    let two = body + #", {"type": "stat", "label": "Last", "value": "${last}"}"#
    #expect(
      try found(
        two, ["at": .string(shown), "last": "23:00"], "next ferry", answers: answers) == [])
    #expect(try found(body, ["at": .string(shown)], "first ferry", answers: answers) == [])
  }

  // MARK: Now

  /// 24 hours of 26 November with heights 100, 101, … ; now it is noon.
  private static let hours = {
    let times = (0..<24).map { #""2026-11-26T\#($0 < 10 ? "0" : "")\#($0):00""# }
    let heights = (0..<24).map { "\(100 + $0)" }
    return
      #"{"timezone": "UTC", "hourly": {"time": [\#(times.joined(separator: ","))], "height": [\#(heights.joined(separator: ","))]}}"#
  }()

  @Test(
    "the first or last hour of a list is not now",
    arguments: [(100, true), (123, true), (112, false), (113, false), (105, false), (7, false)])
  func now(_ value: Int64, _ isOdd: Bool) throws {
    let body = #"{"type": "stat", "label": "Height", "value": "${height}"}"#
    let data: JSONValue = ["height": .integer(value)]
    let told = isOdd ? ["“Height” is that of another time"] : []
    #expect(try found(body, data, "height of the tide now", answers: [Self.hours]) == told)
    #expect(try found(body, data, "height of the first tide", answers: [Self.hours]) == [])
    // Of several numbers, the one that is called so.
    let two = body + #", {"type": "stat", "label": "Now", "value": "${other}"}"#
    #expect(
      try found(
        two, ["height": .integer(value), "other": 112], "the tide now", answers: [Self.hours])
        == [])
    let rows = (0..<24).map { #"{"at": \#(1_795_651_200 + $0 * 3600), "height": \#(100 + $0)}"# }
    #expect(
      try found(
        body, data, "current height", answers: ["[\(rows.joined(separator: ","))]"]) == told)
    // Times of another year say nothing of now.
    let old = Self.hours.replacing("2026-", with: "2025-")
    #expect(try found(body, data, "height of the tide now", answers: [old]) == [])
  }

  // MARK: Forms

  @Test("a time is not shown as it stands in the source")
  func rawTime() throws {
    let data: JSONValue = ["at": "2026-11-27T12:00", "rows": [["at": "2026-11-27T12:00+01:00"]]]
    let raw = ["“Low” shows a raw time"]
    #expect(try found(#"{"type": "stat", "label": "Low", "value": "${at}"}"#, data) == raw)
    for right in [
      #"{"type": "stat", "label": "Low", "value": "${at}", "format": "time"}"#,
      #"{"type": "text", "text": "at ${at | datetime}"}"#,
      #"{"type": "time", "value": "${at}"}"#,
      #"{"type": "timeline", "data": "${rows}", "time": "${item.at}", "title": "x"}"#,
      #"{"type": "log", "text": "${at}"}"#,
    ] {
      #expect(try found(right, data) == [], "\(right)")
    }
    let list = #"{"type": "list", "data": "${rows}", "title": "x", "meta": "${item.at}"}"#
    #expect(try found(list, data) == ["“at” shows a raw time"])
    #expect(
      try found(#"{"type": "text", "text": "${at}"}"#, ["at": "27 November 2026, 12:00"]) == [])
  }

  @Test(
    "a share of one is no percentage",
    arguments: [
      (1.0 / 3, "percent:1", ["part": 2, "whole": 6], true),
      (0.333, "percent:1", ["part": 2, "whole": 6], true),
      (0.368, "percent", ["part": 1840, "whole": 5000], true),
      (1.0 / 3, "ratio:1", ["part": 2, "whole": 6], false),
      (33.3, "percent:1", ["part": 2, "whole": 6], false),
      // 0.3 % may be what it is.
      (0.3, "percent:1", ["part": 1840, "whole": 5000], false),
      (0.42, "percent:2", ["part": 2, "whole": 6], false),
    ] as [(Double, String, JSONObject, Bool)])
  func share(_ value: Double, _ format: String, _ others: JSONObject, _ isOdd: Bool) throws {
    var data = others
    data["share"] = .number(value)
    let body = #"{"type": "stat", "label": "Used", "value": "${share}", "format": "\#(format)"}"#
    let told = isOdd ? ["“Used” may be a hundred times too small"] : []
    #expect(try found(body, .object(data)) == told)
  }

  @Test(
    "a number does not end at a separator",
    arguments: [
      (1, "<dt>Pressure</dt><dd>1,008.6 hPa</dd>", true),
      (1, "{\"Pressure\": \"1.008,6 hPa\"}", true),
      (3, "pressure: 3,39 m", true),
      (1, "<dt>Pressure</dt><dd>1 hPa</dd>", false),
      (1, "<dt>Pressure</dt><dd>1,008.6 hPa</dd> … Pressure 1 hPa", false),
      (1008, "<dt>Pressure</dt><dd>1,008.6 hPa</dd>", false),
      (10, "<dt>Pressure</dt><dd>1,008.6 hPa</dd>", false),
      // All of the number is there.
      (410, "Pressure: “410.00”", false), (3, "pressure 3,00 m", false),
      (1, "<dt>Visitors</dt><dd>1,317</dd>", false),
      // Two numbers of a list, numbers of JSON, dates and versions.
      (1, "{\"pressure\": [1,2]}", false), (1, "Pressure,1,317", false),
      (1, "{\"pressure\": 1.5}", false), (3, "Pressure read 3.12.2026", false),
    ])
  func cut(_ number: Int64, _ source: String, _ isOdd: Bool) throws {
    let body = #"{"type": "stat", "label": "Pressure", "value": "${p}"}"#
    let found = try found(body, ["p": .integer(number)], answers: [source])
    #expect(found.count == (isOdd ? 1 : 0), "\(found)")
    #expect(found.allSatisfy { $0.contains("is cut off: the source says") })
  }

  // MARK: Records

  private static let truffles = #"""
    {"items": [{"name": "White truffle", "price": "1180.00"}, {"name": "Black truffle", "price": "410.00"},
      {"name": "Summer truffle", "price": null}]}
    """#

  @Test(
    "the number under a title that names a record is that record's",
    arguments: [
      (118.0, "Black truffle", true), (1180, "Black truffle", true), (410, "Black truffle", false),
      (41, "Black truffle", false), (118, "White truffle", false), (118, "Truffles", false),
      (537, "Black truffle", false), (118, "Black truffle against White truffle", false),
    ])
  func record(_ value: Double, _ title: String, _ isOdd: Bool) throws {
    let body = #"{"type": "stat", "label": "Price", "value": "${price}"}"#
    #expect(
      try found(
        body, ["price": .number(value)], "truffles", title: title, answers: [Self.truffles])
        == (isOdd ? ["“Price” is that of “White truffle”"] : []))
  }

  // MARK: Views

  private static let table =
    #"{"type": "table", "data": "${rows}", "columns": [{"header": "N", "field": "n"}]}"#
  private static let line =
    #"{"type": "chart", "kind": "line", "data": "${rows}", "x": "n", "y": "n"}"#
  private static let bars = line.replacing("line", with: "bar")

  @Test(
    "the view that the sentence names is shown",
    arguments: [
      ("water as a bar chart", table, ["it shows no chart"]), ("water as a bar chart", bars, []),
      ("water as a bar chart", line, ["its chart is of another kind"]),
      ("a chart of the water", line, []), ("a chart of the water", bars, []),
      ("a chart of the water", table, ["it shows no chart"]),
      ("water as a table", line, ["it shows no table"]), ("water as a table", table, []),
      ("water in the table of tides", line, []), ("the charts of the week", table, []),
    ])
  func view(_ sentence: String, _ body: String, _ told: [String]) throws {
    #expect(try found(body, ["rows": [["n": 1], ["n": 2], ["n": 3]]], sentence) == told)
  }
}
