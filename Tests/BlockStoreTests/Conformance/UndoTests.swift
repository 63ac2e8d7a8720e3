import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Undo")
struct UndoTests {
  let storages = Storages()
  let id = BlockID("clock-1")!

  @Test(
    "changes of all blocks and of the page are one list, newest first",
    arguments: StorageKind.allCases)
  func order(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    _ = try await storage.create(.sample("other-1"))
    let at = Date(timeIntervalSince1970: 1_700_000_000)
    let first = try await storage.remember("one", of: id, before: ["n": 1], at: at)
    _ = try await storage.remember("two", of: BlockID("other-1")!, before: .null, at: at)
    let third = try await storage.remember("three", of: nil, before: [1, 2], at: at)
    try await storage.complete(first, after: ["n": 2])
    let all = try await storage.undoSteps(of: nil, limit: 10)
    #expect(all.map(\.what) == ["three", "two", "one"])
    #expect(all.map(\.after) == [nil, nil, ["n": 2]])
    #expect(
      all[2]
        == UndoStep(
          id: first, block: id, at: at, what: "one", before: ["n": 1], after: ["n": 2]))
    #expect(try await storage.undoSteps(of: id, limit: 10).map(\.what) == ["one"])
    #expect(try await storage.undoSteps(of: nil, limit: 2).map(\.what) == ["three", "two"])
    try await storage.forget([third, first, 999])
    #expect(try await storage.undoSteps(of: nil, limit: 10).map(\.what) == ["two"])
  }

  @Test(
    "of each block the newest 50 are kept, and none of another's is lost",
    arguments: StorageKind.allCases)
  func retention(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    _ = try await storage.create(.sample("other-1"))
    _ = try await storage.remember("kept", of: BlockID("other-1")!, before: 0, at: Date())
    for number in 0..<60 {
      _ = try await storage.remember("\(number)", of: id, before: 0, at: Date())
    }
    let steps = try await storage.undoSteps(of: id, limit: 100)
    #expect(steps.map(\.what) == (10..<60).reversed().map(String.init))
    #expect(try await storage.undoSteps(of: nil, limit: 100).last?.what == "kept")
  }
}
