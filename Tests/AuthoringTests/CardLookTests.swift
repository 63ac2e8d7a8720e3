import BlockModel
import BlockUI
import Foundation
import Testing

@testable import Authoring

@Suite("A look at the card finds what somebody who asked would wonder about")
struct CardLookTests {
  static let now = Date(timeIntervalSince1970: 1_795_694_400)  // 2026-11-26T12:00:00Z

  static func found(
    _ body: String, _ data: JSONValue, _ sentence: String, title: String = "T",
    answers: [String] = [], script: String = ""
  ) throws -> [String] {
    let spec = #"{"ui": 1, "title": "\#(title)", "body": [\#(body)]}"#
    let compiled = try #require(CompiledSpec.compile(spec, params: []).spec)
    let context = RenderContext(
      data: data, block: BlockID(naming: "t"), blockName: "T", now: now,
      surroundings: Surroundings(zone: "UTC", locale: "en"))
    return CardLook(
      card: compiled.renderText(context),
      files: BlockFiles(manifest: Manifest(name: "T"), script: script, spec: spec),
      context: context,
      sentence: sentence, answers: { answers }
    ).findings.map(\.person)
  }

  static let table =
    #"{"type": "table", "data": "${rows}", "columns": [{"header": "Name", "field": "name"}, {"header": "Price", "field": "price"}]}"#

  static func rows(_ prices: [JSONValue], names: [String] = ["a", "b", "c", "d"]) -> JSONValue {
    ["rows": .array(zip(names, prices).map { ["name": .string($0), "price": $1] })]
  }

  @Test("columns that are empty or the same in every row, and texts that are cut")
  func rows() throws {
    #expect(try Self.found(Self.table, Self.rows([1, 2, 3, 4]), "things") == [])
    #expect(
      try Self.found(Self.table, Self.rows(["", .null, " ", ""]), "things")
        == ["“Price” is empty in every row"])
    #expect(
      try Self.found(Self.table, Self.rows([0, 0, 0, 0]), "things")
        == ["“Price” is the same in every row"])
    #expect(
      try Self.found(
        Self.table, Self.rows([1, 2, 3, 4], names: ["x", "x", "x", "x"]), "things")
        == ["“Name” is the same in every row"])
    let long = String(repeating: "long ", count: 60)
    #expect(
      try Self.found(
        Self.table, Self.rows([1, 2, 3], names: [long + "a", long + "b", "c"]), "things")
        == ["“Name” is cut off"])
    // Some rows may lack a value, and texts may be alike.
    #expect(try Self.found(Self.table, Self.rows([1, .null, 3, .null]), "things") == [])
    #expect(try Self.found(Self.table, Self.rows(["EUR", "EUR", "EUR", "EUR"]), "things") == [])
  }

  @Test("a counter that a person clicks begins with zeros")
  func counter() throws {
    func found(_ price: JSONValue, _ script: String) throws -> [String] {
      try Self.found(
        Self.table, Self.rows([price, price, price, price]), "cups", script: script)
    }
    let script = #"local store = require "store" return { run = f, on_action = g }"#
    #expect(try found(0, script) == [])
    #expect(try found(7, script) == ["“Price” is the same in every row"])
    #expect(try found(0, #"require "store""#) == ["“Price” is the same in every row"])
  }

  static let stat = #"{"type": "stat", "label": "Price", "value": "${price}"}"#

  @Test(
    "a price is a number",
    arguments: [
      (["price": "Add to basket"], true), (["price": "from 49 €"], false), (["price": 49.9], false),
    ] as [(JSONValue, Bool)])
  func price(_ data: JSONValue, _ isOdd: Bool) throws {
    let found = try Self.found(Self.stat, data, "the price of the kettle")
    #expect(found == (isOdd ? ["the price that is shown is not a number"] : []))
    #expect(try Self.found(Self.stat, data, "what the button says") == [])
  }

  static let events =
    #"{"type": "list", "data": "${rows}", "title": "${item.name}", "subtitle": "${item.start | datetime}"}"#

  @Test(
    "what comes next is not past",
    arguments: [
      ([1_790_000_000, 1_790_100_000], true), ([1_790_000_000, 1_796_000_000], false),
      // Today's event may have begun.
      ([1_795_690_000, 1_795_690_000], false),
    ] as [([Int64], Bool)])
  func next(_ starts: [Int64], _ isOdd: Bool) throws {
    let rows = starts.enumerated().map { index, start -> JSONValue in
      ["name": .string("Event \(index)"), "start": .integer(start)]
    }
    let data: JSONValue = ["rows": .array(rows)]
    let told = isOdd ? ["what is shown as next is in the past"] : []
    #expect(try Self.found(Self.events, data, "the next event") == told)
    #expect(try Self.found(Self.events, data, "nächste Termine") == told)
    #expect(try Self.found(Self.events, data, "the last events") == [])
  }

  @Test(
    "the weather of now is not that of the end of the forecast",
    arguments: [(29.0, true), (10.0, false), (15.5, false)])
  func forecast(_ headline: Double, _ isOdd: Bool) throws {
    let hours = (0..<20).map { hour -> JSONValue in
      [
        "at": .integer(1_795_694_400 + Int64(hour) * 3600),
        "temperature": .number(10.0 + Double(hour)),
      ]
    }
    let body = #"{"type": "stat", "label": "Now", "value": "${now_value}"}"#
    let found = try Self.found(
      body, ["now_value": .number(headline), "hours": .array(hours)], "temperature in Porto")
    #expect(found == (isOdd ? ["“Now” comes from the end of the forecast"] : []))
  }

  @Test("a single value that is missing is told; one that stands under a condition is not")
  func missing() throws {
    #expect(try Self.found(Self.stat, ["price": .null], "things") == ["“Price” has no value"])
    let guarded = #"{"type": "stat", "label": "Price", "value": "${price}", "when": "price"}"#
    #expect(try Self.found(guarded, ["price": .null], "things") == [])
  }
}
