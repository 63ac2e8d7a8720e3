import BlockModel
import BlockStore
import Foundation
import Testing

@testable import DashboardEngine

@Suite("Hand edits")
struct EditTests {
  @Test("a saved working copy that runs becomes a version by hand, and serves")
  func good() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    let text = House.script("return { n = 2 } -- mine")
    try await house.save(text, of: id)
    let card = try await house.engine.saveWorkingCopy(id)
    #expect(card.version == VersionNumber(2))
    #expect(card.author == .hand)
    #expect(card.data == ["n": 2])
    #expect(try await house.engine.texts(of: id, version: VersionNumber(2)).script == text)
    // The next edit is based on the new version.
    try await house.save(House.script("return { n = 3 }"), of: id)
    #expect(try await house.engine.saveWorkingCopy(id).version == VersionNumber(3))
  }

  static let mistakes: [(script: String, place: String)] = [
    ("return function(ctx)\n  local = 1\nend", "block.lua:2"),
    ("return function(ctx)\n\n  error('no')\nend", "block.lua:3"),
    ("return function(ctx) return { m = 1 } end", "block.ui.json"),
  ]

  @Test("a save that fails names file and line, and replaces nothing", arguments: mistakes)
  func bad(script: String, place: String) async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    try await house.save(script, of: id)
    await #expect(throws: EngineError.self) { try await house.engine.saveWorkingCopy(id) }
    let card = try await house.engine.card(id)
    #expect(card.version == VersionNumber(1))
    #expect(card.data == ["n": 1])
    #expect(card.editProblem?.place.hasPrefix(place) == true, "\(card.editProblem as Any)")
    #expect(card.nextAction == .edit)
    #expect(try await house.storage.workingCopy(of: id).script == script)
    // Putting it right clears the card.
    try await house.save(House.script("return { n = 1 }"), of: id)
    #expect(try await house.engine.saveWorkingCopy(id).editProblem == nil)
  }

  @Test("what the run of an edit stores is kept with its version; a refused edit stores nothing")
  func stored() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    func script(_ value: String, returns data: String) -> String {
      """
      local store = require "store"
      return function(ctx)
        store.set("last", "\(value)")
        store.append("values", 1)
        return \(data)
      end
      """
    }
    try await house.save(script("refused", returns: "{ m = 1 }"), of: id)
    await #expect(throws: EngineError.self) { try await house.engine.saveWorkingCopy(id) }
    #expect(try await house.storage.value("last", of: id) == nil)
    try await house.save(script("taken", returns: "{ n = 2 }"), of: id)
    try await house.engine.saveWorkingCopy(id)
    #expect(try await house.storage.value("last", of: id) == "taken")
    let points = try await house.storage.points(of: "values", SeriesQuery(), of: id, with: [])
    #expect(points.map(\.value) == [1])
  }

  @Test("of two edits of one version one wins; the other is told, and may go on top")
  func two() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    var texts = try await house.storage.workingCopy(of: id)
    try await house.save(House.script("return { n = 'hand' }"), of: id)
    texts.script = House.script("return { n = 'chat' }")
    try await house.engine.edit(id, texts, basedOn: VersionNumber(1), author: .model)
    await #expect(
      throws: EngineError.conflict(serving: VersionNumber(2), basedOn: VersionNumber(1))
    ) { try await house.engine.edit(id, texts, basedOn: VersionNumber(1)) }
    await #expect(
      throws: EngineError.conflict(serving: VersionNumber(2), basedOn: VersionNumber(1))
    ) { try await house.engine.saveWorkingCopy(id) }
    let told = try await house.engine.card(id)
    #expect(told.editProblem?.message.contains("Save once more") == true)
    #expect(told.data == ["n": "chat"])
    let card = try await house.engine.saveWorkingCopy(id)
    #expect(card.version == VersionNumber(3))
    #expect(card.data == ["n": "hand"])
    #expect(card.editProblem == nil)
  }

  @Test("going back makes a new version, and the working copy follows")
  func restore() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    try await house.save(House.script("return { n = 2 }"), of: id)
    try await house.engine.saveWorkingCopy(id)
    let card = try await house.engine.restore(id, VersionNumber(1))
    #expect(card.version == VersionNumber(3))
    _ = try await house.engine.entry(id).run?.value
    #expect(try await house.engine.card(id).data == ["n": 1])
    #expect(try await house.storage.workingCopy(of: id).script.contains("n = 1"))
    #expect(
      try await house.engine.versions(of: id).map(\.author) == [.restore, .hand, .recipe])
  }

  @Test("the watcher finds a save by itself, once the file rests")
  func watch() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    await house.engine.tick()
    let events = house.engine.events()
    try await house.save(House.script("return { n = 2 }"), of: id)
    await house.engine.tick()
    await house.engine.tick()
    for await event in events where event == .cardChanged(id) {
      if try await house.engine.card(id).version == VersionNumber(2) { break }
    }
    #expect(try await house.engine.card(id).data == ["n": 2])
  }
}
