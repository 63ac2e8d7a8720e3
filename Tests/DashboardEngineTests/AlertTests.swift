import BlockModel
import BlockStore
import Foundation
import Testing

@testable import DashboardEngine

@Suite("Alerts and notices")
struct AlertTests {
  /// A block that returns what its stored keys say, and fails when `fails` says so.
  private func install(_ house: House, alerts: JSONValue = []) async throws -> BlockID {
    var manifest = Manifest(name: "Gold")
    manifest.alerts = try Alert.list(json: alerts)
    let script = """
      local store = require "store"
      return function(ctx)
        if store.get("fails") then error("the page has no prices") end
        return { price = store.get("price") or 24, rows = store.get("rows") or {} }
      end
      """
    let spec = #"{"ui": 1, "body": [{"type": "text", "text": "${price}"}]}"#
    let card = try await house.engine.install(
      BlockFiles(manifest: manifest, script: script, spec: spec), author: .recipe,
      explanation: "A test.")
    _ = try await house.engine.entry(card.id).run?.value
    return card.id
  }

  private func run(_ house: House, _ id: BlockID, _ values: [String: JSONValue?] = [:]) async throws
  {
    house.pass(3_600)
    try await house.storage.commit(ScriptChanges(values: values), of: id)
    _ = try await house.engine.refresh(id)
  }

  private func told(_ house: House, _ id: BlockID) async throws -> [String] {
    try await house.storage.notices(of: id, limit: 99).reversed().map(\.text)
  }

  static let low: JSONValue = [
    ["name": "Low", "when": "price < 20", "say": "Gold is at ${price}"]
  ]

  @Test("what comes true is told once, and again after its pause when it came true again")
  func once() async throws {
    let house = try House()
    let id = try await install(house, alerts: Self.low)
    try await run(house, id)
    #expect(try await told(house, id).isEmpty)
    try await run(house, id, ["price": 19])
    try await run(house, id, ["price": 18])
    try await run(house, id, ["price": 21])
    try await run(house, id, ["price": 17])
    #expect(try await told(house, id) == ["Gold is at 19"])
    try await run(house, id, ["price": 21])
    house.pass(86_400)
    try await run(house, id, ["price": 16])
    #expect(try await told(house, id) == ["Gold is at 19", "Gold is at 16"])
    let notice = try await house.storage.notices(of: id, limit: 1).first
    #expect(notice?.kind == .alert && notice?.title == "Low")
  }

  @Test(
    "what held when the alert was made is not told, and another engine goes on where this one stood"
  )
  func restart() async throws {
    let house = try House()
    let id = try await install(house, alerts: Self.low)
    try await run(house, id, ["price": 19])
    #expect(try await house.engine.alerts(of: id).first?.holds == true)
    let again = DashboardEngine(
      storage: house.storage, runner: house.runner, draft: House.noDraft)
    try await again.open()
    _ = try await again.refresh(id)
    #expect(try await told(house, id) == ["Gold is at 19"])
    try await house.engine.addAlert(
      Alert(name: "Very low", when: "price < 19.5"), to: id)
    _ = try await house.engine.entry(id).run?.value
    try await run(house, id, ["price": 18])
    #expect(try await told(house, id) == ["Gold is at 19"])
  }

  @Test("each row that begins to fit is told, whatever else is in the list")
  func rows() async throws {
    let house = try House()
    let id = try await install(
      house,
      alerts: [["name": "Strong", "each": "rows", "when": "item.m >= 6", "say": "${item.id}"]])
    func quakes(_ rows: (String, Double)...) -> [String: JSONValue?] {
      ["rows": .array(rows.map { ["id": .string($0.0), "m": .number($0.1)] })]
    }
    try await run(house, id, quakes(("a", 7)))
    try await run(house, id, quakes(("b", 5), ("a", 7)))
    try await run(house, id, quakes(("c", 6.5), ("b", 5), ("a", 7)))
    #expect(try await told(house, id) == ["a", "c"])
  }

