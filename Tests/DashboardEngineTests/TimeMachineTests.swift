import BlockModel
import BlockStore
import Foundation
import Testing

@testable import DashboardEngine

@Suite("The time machine")
struct TimeMachineTests {
  private func install(_ house: House, _ name: String = "n") async throws -> BlockID {
    try await house.install(
      "local store = require 'store' return { n = store.get('n') or 1, limit = ctx.params.limit }",
      params: [
        Param(name: "limit", kind: .number(min: nil, max: nil, step: nil), defaultValue: 5)
      ]
    ).id
  }

  private func show(_ house: House, _ id: BlockID, _ number: Int64) async throws -> Date {
    _ = try await house.engine.entry(id).run?.value
    try await house.storage.commit(ScriptChanges(values: ["n": .integer(number)]), of: id)
    _ = try await house.engine.refresh(id)
    // The clock of results is the one on the wall.
    return Date()
  }

  @Test("a card of then has the data, the settings and the version of then")
  func card() async throws {
    let house = try House()
    let before = Date()
    let id = try await install(house)
    let first = Date()
    _ = try await house.engine.setParams(id, ["limit": 9])
    let second = try await show(house, id, 2)
    var texts = try await house.engine.texts(of: id, version: VersionNumber(1))
    texts.spec = #"{"ui": 1, "title": "Other", "body": [{"type": "text", "text": "${n}!"}]}"#
    try await house.engine.edit(id, texts, basedOn: VersionNumber(1))
    _ = try await house.engine.entry(id).run?.value
    let third = try await show(house, id, 3)

    let old = try #require(try await house.engine.card(id, at: first))
    #expect(old.card.data?["n"] == 1 && old.card.params["limit"] == 5)
    #expect(old.card.version == VersionNumber(1) && old.card.compiled?.title == nil)
    let middle = try #require(try await house.engine.card(id, at: second))
    #expect(middle.card.data?["n"] == 2 && middle.card.params["limit"] == 9)
    let new = try #require(try await house.engine.card(id, at: third))
    #expect(new.card.data?["n"] == 3 && new.card.version == VersionNumber(2))
    #expect(new.card.compiled?.title != nil && new.since.map { $0 <= third } == true)
    #expect(try await house.engine.card(id, at: before - 1) == nil)
    // What it may do now, a card of then may not.
    #expect(old.card.nextAction == nil && old.card.permissions == Permissions())
    #expect(try await house.engine.results(of: id).count == 5)
  }

  @Test("the page of then has blocks that were deleted since, marked, and none that came later")
  func page() async throws {
    let house = try House()
    let first = try await install(house)
    let second = try await install(house)
    let moment = Date()
    try await house.engine.delete(first)
    let deleted = Date()
    // Blocks are made by the clock of the house, and results by the one on the wall.
    house.pass(3_600)
    let third = try await install(house)
    let page = try await house.engine.page(at: moment)
    #expect(Set(page.cards.map(\.id)) == [first, second])
    #expect(page.cards.last?.id == first && page.cards.last?.deletedAt != nil)
    #expect(page.cards.last?.card.data?["n"] == 1)
    #expect(page.cards.first?.card.places[.wide] != nil)
    #expect(page.span?.contains(moment) == true)
    #expect(try await house.engine.page(at: deleted).cards.map(\.id) == [second])
    #expect(try await house.engine.page(at: Date()).cards.contains { $0.id == third })
    #expect(try await house.engine.page(at: moment - 9_999).cards.isEmpty)
  }

  @Test("where nothing is kept, the card says so and shows nothing")
  func nothing() async throws {
    let house = try House()
    let id = try await install(house)
    try await house.engine.forgetHistory(of: id)
    let past = try #require(try await house.engine.card(id, at: Date()))
    #expect(past.since == nil && past.card.data == nil)
    #expect(past.card.sentence == "What it showed then is not kept.")
    #expect(try await house.engine.actions(of: id).map(\.what) == ["Forgot its history."])
    #expect(try await house.engine.card(id).data?["n"] == 1, "what it shows now stays")
  }

  @Test(
    "moments are read as people and links write them",
    arguments: [
      ("2026-11-25T08:00", "2026-11-25T07:00:00Z"), ("2026-11-25 08:00:30", "2026-11-25T07:00:30Z"),
      ("2026-11-25", "2026-11-25T22:59:59Z"), ("2026-11-25T08:00:00Z", "2026-11-25T08:00:00Z"),
      ("2026-11-25T08:00:00+09:00", "2026-11-24T23:00:00Z"),
      ("1795600800", "2026-11-25T10:00:00Z"), ("2026-07-01T08:00", "2026-07-01T06:00:00Z"),
    ])
  func moments(text: String, wanted: String) throws {
    let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
    #expect(PastMoment.date(text, in: zone) == (try Date(wanted, strategy: .iso8601)))
  }

  @Test(
    "what is no moment is none",
    arguments: ["", "yesterday", "2026-11-31", "2026-13-01T08:00", "12"])
  func noMoments(text: String) {
    #expect(PastMoment.date(text) == nil)
  }
}
