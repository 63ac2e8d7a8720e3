import BlockModel
import BlockStore
import Foundation
import Testing

@testable import DashboardEngine

@Suite("What a command changes beside the server is shown by a run at once")
struct BesideTests {
  private static let rows = Param(
    name: "rows", kind: .number(min: 1, max: 9, step: 1), defaultValue: 4)

  private static func settled(_ house: House, _ id: BlockID) async throws -> JSONValue? {
    await house.engine.tick()
    _ = try await house.engine.entry(id).run?.value
    return try await house.engine.card(id).data
  }

  @Test("the server runs a block whose settings or files another process changed")
  func server() async throws {
    let house = try House()
    let id = try await house.install(
      "return { n = ctx.params.rows }", params: [Self.rows]
    ).id
    try await house.engine.start()
    let beside = try SQLiteStorage(house.folder, for: .command)
    try await beside.setParams(["rows": 2], of: id)
    #expect(try await Self.settled(house, id) == ["n": 2])
    var texts = try await beside.workingCopy(of: id)
    texts.script = House.script("return { n = 'new' }")
    let version = NewVersion(
      texts: texts, author: .model, explanation: "", basedOn: VersionNumber(1),
      createdAt: house.now)
    _ = try await beside.addVersion(version, to: id)
    #expect(try await Self.settled(house, id) == ["n": "new"])
    await house.engine.shutdown()
  }

  @Test("the server runs a block once when another process allows something, and not for a pause")
  func allowed() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    try await house.engine.start()
    let beside = try SQLiteStorage(house.folder, for: .command)
    _ = try await Self.settled(house, id)
    let runs = try await house.engine.runs(of: id).count
    let place = Grant.Subject.privateHost(HostPort(host: "nas.local", port: 80))
    try await beside.allow([place], of: id, by: "dash allow", at: house.now)
    _ = try await Self.settled(house, id)
    #expect(try await house.engine.runs(of: id).count == runs + 1)
    // What changes no run asks no source.
    try await beside.setPaused(true, id)
    _ = try await Self.settled(house, id)
    #expect(try await house.engine.runs(of: id).count == runs + 1)
    await house.engine.shutdown()
  }

  @Test("a run that is asked for knows what another process set just before")
  func run() async throws {
    let house = try House()
    let id = try await house.install(
      "return { n = ctx.params.rows }", params: [Self.rows]
    ).id
    try await house.engine.open()
    let beside = try SQLiteStorage(house.folder, for: .command)
    try await beside.setParams(["rows": 2], of: id)
    #expect(try await house.engine.refresh(id).data == ["n": 2])
  }

  @Test("a command ends with the run of what it set, and of its undo")
  func command() async throws {
    let house = try House(refine: { _, _, _ in .settings(["rows": 2]) })
    let id = try await house.install(
      "return { n = ctx.params.rows }", params: [Self.rows]
    ).id
    _ = try await house.engine.refine(id, "only 2")
    #expect(try await house.engine.card(id).data == ["n": 2])
    let undone = try await house.engine.undo(id)
    #expect(undone?.card.data == ["n": 4])
  }
}
