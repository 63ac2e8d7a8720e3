import BlockModel
import Foundation
import Sentences
import Testing

@testable import Drafting

@Suite("A condition on rows becomes one that an alert judges")
struct WatchTests {
  private func offer() throws -> SourceOffer {
    let rows: JSONValue = [
      ["name": "Tea house", "state": "open", "seats": 4, "outdoors": true],
      ["name": "Bakery", "state": "closed", "seats": 0, "outdoors": false],
      ["name": "Market hall", "state": "moved", "seats": 120, "outdoors": true],
    ]
    let exchange = HTTPExchange(
      method: "GET", url: "", status: 200, bytes: 1, milliseconds: 1, cache: .miss)
    let probe = Probe(
      url: "https://example.org/shops.json", exchange: exchange, finding: .json(rows))
    return try SourceOffering(probe, now: Date(timeIntervalSince1970: 1_795_692_387)).set(nil)
      .offered
  }

  private func watch(_ query: RowQuery, beside shown: RowQuery = RowQuery()) throws -> Watch? {
    Watch(Reading(query: query), "as it was typed", beside: shown, try offer(), isFacts: false)
  }

  @Test(
    "in the signs of the UI language",
    arguments: [
      (RowQuery.Filter("seats", .below, .number(3)), "item.seats < 3"),
      (.init("seats", .atLeast, .number(2.5)), "item.seats >= 2.5"),
      (.init("outdoors", .equal, .flag(false)), "item.outdoors == false"),
      (.init("state", .equal, .text("open")), "item.state == 'open'"),
      (.init("state", .notEqual, .text("o'clock")), #"item.state != "o'clock""#),
      // One of these; none of these.
      (
        .init("state", .equal, [.text("open"), .text("moved")]),
        "(item.state == 'open' || item.state == 'moved')"
      ),
      (
        .init("state", .notEqual, [.text("open"), .text("moved")]),
        "(item.state != 'open' && item.state != 'moved')"
      ),
    ])
  func condition(_ filter: RowQuery.Filter, _ when: String) throws {
    let watch = try #require(try watch(RowQuery(filters: [filter])))
    #expect(watch.alert.when == when)
    #expect(watch.alert.name == "As it was typed")
    #expect(watch.fields == [filter.field])
    #expect(watch.query == RowQuery())
  }

  @Test("a name picks the rows that the block shows, and those alone are judged")
  func picked() throws {
    let filters: [RowQuery.Filter] = [
      .init("name", .equal, .text("Bakery")), .init("seats", .above, .number(0)),
    ]
    let alone = try #require(try watch(RowQuery(filters: filters)))
    #expect(alone.alert.when == "item.seats > 0")
    #expect(alone.query.filters == [filters[0]])
    let shown = RowQuery(limit: 2)
    let beside = try #require(try watch(RowQuery(filters: filters), beside: shown))
    #expect(beside.alert.when == "item.name == 'Bakery' && item.seats > 0")
    #expect(beside.query == shown)
  }

  @Test(
    "what an alert has no words for is none",
    arguments: [
      RowQuery(), RowQuery(filters: [.init("name", .equal, .text("Bakery"))]),
      RowQuery(filters: [.init("state", .contains, .text("ope"))]),
      RowQuery(filters: [.init("state", .above, .text("open"))]),
      RowQuery(filters: [.init("state", .equal, .text(#"'"'"#))]),
      RowQuery(filters: [.init("state", .equal, .number(3))]),
      RowQuery(filters: [.init("state", .equal, .text(""))]),
      RowQuery(filters: [.init("weight", .above, .number(3))]),
      RowQuery(filters: [.init("seats", .above, .number(3))], limit: 1),
      RowQuery(
        filters: [.init("seats", .above, .number(3))], aggregate: .init(.count)),
    ])
  func none(_ query: RowQuery) throws {
    #expect(try watch(query) == nil)
  }
}
