import BlockModel
import Foundation
import Testing

@testable import Evaluation

@Suite("What a card must show is held against what it shows")
struct EvalChecksTests {
  private static let spec = """
    {"ui": 1, "body": [{"type": "table", "data": "${rows}", "limit": 3, "columns": [
      {"header": "City", "field": "city"}, {"header": "Price", "field": "unit_price"}]}]}
    """

  private static let data: JSONValue = [
    "rows": [
      ["city": "Faro", "unit_price": "€ 9.50"], ["city": "Porto", "unit_price": 7],
      ["city": "Lisboa", "unit_price": 3], ["city": "Braga", "unit_price": 100],
    ]
  ]

  private func failures(_ checks: JSONValue, _ data: JSONValue = data, told: String = "") throws
    -> [String]
  {
    var manifest = Manifest(name: "Cities")
    manifest.schedule = .every(.seconds(600))
    return try EvalChecks(checks).failures(
      BlockFiles(manifest: manifest, script: "", spec: Self.spec), [:], data, explanation: told)
  }

  @Test(
    "what holds is no failure",
    arguments: [
      ["contains": ["Faro", "Porto"], "lacks": ["Berlin"]],
      ["components": ["list", "table"], "rows": 3, "title": "Cities", "schedule": 600],
      ["rows": [1, 3], "order": ["Faro", "Porto", "Lisboa"], "body": ["Lisboa"]],
      ["sorted": ["by": "price", "order": "desc"], "bounds": ["price": [3, 9.5]]],
      ["told": ["three cities"]],
    ] as [JSONValue])
  func holds(_ checks: JSONValue) throws {
    #expect(try failures(checks, told: "Shows three cities.") == [])
  }

  @Test(
    "what does not is told",
    arguments: [
      (["contains": ["Braga"]], "“Braga” is not shown"),
      (["lacks": ["Faro"]], "“Faro” is shown"),
      (["components": ["list", "chart"]], "the card shows table, not list or chart"),
      (["rows": 4], "3 rows instead of 4...4"), (["rows": [4, 9]], "3 rows instead of 4...9"),
      (["links": 1], "0 links instead of 1"), (["schedule": 60], "not every 60 s"),
      (["order": ["Porto", "Faro"]], "“Faro” does not come in its turn"),
      (["body": ["Cities"]], "“Cities” is not in the body"),
      (["title": "Towns"], "the title is “Cities”, not “Towns”"),
      (
        ["sorted": ["by": "price", "order": "asc"]],
        "price is not in order: [9.5, 7.0, 3.0]"
      ),
      (["sorted": ["by": "city"]], "city is not in order: []"),
      (["bounds": ["price": [3, 9]]], "price is 9.5, outside of 3.0...9.0"),
      (["bounds": ["weight": [0, 1]]], "no row has a number in weight"),
      (["told": ["towns"]], "“towns” is not told: Shows three cities."),
    ] as [(JSONValue, String)])
  func told(_ checks: JSONValue, _ failure: String) throws {
    let found = try failures(checks, told: "Shows three cities.")
    #expect(found.count == 1)
    #expect(found.first?.contains(failure) == true, "\(found)")
  }

  @Test("rows that rise are in order when that is asked, and not when they should fall")
  func rising() throws {
    let rising: JSONValue = [
      "rows": [
        ["city": "A", "unit_price": 1], ["city": "B", "unit_price": 1],
        ["city": "C", "unit_price": 2],
      ]
    ]
    #expect(try failures(["sorted": ["by": "price", "order": "asc"]], rising) == [])
    #expect(try failures(["sorted": ["by": "price", "order": "desc"]], rising).count == 1)
  }

  @Test(
    "a check that cannot be read is refused",
    arguments: [
      (["sorted": "price"], "'sorted' is {\"by\": field, \"order\": \"asc\" or \"desc\"}"),
      (["bounds": ["price": [2, 1]]], "'bounds' is {field: [lowest, highest]}"),
      (["rows": [3, 1]], "'rows' is a number or [lowest, highest]"),
      (["rows": "many"], "'rows' is a number or [lowest, highest]"),
      (["colour": "red"], "there is no check 'colour'"),
    ] as [(JSONValue, String)])
  func refused(_ checks: JSONValue, _ problem: String) throws {
    let error = #expect(throws: EvalProblem.self) { try EvalChecks(checks) }
    #expect(error?.description.contains(problem) == true)
  }
}
