import BlockModel
import BlockUI
import Foundation
import Testing

@Suite("Rendering")
struct RenderTests {
  static func context(_ data: JSONValue, params: JSONObject = [:]) -> RenderContext {
    RenderContext(
      data: data, params: params, block: BlockID(naming: "test"), blockName: "Test",
      now: Date(timeIntervalSince1970: 1_764_000_000),
      surroundings: Surroundings(zone: "GMT", locale: "en"),
      imageURL: {
        PageURL(
          own: "/image?u=" + ($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        )
      })
  }

  @Test("the examples give their expected text", arguments: ExampleSpecs.available)
  func expectedText(name: String) throws {
    let compiled = CompiledSpec.compile(
      try ExampleSpecs.text(name), params: [], repairing: false)
    let spec = try #require(compiled.spec)
    let params = JSONObject(
      uniqueKeysWithValues: spec.declaredParams.map { ($0.name, $0.defaultValue) })
    let context = Self.context(try ExampleSpecs.data(name), params: params)
    let text = spec.renderText(context).trimmed
    #expect(text == (try ExampleSpecs.expectedText(name)).trimmed)
    let html = spec.renderHTML(context)
    #expect(!html.body.text.isEmpty)
    #expect(html.warnings == [])
  }

  @Test(
    "an event without a time has its day in every zone, and no time",
    arguments: ["Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "GMT"])
  func allDay(zone: String) throws {
    let compiled = CompiledSpec.compile(
      """
      {"ui":1,"body":[{"type":"calendar","data":"${events}","date":"${item.start}","title":"${item.title}"}]}
      """)
    // Midnight of Berlin, as the module `ical` gives it for a block whose calendar says so.
    let midnight: JSONValue = 1_764_284_400
    var context = Self.context([
      "events": [
        ["title": "With its day", "start": midnight, "all_day": true, "day": "2025-11-28"],
        ["title": "Without", "start": midnight, "all_day": true],
        ["title": "At midnight", "start": midnight, "all_day": false],
      ]
    ])
    context.timeZone = try #require(TimeZone(identifier: zone))
    let text = try #require(compiled.spec).renderText(context)
    let lines = text.split(separator: "\n").map { String($0).trimmed }
    let heading = try #require(lines.firstIndex { $0.contains("28 Nov") || $0.contains("Nov 28") })
    #expect(lines.dropFirst(heading).contains("all day  With its day"), "\(text)")
    #expect(lines.contains("all day  Without"), "\(text)")
    #expect(!lines.contains("all day  At midnight"), "\(text)")
    #expect(text.components(separatedBy: "all day").count == 3)
  }

  @Test(
    "a month is whole weeks, each day once",
    arguments: [
      ("2025-11-24", 35), ("2025-12-01", 35), ("2026-02-10", 28 + 7), ("2027-02-10", 28),
      ("2026-08-31", 42),
    ])
  func month(date: String, cells: Int) throws {
    let spec = try #require(
      CompiledSpec.compile(
        """
        {"ui":1,"body":[{"type":"calendar","data":"${days}","date":"${item.at}","title":"x","view":"month"}]}
        """, params: []
      ).spec)
    let data: JSONValue = .object([
      "days": .array([.object(["at": .string(date + "T12:00:00Z")])])
    ])
    var context = Self.context(data)
    context.now = try Date(date + "T00:00:00Z", strategy: .iso8601)
    let numbers = spec.renderHTML(context).body.text.matches(
      of: /c-calendar__number">(\d+)</
    ).compactMap { Int($0.1) }
    #expect(numbers.count == cells)
    for (day, next) in zip(numbers, numbers.dropFirst()) { #expect(next == day + 1 || next == 1) }
  }

  @Test(
    "formats",
    arguments: [
      ("number", 1234.5, "1,234.5"), ("number:0", 3.6, "4"), ("number:0", 0.4, "0"),
      ("number:1:signed", 2, "+2.0"), ("compact", 1342, "1.3k"), ("compact", 4_200_000, "4.2M"),
      ("compact", 58, "58"), ("currency:EUR", 1234.5, "€1,234.50"),
      ("currency:EUR", -42.9, "-€42.90"),
      ("percent", 12.5, "13%"), ("percent:1", 12.5, "12.5%"), ("ratio", 0.125, "13%"),
      ("ratio:1", 0.125, "12.5%"), ("bytes", 5_400_000, "5.4 MB"),
      ("bytes:binary", 1_048_576, "1 MiB"),
      ("duration", 8100, "2 h 15 min"), ("duration", -8100, "-2 h 15 min"), ("duration", 0, "0 s"),
      ("duration:ms", 1500, "2 s"),
      ("relative", 1_763_999_700, "5 min ago"),
      ("relative", 1_764_010_800, "in 3 h"), ("date", 1_762_128_000, "3 Nov 2025"),
      ("date:weekday", 1_764_000_000, "Mon"), ("date:iso", 1_764_000_000, "2025-11-24"),
      ("time", 1_764_000_000, "16:00"), ("time:Asia/Tokyo", 1_764_000_000, "01:00"),
      ("datetime", 1_764_000_000, "24 Nov 2025 16:00"),
    ] as [(String, Double, String)])
  func formats(call: String, value: Double, expected: String) throws {
    #expect(try Self.rendered("${v | \(call)}", ["v": .number(value)]) == expected)
  }

  @Test(
    "values a format cannot read are shown unchanged",
    arguments: [("date", "soon"), ("currency:EUR", "free"), ("bytes", "big")])
  func unreadable(call: String, value: String) throws {
    #expect(try Self.rendered("${v | \(call)}", ["v": .string(value)]) == value)
  }

  @Test(
    "texts of sources",
    arguments: [
      ("plain", "<p>Upstream is <em>not</em> answering.</p>", "Upstream is not answering."),
      ("plain", "a &lt; b &amp; c&nbsp;d", "a < b & c d"),
      ("truncate:10", "one two three", "one two…"),
      ("plain", "1 < 2", "1 < 2"),
    ])
  func texts(call: String, value: String, expected: String) throws {
    #expect(try Self.rendered("${v | \(call)}", ["v": .string(value)]) == expected)
  }

  @Test("extreme values do no harm", arguments: [1e308, -1e308, 1e18, 1e-300])
  func extremes(value: Double) throws {
    for call in [
      "number", "compact", "currency:EUR", "percent", "bytes", "duration", "relative", "date",
    ] {
      #expect(try !Self.rendered("${v | \(call)}", ["v": .number(value)]).isEmpty)
    }
  }

  private static func rendered(_ template: String, _ data: JSONValue) throws -> String {
    let spec =
      #"{"ui": 1, "body": [{"type": "text", "text": \#(JSONValue.string(template).json())}]}"#
    let compiled = try #require(CompiledSpec.compile(spec, params: [], repairing: false).spec)
    return compiled.renderText(context(data)).split(separator: "\n").dropFirst()
      .joined(separator: "\n").trimmed
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
