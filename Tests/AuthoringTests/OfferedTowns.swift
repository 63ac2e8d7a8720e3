import BlockModel
import Foundation

@testable import Drafting

/// What a source of towns offers: a name, a text, a number, a flag and a moment of each, and a fact.
enum OfferedTowns {
  static let rows: JSONValue = [
    town("Lisboa", "Portugal", 545_000, true, "2026-11-20T10:00:00Z"),
    town("Porto", "Portugal", 231_000, true, "2026-11-21T08:30:00Z"),
    town("Madrid", "Spain", 3_266_000, false, "2026-11-23T19:00:00Z"),
    town("Sevilla", "Spain", 684_000, true, "2026-12-02T00:15:00Z"),
    town("Bergen", "Norway", 286_000, false, "2026-12-24T12:00:00Z"),
  ]

  private static func town(
    _ name: JSONValue, _ country: JSONValue, _ population: JSONValue, _ open: JSONValue,
    _ fair: JSONValue
  ) -> JSONValue {
    ["name": name, "country": country, "population": population, "open": open, "next_fair": fair]
  }

  static func offering(_ json: JSONValue = rows) -> SourceOffering {
    let exchange = HTTPExchange(
      method: "GET", url: "", status: 200, bytes: 1, milliseconds: 1, cache: .miss)
    let probe = Probe(
      url: "https://example.org/towns.json", exchange: exchange, finding: .json(json))
    return SourceOffering(probe, now: Date(timeIntervalSince1970: 1_795_692_387))
  }
}
