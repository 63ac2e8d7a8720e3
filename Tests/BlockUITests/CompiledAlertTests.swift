import BlockModel
import Foundation
import Testing

@testable import BlockUI

@Suite("An alert against data")
struct CompiledAlertTests {
  static let data: JSONValue = [
    "price": 19.9, "name": "Gold",
    "quakes": [
      ["id": "a", "place": "Chile", "magnitude": 6.2],
      ["id": "b", "place": "Fiji", "magnitude": 5],
      ["id": "c", "place": "Japan", "magnitude": 7],
    ],
  ]

  private func context(_ data: JSONValue = data, params: JSONObject = [:]) -> RenderContext {
    RenderContext(
      data: data, params: params, block: BlockID("gold-1")!, blockName: "Gold",
      now: Date(timeIntervalSince1970: 1_800_000_000),
      surroundings: Surroundings(zone: "GMT", locale: "en"))
  }

  @Test("it holds of the data, and says what it was told to")
  func whole() throws {
    let alert = try CompiledAlert(
      Alert(name: "Low", when: "price < params.limit", say: "${name} is at ${price}"))
    let hits = alert.hits(context(params: ["limit": 20]))
    #expect(hits.map(\.text) == ["Gold is at 19.9"] && hits.map(\.key) == [""])
    #expect(alert.hits(context(params: ["limit": 19])).isEmpty)
    #expect(alert.hits(context([:], params: ["limit": 20])).isEmpty)
    let silent = try CompiledAlert(Alert(name: "Low", when: "price < 20"))
    #expect(silent.hits(context()).map(\.text) == ["Low"])
  }

  @Test("of very many rows the first 500 are judged")
  func many() throws {
    let rows = (0..<600).map { JSONValue.object(["id": .integer(Int64($0)), "n": 1]) }
    let alert = try CompiledAlert(Alert(name: "All", when: "item.n == 1", each: "rows"))
    #expect(alert.hits(context(["rows": .array(rows)])).count == 500)
  }

  @Test("it holds of rows, each known by what stays when the others change")
  func rows() throws {
    let alert = try CompiledAlert(
      Alert(
        name: "Strong", when: "item.magnitude >= 6", each: "quakes[]",
        say: "${item.place}: ${item.magnitude}"))
    let hits = alert.hits(context())
    #expect(hits.map(\.text) == ["Chile: 6.2", "Japan: 7"])
    let later: JSONValue = [
      "quakes": [
        ["id": "d", "place": "Peru", "magnitude": 8],
        ["id": "a", "place": "Northern Chile", "magnitude": 6.3],
      ]
    ]
    let then = alert.hits(context(later))
    #expect(then.map(\.text) == ["Peru: 8", "Northern Chile: 6.3"])
    #expect(then[1].key == hits[0].key && then[0].key != hits[1].key)
    let named = try CompiledAlert(Alert(name: "Big", when: "item.n > 1", each: "rows"))
    #expect(
      named.hits(context(["rows": [["title": "One", "n": 1], ["title": "Two", "n": 2]]]))
        .map(\.text) == ["Big: Two"])
  }

  @Test(
    "what cannot be read is refused with what is wrong",
    arguments: [
      (Alert(name: "A", when: "price <"), "when"), (Alert(name: "A", when: "price = 20"), "when"),
      (Alert(name: "A", when: "price < 20", say: "${price | nonsense}"), "say"),
      (Alert(name: "A", when: "item.n > 1", each: "a..b"), "each"),
    ])
  func unreadable(alert: Alert, member: String) {
    #expect {
      try CompiledAlert(alert)
    } throws: { error in
      (error as? AlertProblem)?.member == member
        && "\(error)".hasPrefix("The alert “A”: '\(member)'")
    }
  }

  @Test(
    "what names something that is not there could never be told, and is told",
    arguments: [
      (Alert(name: "A", when: "prise < 20"), "did you mean 'price'?"),
      (Alert(name: "A", when: "price < 20", say: "${cost}"), "'cost' is not in the data"),
      (Alert(name: "A", when: "item.mag > 6", each: "quakes"), "'mag' is not in"),
      (Alert(name: "A", when: "item.x", each: "quake"), "did you mean 'quakes'?"),
      (Alert(name: "A", when: "item.x", each: "name"), "not a list of rows"),
    ])
  func silent(alert: Alert, words: String) throws {
    let problems = try CompiledAlert(alert).problems(in: Self.data)
    #expect(problems.contains { $0.message.contains(words) }, "\(problems)")
  }

  @Test("what fits the data has no problems, nor has what an empty list cannot tell")
  func fine() throws {
    for alert in [
      Alert(name: "A", when: "price < params.limit && now > 5"),
      Alert(name: "A", when: "item.magnitude > 6", each: "quakes", say: "${item.place}"),
    ] {
      #expect(try CompiledAlert(alert).problems(in: Self.data).isEmpty)
      #expect(try CompiledAlert(alert).problems(in: ["price": 1, "quakes": []]).isEmpty)
    }
  }
}
