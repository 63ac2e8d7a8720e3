import BlockModel
import Testing

@testable import BlockUI

@Suite("Conditions")
struct ConditionTests {
  private let scope = Scope(
    data: [
      "price": 249.0, "text": "249", "zero": 0, "none": .null, "empty": [], "name": "up",
      "list": [1, 2], "flag": true, "head": ["content-type": "x"],
    ],
    params: ["target": 250], now: 1_764_000_000)

  @Test(
    "hold for the values they are meant for",
    arguments: [
      ("price <= params.target", true), ("price == text", true), ("text > 100", true),
      ("zero", false), ("none", false), ("missing", false), ("!missing", true),
      ("empty", false), ("list", true), ("name == 'up' && flag", true),
      ("name == 'down' || !flag", false), ("none == null", true), ("missing == nil", true),
      ("not flag or price ~= 249", false), ("name < 5", false), ("list[-1] == 2", true),
      ("flag == 'true'", false), ("(zero || flag) && price >= 249", true),
      ("head['content-type'] == \"x\"", true), ("$.name != 'down'", true),
      ("now > 1000", true), ("price == -249", false), ("name < 'zz'", true),
    ])
  func hold(_ text: String, _ expected: Bool) throws {
    #expect(try Condition(parsing: text).evaluate(in: scope) == expected)
  }

  @Test(
    "that cannot be read say what was meant",
    arguments: [
      ("${price} > 3", "price > 3"), ("price = 3", "price == 3"), ("price === 3", "price == 3"),
      ("price +", nil), ("(price", nil), ("'open", nil), ("", nil), ("a b", nil),
      ("count(list) > 2", nil), ("price > 3 ? 1 : 2", nil),
    ] as [(String, String?)])
  func refuse(_ text: String, _ suggestion: String?) {
    let problem = #expect(throws: SyntaxProblem.self) { try Condition(parsing: text) }
    #expect(problem?.code == .exprSyntax)
    #expect(problem?.suggestion == suggestion)
  }
}
