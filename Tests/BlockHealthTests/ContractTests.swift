import BlockModel
import Foundation
import Testing

@testable import BlockHealth

@Suite("The contract of a block")
struct ContractTests {
  static let now = Date(timeIntervalSince1970: 1_800_000_000)

  static let data: JSONValue = [
    "price": 24.5, "name": "Kettle", "empty": "", "count": 3,
    "stories": [
      ["title": "One", "points": 5, "url": "a", "at": 1_799_990_000],
      ["title": "Two", "points": 9, "url": "b", "at": "2027-01-15T06:00:00Z"],
      ["title": .null, "points": 7, "url": "b", "at": .null],
    ],
    "none": [],
  ]

  /// A rule, and how it is broken by the data; `nil` when it holds.
  static let rules: [(rule: JSONValue, broken: String?)] = [
    (["path": "stories", "rows": ["min": 3]], nil),
    (
      ["path": "stories", "rows": ["min": 5]],
      "'stories' has 3 rows, and at least 5 are needed"
    ),
    (["path": "stories", "rows": ["max": 2]], "'stories' has 3 rows, and at most 2 are expected"),
    (["path": "none", "rows": ["min": 1]], "'none' is empty"),
    (["path": "gone", "rows": ["min": 1]], "'gone' is empty"),
    (["path": "name", "rows": ["min": 1]], "'name' is not a list"),
    (["path": "stories[].title", "filled": 0.6], nil),
    (
      ["path": "stories[].title", "filled": 1],
      "'title' of each row of 'stories' is missing in 1 of 3 rows"
    ),
    (
      ["path": "stories[].author", "filled": 0.5],
      "'author' of each row of 'stories' is missing in all 3 rows"
    ),
    (["path": "none[].title", "filled": 1], nil),
    (["path": "empty", "filled": 1], "'empty' is missing"),
    (["path": "price", "kind": "number"], nil),
    (["path": "price", "kind": "integer"], "'price' is 24.5, not a whole number"),
    (["path": "name", "kind": "number"], "'name' is \"Kettle\", not a number"),
    (["path": "stories[].at", "kind": "time"], nil),
    (["path": "gone", "kind": "number"], nil),
    (["path": "stories[].points", "between": [5, 9]], nil),
    (
      ["path": "stories[].points", "between": [0, 8]],
      "'points' of each row of 'stories' is 9, not between 0 and 8"
    ),
    (["path": "stories[].points", "unique": true], nil),
    (
      ["path": "stories[].url", "unique": true],
      "'url' of each row of 'stories' is \"b\" more than once"
    ),
    (["path": "stories[].at", "newest_within": "1d"], nil),
    (
      ["path": "stories[].at", "newest_within": "1h"],
      "the newest of 'at' of each row of 'stories' is 2 hours old"
    ),
    (["path": "price", "jump_at_most": 10], nil),
    (["path": "count", "jump_at_most": 10], "'count' went from 300 to 3 at once"),
  ]

  static let previous: JSONValue = ["price": 24.99, "count": 300]

  @Test("a rule is broken or holds", arguments: rules)
  func rule(rule: JSONValue, broken: String?) throws {
    let rules = try ContractRule.list(json: [rule])
    let judgement = ContractJudgement(
      of: Self.data, rules: rules, previous: [Self.previous], now: Self.now)
    #expect(judgement.violations.map(\.text) == [broken].compactMap(\.self))
    #expect(judgement.doubts.isEmpty)
    #expect((judgement.failure != nil) == (broken != nil))
    let soft = rules.map { rule in
      var rule = rule
      rule.isSoft = true
      return rule
    }
    let mild = ContractJudgement(
      of: Self.data, rules: soft, previous: [Self.previous], now: Self.now)
    #expect(mild.doubts.map(\.text) == [broken].compactMap(\.self))
    #expect(mild.failure == nil)
  }

  @Test(
    "rules that say nothing, or nonsense, are refused",
    arguments: [
      [["path": "a"]], [["rows": ["min": 1]]], [["path": "a", "filled": 2]],
      [["path": "a", "between": [9, 1]]], [["path": "a", "kind": "money"]], ["a has rows"],
    ] as [JSONValue])
  func refused(json: JSONValue) {
    #expect(throws: ManifestError.self) { try ContractRule.list(json: json) }
  }

