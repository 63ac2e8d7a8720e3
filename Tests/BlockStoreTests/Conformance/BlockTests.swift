import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Blocks and versions")
struct BlockTests {
  let storages = Storages()
  let id = BlockID("clock-1")!

  @Test(
    "of two edits of one version the first wins, and the second is told",
    arguments: StorageKind.allCases)
  func conflict(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    _ = try await storage.addVersion(.sample("two", basedOn: 1), to: id)
    await #expect(
      throws: StorageError.conflict(serving: VersionNumber(2), basedOn: VersionNumber(1))
    ) { try await storage.addVersion(.sample("three", basedOn: 1), to: id) }
    #expect(try await storage.texts(of: id, version: VersionNumber(2)).script == "two")
  }

  @Test(
    "a new version brings the untouched files of a working copy along, and leaves the edited ones",
    arguments: StorageKind.allCases)
  func workingCopy(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    _ = try await storage.addVersion(.sample("two", basedOn: 1), to: id)
    #expect(try await storage.workingCopy(of: id).script == "two")
    #expect(
      try await storage.versions(of: id).map(\.report) == ["Dash tried two.", "Dash tried one."])
    let stamp = await storage.workingCopyStamp(of: id)
    var edited = try await storage.workingCopy(of: id)
    edited.script = "my own text"
    try await storage.setWorkingCopy(edited, of: id)
    #expect(await storage.workingCopyStamp(of: id) != stamp)
    var three = NewVersion.sample("three", basedOn: 2)
    three.texts.spec = "another look"
    _ = try await storage.addVersion(three, to: id)
    edited.spec = "another look"
    #expect(try await storage.workingCopy(of: id) == edited)
  }

  @Test(
    "a deleted block lies in the trash and comes back as it was", arguments: StorageKind.allCases)
  func trash(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    try await storage.save(
      NewRun(.good(), version: VersionNumber(1), reason: "manual", keep: Retention(runs: 10)),
      of: id)
    let before = try await storage.block(id)
    try await storage.delete(id)
    #expect(try await storage.blocks().isEmpty)
    #expect(try await storage.deletedBlocks().map(\.id) == [id])
    await #expect(throws: StorageError.noBlock(id)) { try await storage.block(id) }
    try await storage.restoreDeleted(id)
    var after = try await storage.block(id)
    after.revision = before.revision
    #expect(after == before)
    #expect(try await storage.lastData(of: id)?.data == ["n": 1])
    await #expect(throws: StorageError.noBlock(id)) { try await storage.restoreDeleted(id) }
  }

  @Test(
    "places are kept for each breakpoint, and give the page its order; blocks without one follow",
    arguments: StorageKind.allCases)
  func layout(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    for name in ["a-1", "b-1", "c-1"] { _ = try await storage.create(.sample(name)) }
    let (a, b, c) = (BlockID("a-1")!, BlockID("b-1")!, BlockID("c-1")!)
    let wide = [
      c: CardPlace(Place(x: 0, y: 0, w: 12, h: 3), height: .chosen),
      a: CardPlace(Place(x: 3, y: 3, w: 3, h: 6), height: .estimated),
    ]
    try await storage.setCardPlaces(wide, on: .wide)
    let phone = [b: CardPlace(Place(x: 0, y: 0, w: 1, h: 1), isDerived: true, height: .fitted)]
    try await storage.setCardPlaces(phone, on: .phone)
    #expect(try await storage.blocks().map(\.id) == [c, a, b])
    #expect(try await storage.cardPlaces(on: .wide) == wide)
    #expect(try await storage.cardPlaces(on: .medium).isEmpty)
    #expect(try await storage.cardPlaces(on: .phone) == phone)
  }

  @Test(
    "places of some cards are replaced, those of others stay, also in the trash",
    arguments: StorageKind.allCases)
  func someOfTheLayout(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    for name in ["a-1", "b-1"] { _ = try await storage.create(.sample(name)) }
    let (a, b) = (BlockID("a-1")!, BlockID("b-1")!)
    func place(_ y: Int) -> CardPlace {
      CardPlace(Place(x: 0, y: y, w: 3, h: 6), height: .estimated)
    }
    try await storage.setCardPlaces([a: place(0), b: place(6)], on: .wide)
    try await storage.delete(a)
    try await storage.setCardPlaces([b: place(0), BlockID("nobody-1")!: place(9)], on: .wide)
    #expect(try await storage.cardPlaces(on: .wide) == [a: place(0), b: place(0)])
  }

  @Test(
    "sections are kept in their order, and cards in them come after those above them",
    arguments: StorageKind.allCases)
  func sections(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    for name in ["a-1", "b-1", "c-1"] { _ = try await storage.create(.sample(name)) }
    let (a, b, c) = (BlockID("a-1")!, BlockID("b-1")!, BlockID("c-1")!)
    #expect(try await storage.sections().isEmpty)
    let news = PageSection(SectionID(7), title: "News")!
    let home = PageSection(SectionID(2), title: "At home", isFolded: true)!
    try await storage.setSections([news, home])
    #expect(try await storage.sections() == [news, home])
    func place(_ section: SectionID) -> CardPlace {
      CardPlace(Place(x: 0, y: 0, w: 3, h: 6, section: section), height: .chosen)
    }
    let places = [a: place(home.id), b: place(news.id), c: place(.top)]
    try await storage.setCardPlaces(places, on: .wide)
    #expect(try await storage.cardPlaces(on: .wide) == places)
    #expect(try await storage.blocks().map(\.id) == [c, b, a])
    try await storage.setSections([home])
    #expect(try await storage.sections() == [home])
    #expect(try await storage.cardPlaces(on: .wide) == places)
  }

  @Test("settings of a block are kept: values, pause", arguments: StorageKind.allCases)
  func settings(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    try await storage.setParams(["place": "Lisbon"], of: id)
    try await storage.setPaused(true, id)
    let record = try await storage.block(id)
    #expect(record.params == ["place": "Lisbon"])
    #expect(record.isPaused)
  }
}
