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
    try await house.engine.setParam(id, "count", to: 9)
    try await house.engine.edit(id, texts, basedOn: VersionNumber(1))
    try await house.engine.setParam(id, "count", to: 5)

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
    let before = try await house.engine.card(id).span
    _ = try await house.engine.refine(id, "bigger")
    #expect(try await house.engine.card(id).span.columns == before.columns + 3)
  }
}
