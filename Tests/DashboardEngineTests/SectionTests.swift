import BlockModel
import Foundation
import Testing

@testable import DashboardEngine

@Suite("Sections of the page")
struct SectionTests {
  private func places(
    _ house: House, _ breakpoint: Breakpoint = .wide
  ) async -> [BlockID: Place] {
    await house.engine.layouts().layouts[breakpoint]?.places ?? [:]
  }

  @Test("they are made, named, moved, folded and deleted, and kept over a restart")
  func life() async throws {
    let house = try House()
    let news = try await house.engine.addSection("News").id
    let home = try await house.engine.addSection(" At  home ").id
    try await house.engine.renameSection(news, "Papers")
    try await house.engine.moveSection(home, up: true)
    try await house.engine.moveSection(home, up: true)
    try await house.engine.foldSection(news, true)
    let sections = await house.engine.sections()
    #expect(
      sections.map(\.title) == ["At home", "Papers"] && sections.map(\.isFolded) == [false, true])
    #expect(try await house.storage.sections() == sections)
    try await house.engine.removeSection(home)
    #expect(await house.engine.sections().map(\.id) == [news])
  }

  @Test("what cannot be is refused with a sentence, and changes nothing")
  func refused() async throws {
    let house = try House()
    let news = try await house.engine.addSection("News").id
    let before = await house.engine.sections()
    for title in ["", "  ", String(repeating: "x", count: 81)] {
      await #expect(throws: EngineError.self) { try await house.engine.addSection(title) }
      await #expect(throws: EngineError.self) { try await house.engine.renameSection(news, title) }
    }
    let nobody = SectionID(77)
    await #expect(throws: EngineError.noSection(nobody)) {
      try await house.engine.removeSection(nobody)
    }
    await #expect(throws: EngineError.noSection(nobody)) {
      try await house.engine.foldSection(nobody, true)
    }
    let card = try await house.install("return { n = 1 }").id
    await #expect(throws: EngineError.noSection(nobody)) {
      try await house.engine.place(card, inSection: nobody, on: .wide)
    }
    #expect(await house.engine.sections() == before)
    #expect(await places(house)[card]?.section == .top)
    for number in 2...PageSection.most { try await house.engine.addSection("Number \(number)") }
    await #expect(throws: EngineError.self) { try await house.engine.addSection("One too many") }
  }

  @Test("a card goes into a section and out of it by steps, on all screens alike")
  func steps() async throws {
    let house = try House()
    let (a, b) = (
      try await house.install("return { n = 1 }").id, try await house.install("return { n = 2 }").id
    )
    let news = try await house.engine.addSection("News").id
    try await house.engine.place(b, inSection: news, on: .wide)
    #expect(await house.engine.cards().map(\.id) == [a, b])
    // The phone was never arranged: it follows.
    #expect(await places(house, .phone)[b] == Place(x: 0, y: 0, w: 1, h: 1, section: news))
    try await house.engine.step(a, .down, on: .phone)
    #expect(await places(house, .phone)[a]?.section == news)
    #expect(await places(house)[a]?.section == news, "a card is in one section at a time")
    #expect(await house.engine.cards().map(\.id) == [b, a], "on the wide page it is below")
    try await house.engine.step(b, .up, on: .wide)
    #expect(await places(house)[b]?.section == .top)
    #expect(await places(house, .phone)[b]?.section == .top)
    #expect(await places(house, .phone)[a]?.section == news)
  }

  @Test("a deleted section leaves its cards to what is above, and undo brings everything back")
  func undo() async throws {
    let house = try House()
    let (a, b) = (
      try await house.install("return { n = 1 }").id, try await house.install("return { n = 2 }").id
    )
    let start = await places(house)
    let news = try await house.engine.addSection("News").id
    let added = await places(house)
    try await house.engine.place(
      b, at: Place(x: 3, y: 2, w: 6, h: 5, section: news), on: .wide)
    let inside = await places(house)
    try await house.engine.removeSection(news)
    #expect(await places(house)[b] == Place(x: 3, y: start[a]!.h + 2, w: 6, h: 5))
    #expect(try await house.engine.undoLast()?.reply == "Undone: deleted the section “News”.")
    #expect(await house.engine.sections().map(\.id) == [news])
    #expect(await places(house) == inside)
    #expect(try await house.engine.undoLast()?.block == b)
    #expect(await places(house) == added)
    #expect(try await house.engine.undoLast()?.reply == "Undone: added the section “News”.")
    #expect(await house.engine.sections().isEmpty)
    #expect(try await house.engine.undoLast() == nil)
  }

  @Test("a card whose section went while it was in the trash comes back on top")
  func trash() async throws {
    let house = try House()
    let a = try await house.install("return { n = 1 }").id
    let news = try await house.engine.addSection("News").id
    try await house.engine.place(a, inSection: news, on: .wide)
    try await house.engine.delete(a)
    try await house.engine.removeSection(news)
    let other = try await house.engine.addSection("Other").id
    #expect(other != news, "a card in the trash speaks of the number")
    #expect(try await house.engine.restoreDeleted(a).places[.wide]?.section == .top)
  }
}
