import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Spending of several processes")
struct SpendingProcessTests {
  @Test("eight processes at a limit of three make three requests")
  func together() async throws {
    let folder = TestFolder()
    try folder.open(.command).close()
    let asked = try (0..<8).map { _ in
      let pipe = Pipe()
      return (try Writer.start("spend", folder, "3", output: pipe), pipe)
    }
    var answers: [String] = []
    for (process, pipe) in asked {
      let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      answers += String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init)
        .filter { $0 != "open" }
    }
    #expect(
      answers.sorted() == Array(repeating: "reserved", count: 3)
        + Array(repeating: "spent", count: 5))
    let day = CivilDay(Date(timeIntervalSince1970: 0))
    #expect(try await folder.open(.command).spending(on: day) == ModelUse(calls: 3, tokens: 30))
  }

  @Test("a count that cannot be read refuses")
  func unreadable() async throws {
    let folder = TestFolder()
    let storage = try folder.open(.command)
    try storage.close()
    let day = CivilDay(Date(timeIntervalSince1970: 0))
    await #expect(throws: StorageError.self) {
      try await storage.reserve(
        ModelUse(calls: 1), of: "test", on: day, within: SpendingLimits(calls: 3))
    }
  }
}