  @Test(
    "a jump away from what was seen last and from what nobody doubted is one; one of both is none")
  func jump() throws {
    let rules = try ContractRule.list(json: [["path": "price", "jump_at_most": 10, "soft": true]])
    func isDoubted(_ price: Double, after previous: [Double]) -> Bool {
      !ContractJudgement(
        of: ["price": .number(price)], rules: rules,
        previous: previous.map { ["price": .number($0)] }, now: Self.now
      ).doubts.isEmpty
    }
    #expect(isDoubted(2499, after: [24.99]))
    #expect(!isDoubted(2499, after: [2499, 24.99]))
    #expect(!isDoubted(24.99, after: [2499, 24.99]))
    #expect(isDoubted(1, after: [2499, 24.99]))
    #expect(isDoubted(-24, after: [24.99]) && isDoubted(0, after: [24.99]))
    #expect(!isDoubted(5, after: [0]) && !isDoubted(5, after: []))
  }

  @Test("of writes that were held, what is confirmed is kept, what went back is not")
  func writes() {
    let breach = ContractJudgement.Breach(rule: "price jump_at_most", text: "x")
    let other = ContractJudgement.Breach(rule: "n between", text: "y")
    func writes(
      _ doubts: [ContractJudgement.Breach], held: [String]?, isBack: Bool = false
    ) -> LearnedContract.Writes {
      var judgement = ContractJudgement(of: .null, rules: [], now: Self.now)
      judgement.doubts = doubts
      return LearnedContract.writes(after: judgement, held: held, isBack: isBack)
    }
    #expect(writes([], held: nil) == .keep)
    #expect(writes([breach], held: nil) == .hold(rules: [breach.rule]))
    #expect(writes([breach], held: [breach.rule]) == .confirm)
    #expect(writes([], held: [breach.rule]) == .confirm)
    #expect(writes([], held: [breach.rule], isBack: true) == .keep)
    #expect(writes([other], held: [breach.rule]) == .hold(rules: [other.rule]))
  }
}

@Suite("Rules that good runs suggest")
struct InferenceTests {
  private func learned(
    _ runs: Int, _ data: (Int) -> JSONValue = InferenceTests.usual
  ) -> LearnedContract {
    var learned = LearnedContract()
    for number in 0..<runs {
      _ = learned.learn(data(number), isConfirmed: false)
      // As the store keeps it between runs.
      learned.statistics = DataStatistics(stored: learned.statistics.stored)
    }
    return learned
  }

  private static func usual(_ number: Int) -> JSONValue {
    let rows = (0..<10).map { row -> JSONValue in
      [
        "title": .string("Row \(row) of \(number)"), "points": .integer(Int64(40 + row * 7)),
        "id": .integer(Int64(9_000 + number * 10 + row)), "note": row == 1 ? "x" : .null,
      ]
    }
    return [
      "stories": .array(rows), "price": .number(24.5 + Double(number % 3)), "fetched_at": 1,
      "open": number % 2 == 0 ? [] : ["a"], "time": .integer(1_700_000_000 + Int64(number) * 600),
    ]
  }

  private func breaches(_ learned: LearnedContract, _ data: JSONValue) -> (
    hard: [String], soft: [String]
  ) {
    let judgement = ContractJudgement(
      of: data, rules: [], inferred: learned.rules, previous: [Self.usual(0)],
      now: Date(timeIntervalSince1970: 1_800_000_000))
    return (judgement.violations.map(\.rule), judgement.doubts.map(\.rule))
  }

  @Test("nothing is said before the third good run; more after the tenth and the thirtieth")
  func steps() {
    #expect(learned(2).rules.isEmpty)
    #expect([3, 9, 10, 29, 30, 99].map { learned($0).restsOn } == [3, 3, 10, 10, 30, 30])
    #expect(learned(99).statistics.runs == 30)
    #expect(learned(10).rules.flatMap(\.aspects).count > learned(3).rules.flatMap(\.aspects).count)
  }

  @Test("data like those before break nothing", arguments: [3, 10, 30])
  func usualHolds(runs: Int) {
    for number in 0..<60 {
      let (hard, soft) = breaches(learned(runs), Self.usual(number))
      #expect(hard.isEmpty && soft.isEmpty)
    }
  }

