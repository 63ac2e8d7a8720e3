import Authoring
import BlockModel
import Foundation
import Testing

@testable import DashboardEngine

@Suite("Undo goes back one change at a time")
struct UndoTests {
  @Test("files and settings are taken back in the order they were changed, and no further")
  func order() async throws {
    let house = try House(refine: { _, _, _ in .restore(version: nil) })
    let count = Param(
      name: "count", kind: .number(min: 1, max: 50, step: 1), label: "Rows", defaultValue: 20)
    let id = try await house.install("return { n = 1 }", params: [count]).id
    var texts = try await house.engine.texts(of: id, version: VersionNumber(1))
    texts.script = House.script("return { n = 2 }")
    try await house.engine.setParams(id, ["count": 9])
    try await house.engine.edit(id, texts, basedOn: VersionNumber(1))
    try await house.engine.setParams(id, ["count": 5])

    let states: [(count: JSONValue?, script: String)] = [
      (9, "n = 2"), (9, "n = 1"), (nil, "n = 1"),
    ]
    for state in states {
      guard case .changed(let card) = try await house.engine.refine(id, "undo") else {
        Issue.record("nothing was undone")
        return
      }
      let served = try await house.engine.texts(of: id, version: card.version)
      #expect(try await house.engine.entry(id).record.params["count"] == state.count)
      #expect(served.script.contains(state.script))
    }
    guard case .answer = try await house.engine.refine(id, "undo") else {
      Issue.record("there was nothing left to undo")
      return
    }
    let said = try await house.engine.conversation(id).map(\.text)
    #expect(said.contains("Undone: Rows is 9 again.") && said.contains("Undone: Rows is 20 again."))
  }

  @Test("a card is one step bigger or smaller")
  func resize() async throws {
    let house = try House(refine: { _, _, _ in .resize(isBigger: true) })
    let id = try await house.install("return { n = 1 }").id
    let before = try #require(try await house.engine.card(id).places[.wide])
    _ = try await house.engine.refine(id, "bigger")
    let after = try #require(try await house.engine.card(id).places[.wide])
    #expect((after.w, after.h) == (before.w + 3, before.h + 2))
  }

  @Test("a step back in a conversation takes the last change back, a size as well as settings")
  func sizeFirst() async throws {
    let house = try House(refine: { request, _, _ in
      request.sentence == "undo" ? .restore(version: nil) : .resize(isBigger: true)
    })
    let count = Param(
      name: "count", kind: .number(min: 1, max: 50, step: 1), label: "Rows", defaultValue: 20)
    let id = try await house.install("return { n = 1 }", params: [count]).id
    try await house.engine.setParams(id, ["count": 9])
    let before = try await house.engine.card(id).places
    _ = try await house.engine.refine(id, "wider")
    _ = try await house.engine.refine(id, "undo")
    #expect(try await house.engine.card(id).places == before)
    #expect(try await house.engine.card(id).params["count"] == 9)
    _ = try await house.engine.refine(id, "undo")
    #expect(try await house.engine.card(id).params["count"] == 20)
  }

  @Test("the page goes back through everything that was done to any block, in order")
  func page() async throws {
    let house = try House()
    let first = try await house.install("return { n = 1 }").id
    let second = try await house.install("return { n = 2 }").id
    let start = await house.engine.layouts().layouts
    try await house.engine.place(first, at: Place(x: 6, y: 0, w: 6, h: 6), on: .wide)
    let moved = await house.engine.layouts().layouts
    try await house.engine.delete(second)
    try await house.engine.step(first, .left, on: .medium)
    #expect(await house.engine.cards().count == 1)
    #expect(try await house.engine.undoLast()?.block == second)
    #expect(await house.engine.layouts().layouts == moved)
    #expect(try await house.engine.undoLast()?.block == first)
    #expect(await house.engine.layouts().layouts == start)
    #expect(try await house.engine.undoLast() == nil)
  }
}
