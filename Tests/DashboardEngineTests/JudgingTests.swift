import BlockModel
import BlockStore
import Foundation
import Testing

@testable import DashboardEngine

@Suite("A contract decides over runs")
struct JudgingTests {
  /// A block that returns and stores what its stored key `next` says.
  private func install(_ house: House, contract: JSONValue = []) async throws -> BlockID {
    var manifest = Manifest(name: "Price")
    manifest.contract = try ContractRule.list(json: contract)
    let script = """
      local store = require "store"
      return function(ctx)
        local next = store.get("next") or 24.99
        store.append("price", next)
        return { price = next, rows = store.get("rows") or { { a = 1 }, { a = 2 }, { a = 3 } } }
      end
      """
    let spec = #"{"ui": 1, "body": [{"type": "text", "text": "${price}"}]}"#
    let card = try await house.engine.install(
      BlockFiles(manifest: manifest, script: script, spec: spec), author: .recipe,
      explanation: "A test.")
    _ = try await house.engine.entry(card.id).run?.value
    return card.id
  }

  private func run(_ house: House, _ id: BlockID, _ values: [String: JSONValue?]) async throws {
    house.pass(60)
    try await house.storage.commit(ScriptChanges(values: values), of: id)
    _ = try await house.engine.refresh(id)
  }

  private func prices(_ house: House, _ id: BlockID) async throws -> [JSONValue] {
    try await house.storage.points(of: "price", SeriesQuery(), of: id, with: []).map(\.value)
  }

  @Test("a hard rule fails the run: the old data stay, nothing is stored, and the log says why")
  func hard() async throws {
    let house = try House()
    let id = try await install(house, contract: [["path": "rows", "rows": ["min": 2]]])
    try await run(house, id, ["rows": [["a": 1]], "next": 30])
    let card = try await house.engine.card(id)
    #expect(card.lastRun?.failure?.kind == .contractViolation)
    #expect(card.data?["price"] == 24.99)
    #expect(card.sentence.contains("'rows' has 1 rows, and at least 2 are needed"))
    #expect(try await prices(house, id) == [24.99])
    let actions = try await house.engine.actions(of: id)
    #expect(
      actions.first?.what.hasPrefix("It went from ok to failing after a run (manual).") == true)
  }

  @Test(
    "an edit whose data break the contract is saved, and the last good data stay with the reason")
  func edited() async throws {
    let house = try House()
    let id = try await install(house, contract: [["path": "rows", "rows": ["min": 2]]])
    var texts = try await house.storage.workingCopy(of: id)
    texts.script = House.script("return { price = 99, rows = { { a = 1 } } }")
    let card = try await house.engine.edit(id, texts, basedOn: VersionNumber(1))
    #expect(card.version == VersionNumber(2) && card.editProblem == nil)
    #expect(card.state == .failing && card.lastRun?.failure?.kind == .contractViolation)
    #expect(card.data?["price"] == 24.99)
    #expect(card.sentence.contains("'rows' has 1 rows, and at least 2 are needed"))
    let report = try await house.engine.versions(of: id).first?.report
    #expect(report?.contains("'rows' has 1 rows, and at least 2 are needed") == true)
    // A rule that is added to a block says at once what the data are.
    texts.script = House.script("return { price = 99, rows = { { a = 1 }, { a = 2 } } }")
    try await house.engine.edit(id, texts, basedOn: VersionNumber(2))
    #expect(try await house.engine.card(id).data?["price"] == 99)
    try await house.engine.addRule(ContractRule(path: "price", between: 0...50), to: id)
    let ruled = try await house.engine.card(id)
    #expect(ruled.state == .failing && ruled.data?["price"] == 99)
  }

  @Test("the run that made a block is held against its contract like any other")
  func made() async throws {
    let house = try House()
    var manifest = Manifest(name: "Rows")
    manifest.contract = try ContractRule.list(json: [["path": "rows", "rows": ["min": 2]]])
    let card = try await house.engine.install(
      BlockFiles(
        manifest: manifest, script: House.script("return { n = 1, rows = { 1 } }"),
        spec: House.spec), author: .drafter, explanation: "A test.",
      outcome: RunOutcome(result: .ok(["n": 1, "rows": [1]]), startedAt: house.now))
    #expect(card.data == nil && card.lastRun?.failure?.kind == .contractViolation)
  }

  @Test("what jumps is shown with a warning and held; a second run that says the same confirms it")
  func confirmed() async throws {
    let house = try House()
    let id = try await install(house)
    for _ in 0..<3 { try await run(house, id, [:]) }
    let before = try await prices(house, id).count
    try await run(house, id, ["next": 2499])
    var card = try await house.engine.card(id)
    #expect(card.state == .partial && card.data?["price"] == 2499)
    #expect(card.sentence.contains("'price' went from 24.99 to 2499 at once"))
    #expect(try await prices(house, id).count == before)
    try await run(house, id, [:])
    card = try await house.engine.card(id)
    #expect(card.state == .ok)
    #expect(try await prices(house, id).suffix(2) == [2499, 2499])
  }

  @Test("what jumps and goes back leaves nothing in what is stored")
  func back() async throws {
    let house = try House()
    let id = try await install(house)
    for _ in 0..<3 { try await run(house, id, [:]) }
    try await run(house, id, ["next": 2499])
    try await run(house, id, ["next": 25])
    #expect(try await house.engine.card(id).state == .ok)
    #expect(try await !prices(house, id).contains(2499))
  }

  @Test(
    "a list that never was empty and is, is told as another shape, and never as nothing to show")
  func drift() async throws {
    let house = try House()
    let id = try await install(house)
    for _ in 0..<3 { try await run(house, id, [:]) }
    try await run(house, id, ["rows": []])
    let card = try await house.engine.card(id)
    #expect(card.state == .failing && card.lastRun?.failure?.kind == .shapeDrift)
    #expect(card.data?["rows"]?.array?.count == 3)
  }

  @Test("rules are listed in words, and can be taken away and added")
  func list() async throws {
    let house = try House()
    let id = try await install(house, contract: [["path": "rows", "rows": ["max": 9]]])
    for _ in 0..<3 { try await run(house, id, [:]) }
    let rules = try await house.engine.contract(of: id)
    #expect(rules.first?.sentence == "'rows' has at most 9 rows")
    let kind = try #require(rules.first { $0.rule.path == "price" && $0.rule.kind != nil })
    #expect(kind.sentence == "'price' is a number, found in 3 good runs")
    try await house.engine.removeRule(kind.rule, from: id)
    try await house.engine.removeRule(rules[0].rule, from: id)
    try await house.engine.addRule(ContractRule(path: "price", between: 0...100), to: id)
    let after = try await house.engine.contract(of: id)
    #expect(after.first?.sentence == "'price' lies between 0 and 100")
    #expect(!after.contains { $0.rule == kind.rule || $0.rule == rules[0].rule })
    #expect(try await house.engine.card(id).version == VersionNumber(3))
    // Still so after the next run, and for another engine.
    try await run(house, id, ["next": 101])
    #expect(try await house.engine.card(id).lastRun?.failure?.kind == .contractViolation)
  }
}