  /// What happens to the data of a block with ten good runs, and whether that fails the run.
  static let changes:
    [(name: String, change: @Sendable (inout JSONObject) -> Void, hard: Bool, soft: Bool)] = [
      ("the list is empty", { $0["stories"] = [] }, true, true),
      ("the list is gone", { $0["stories"] = nil }, true, true),
      ("no row has a title", { $0.forEachStory { $0["title"] = nil } }, true, true),
      ("points are texts", { $0.forEachStory { $0["points"] = "5 points" } }, true, false),
      ("the price is gone", { $0["price"] = nil }, true, false),
      ("the price is in cents", { $0["price"] = 2_450 }, false, true),
      (
        "half of the rows and less",
        { $0["stories"] = .array(Array($0["stories"]!.array!.prefix(3))) }, false, true
      ),
      ("points are a million", { $0.forEachStory { $0["points"] = 1_000_000 } }, false, true),
      (
        "one row more", { $0["stories"] = .array($0["stories"]!.array! + [$0["stories"]![0]!]) },
        false, false
      ),
      ("no row has a note", { $0.forEachStory { $0["note"] = nil } }, false, false),
      ("the open ones are none", { $0["open"] = [] }, false, false),
      ("time goes on", { $0["time"] = 1_900_000_000 }, false, false),
      ("ids go on", { $0.forEachStory { $0["id"] = 5_000_000 } }, false, false),
      ("there is something new", { $0["other"] = "x" }, false, false),
    ]

  @Test(
    "what no source does by itself fails, what is odd warns, all else passes", arguments: changes)
  func change(
    name: String, change: @Sendable (inout JSONObject) -> Void, hard: Bool, soft: Bool
  ) {
    var data = Self.usual(5).object ?? [:]
    change(&data)
    let found = breaches(learned(10), .object(data))
    #expect(found.hard.isEmpty != hard, "\(found.hard)")
    #expect(found.soft.isEmpty != soft, "\(found.soft)")
  }

  @Test("a list that never was empty and is, is another shape, not a broken promise")
  func drift() {
    let judgement = ContractJudgement(
      of: ["stories": [], "price": 1], rules: [], inferred: learned(10).rules,
      now: Date(timeIntervalSince1970: 1_800_000_000))
    #expect(judgement.failure?.kind == .shapeDrift)
  }

  @Test("what a person wrote of a place, or took away, is neither tightened nor found again")
  func person() throws {
    var learned = learned(10)
    let written = try ContractRule.list(json: [["path": "stories", "rows": ["min": 0]]])
    #expect(!learned.rules(beside: written).contains { $0.path == "stories" && $0.rows != nil })
    learned.removed = ["price between"]
    _ = learned.learn(Self.usual(1), isConfirmed: true)
    #expect(!learned.rules(beside: []).contains { $0.path == "price" && $0.between != nil })
    #expect(learned.rules(beside: []).contains { $0.path == "price" && $0.kind != nil })
  }

  @Test("what was confirmed widens the rules")
  func confirmed() {
    var learned = learned(30)
    var data = Self.usual(0).object ?? [:]
    data["price"] = 2_450
    #expect(!breaches(learned, .object(data)).soft.isEmpty)
    _ = learned.learn(.object(data), isConfirmed: true)
    #expect(!breaches(learned, .object(data)).soft.contains("price between"))
  }

  @Test("hundreds of places make no more rules than somebody reads")
  func bounded() {
    var members: JSONObject = [:]
    for number in 0..<500 { members["n\(number)"] = .integer(Int64(number)) }
    let learned = learned(30) { _ in .object(members) }
    #expect(learned.rules.count <= ContractInference.maximumRules)
    #expect(learned.statistics.places.count <= DataStatistics.maximumPlaces)
  }
}

extension JSONObject {
  fileprivate mutating func forEachStory(_ change: (inout JSONObject) -> Void) {
    let rows = self["stories"]?.array ?? []
    self["stories"] = .array(
      rows.map { row in
        var row = row.object ?? [:]
        change(&row)
        return .object(row)
      })
  }
}