  @Test("data in doubt tell nothing until a second run says the same")
  func doubt() async throws {
    let house = try House()
    let id = try await install(house, alerts: [["name": "High", "when": "price > 100"]])
    for _ in 0..<3 { try await run(house, id) }
    try await run(house, id, ["price": 2400])
    #expect(try await house.engine.card(id).lastRun?.doubts.isEmpty == false)
    #expect(try await told(house, id).isEmpty)
    try await run(house, id, ["price": 24])
    #expect(try await told(house, id).isEmpty)
    try await run(house, id, ["price": 2400])
    try await run(house, id)
    #expect(try await told(house, id) == ["High"])
  }

  @Test("an alert is tried on the results that are kept before it is, in words")
  func replay() async throws {
    let house = try House()
    let id = try await install(house)
    for price in [24, 19, 18, 25, 17, 30] {
      try await run(house, id, ["price": .integer(Int64(price))])
    }
    let alert = Alert(
      name: "Low", when: "price < 20", say: "Gold is at ${price}", againAfter: .seconds(60))
    let replay = try await house.engine.replay(alert, of: id)
    // The clock of results is the one on the wall: all of them lie within a minute.
    #expect(replay.results == 6 && replay.firings.map(\.text) == ["Gold is at 19"])
    #expect(replay.words.hasPrefix("On 6 kept results of a minute this would have fired once: "))
    #expect(replay.presentWords == nil)
    #expect(try await house.engine.card(id).version == VersionNumber(1), "nothing was changed")
    let added = try await house.engine.addAlert(alert, to: id)
    #expect(added.firings.count == 1)
    #expect(
      try await house.engine.versions(of: id).first?.explanation.contains("fired once") == true)
    #expect(try await house.engine.alerts(of: id).map(\.alert) == [alert])
    #expect(try await house.engine.removeAlert("Low", from: id))
    #expect(try await !house.engine.removeAlert("Low", from: id))
    #expect(try await house.engine.alerts(of: id).isEmpty)
  }

  @Test(
    "an alert that could never be told is refused, and changes nothing",
    arguments: [
      (Alert(name: "A", when: "prise < 20"), "did you mean 'price'?"),
      (Alert(name: "A", when: "price <"), "'when'"),
    ])
  func refused(alert: Alert, words: String) async throws {
    let house = try House()
    let id = try await install(house)
    await #expect {
      try await house.engine.addAlert(alert, to: id)
    } throws: { error in "\(error)".contains(words) }
    #expect(try await house.engine.card(id).version == VersionNumber(1))
  }

  @Test("a saved file with an alert that cannot be read is refused with its place")
  func saved() async throws {
    let house = try House()
    let id = try await install(house)
    var texts = try await house.engine.texts(of: id, version: VersionNumber(1))
    texts.manifest = #"{"name": "Gold", "alerts": [{"name": "Low", "when": "price <"}]}"#
    await #expect {
      try await house.engine.edit(id, texts, basedOn: VersionNumber(1))
    } throws: { error in "\(error)".hasPrefix("block.json: The alert “Low”: 'when'") }
  }

  // MARK: States

  @Test("a block that breaks is told once for each time it broke, and that it works again")
  func broken() async throws {
    let house = try House()
    let id = try await install(house)
    for _ in 0..<3 { try await run(house, id, ["fails": true]) }
    try await run(house, id, ["fails": false])
    try await run(house, id)
    var notices = try await house.storage.notices(of: id, limit: 9)
    let told = try await house.engine.actions(of: id).map(\.what)
    try #require(notices.map(\.kind) == [.healed, .broken], "\(told)")
    #expect(notices.map(\.title) == ["“Gold” works again", "“Gold” stopped working"])
    #expect(notices[1].text.contains("The page has no prices"))
    for _ in 0..<2 { try await run(house, id, ["fails": true]) }
    notices = try await house.storage.notices(of: id, limit: 9)
    #expect(notices.map(\.kind) == [.broken, .healed, .broken])
  }

  @Test("a first failure with data to show is told on the card only")
  func calm() async throws {
    let house = try House()
    let id = try await install(house)
    try await run(house, id, ["fails": true])
    try await run(house, id, ["fails": false])
    #expect(try await house.storage.notices(of: id, limit: 9).isEmpty)
  }
}
