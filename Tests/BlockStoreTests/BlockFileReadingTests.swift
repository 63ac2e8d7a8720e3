import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Files of a block are read as what they are, or not at all", .timeLimit(.minutes(1)))
struct BlockFileReadingTests {
  let folder = TestFolder()
  let id = BlockID("clock-1")!
  var place: URL { folder.path("blocks/clock-1") }
  var script: URL { place.appending(path: "block.lua") }

  /// What stands in the place of `block.lua`.
  enum Odd: Sendable {
    case bytes([UInt8])
    case nothing, folder, pipe, large
    case link(String)

    func put(at file: URL) throws {
      let files = FileManager.default
      try files.removeItem(at: file)
      switch self {
      case .bytes(let bytes): try Data(bytes).write(to: file)
      case .nothing: break
      case .folder: try files.createDirectory(at: file, withIntermediateDirectories: false)
      case .pipe: try #require(mkfifo(file.path, 0o600) == 0)
      case .large: try Data(count: 5 << 20).write(to: file)
      case .link(let target):
        try files.createSymbolicLink(atPath: file.path, withDestinationPath: target)
      }
    }
  }

  static let odd: [(odd: Odd, place: String, told: String)] = [
    (.bytes("a\nb\nna".utf8 + [0xE9] + "ve\n".utf8), "block.lua:3", "byte E9 is not UTF-8"),
    (.bytes("na".utf8 + [0xC3]), "block.lua:1", "byte C3 is not UTF-8"),
    (.bytes([0xFF, 0xFE, 0x72, 0, 0x65, 0]), "block.lua:1", "byte FF is not UTF-8"),
    (.bytes("ü\n".utf8 + [0xED, 0xA0, 0x80]), "block.lua:2", "byte ED is not UTF-8"),
    (.nothing, "block.lua", "there is no such file"),
    (.link("nowhere"), "block.lua", "there is no such file"),
    (.folder, "block.lua", "this is not a file"), (.pipe, "block.lua", "this is not a file"),
    (.link("/dev/zero"), "block.lua", "this is not a file"),
    (.large, "block.lua", "has 5 MiB"), (.link("block.lua"), "block.lua", "cannot be read"),
  ]

  private func whatStandsThere() -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path).sorted()) ?? []
    let facts = try? FileManager.default.attributesOfItem(atPath: script.path)
    return "\(names) \(facts?[.type] ?? "") \(facts?[.size] ?? "")"
  }

  @Test(
    "what is not one is named with its line, and left as it is by all that is done", arguments: odd)
  func refused(odd: Odd, place: String, told: String) async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    let before = await storage.workingCopyStamp(of: id)
    try odd.put(at: script)
    let there = whatStandsThere()
    #expect(await storage.workingCopyStamp(of: id) != before)
    let error = await #expect(throws: StorageError.self) { try await storage.workingCopy(of: id) }
    guard case .file(let problem) = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(problem.place == place)
    #expect(problem.message.contains(told), "\(problem)")
    guard problem.reason != .missing else { return }
    // Neither another version nor a new start writes over it: a person put it there.
    _ = try await storage.addVersion(.sample("two", basedOn: 1), to: id)
    #expect(whatStandsThere() == there)
    try storage.close()
    let again = try folder.open()
    #expect(whatStandsThere() == there)
    #expect(try await again.texts(of: id, version: VersionNumber(2)).script == "two")
  }

  @Test("a link to a text is read, and changes of the text are seen")
  func link() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    let mine = folder.path("mine.lua")
    try FileManager.default.copyItem(at: script, to: mine)
    try Odd.link(mine.path).put(at: script)
    #expect(try await storage.workingCopy(of: id).script == "one")
    let stamp = await storage.workingCopyStamp(of: id)
    try Data("longer".utf8).write(to: mine)
    #expect(await storage.workingCopyStamp(of: id) != stamp)
    #expect(try await storage.workingCopy(of: id).script == "longer")
  }

  @Test(
    "a file that is gone comes back with the next start, and not over what was edited beside it")
  func missing() async throws {
    let storage = try folder.open()
    _ = try await storage.create(.sample())
    try storage.close()
    try Odd.nothing.put(at: script)
    let second = try folder.open()
    #expect(try await second.workingCopy(of: id).script == "one")
    try second.close()
    try Odd.nothing.put(at: script)
    let spec = place.appending(path: "block.ui.json")
    try Data("mine".utf8).write(to: spec)
    let third = try folder.open()
    #expect(!FileManager.default.fileExists(atPath: script.path))
    #expect(try String(contentsOf: spec, encoding: .utf8) == "mine")
    try third.close()
  }
}
