import BlockModel
import BlockStore
import Foundation
import GRDB
import Testing

@Suite("Crashes", .serialized)
struct CrashTests {
  /// `make crash` asks for 500.
  static let rounds =
    ProcessInfo.processInfo.environment["DASH_CRASH_ROUNDS"].flatMap { Int($0) } ?? 50

  @Test("a server killed at any moment loses nothing it acknowledged, and leaves nothing half-made")
  func killed() async throws {
    let folder = TestFolder()
    var promised: Set<String> = []
    for _ in 0..<Self.rounds {
      promised.formUnion(try await Self.writeUntilKilled(folder))
      let storage = try folder.open()
      try await Self.check(promised, storage, folder)
      try storage.close()
    }
    #expect(promised.contains { $0.hasPrefix("version ") })
    #expect(promised.contains { $0.hasPrefix("deleted ") })
  }

  /// Kills the writer after some acknowledgements, in the middle of whatever it does then.
  private static func writeUntilKilled(_ folder: TestFolder) async throws -> Set<String> {
    let pipe = Pipe()
    let process = try Writer.start("write", folder, output: pipe)
    var bytes = Data()
    let wanted = Int.random(in: 1...25)
    while bytes.count(where: { $0 == UInt8(ascii: "\n") }) < wanted {
      let more = pipe.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      bytes += more
    }
    let end = ContinuousClock.now + .microseconds(Int.random(in: 0...3_000))
    while ContinuousClock.now < end {}
    kill(process.processIdentifier, SIGKILL)
    bytes += try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal, "the writer ended by itself")
    // The last line may have been cut by the kill.
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes[...$0] } ?? Data()
    return Set(String(decoding: whole, as: UTF8.self).split(separator: "\n").map(String.init))
  }

  private static func check(
    _ promised: Set<String>, _ storage: SQLiteStorage, _ folder: TestFolder
  ) async throws {
    let deleted = Set(try await storage.deletedBlocks().map(\.id.text))
    let live = Set(try await storage.blocks().map(\.id.text))
    for line in promised {
      let words = line.split(separator: " ").map(String.init)
      switch words[0] {
      case "block": #expect(live.contains(words[1]) || deleted.contains(words[1]), "\(line)")
      case "deleted": #expect(deleted.contains(words[1]), "\(line)")
      case "version":
        let place = deleted.contains(words[1]) ? "trash" : "blocks"
        let name = VersionNumber(Int(words[2])!).folderName
        let script = try String(
          contentsOf: folder.path("\(place)/\(words[1])/versions/\(name)/block.lua"),
          encoding: .utf8)
        #expect(script == words[3], "\(line)")
      case "run": #expect(try await storage.run(Int64(words[1])!) != nil, "\(line)")
      case "kv":
        #expect(try await storage.value(words[2], of: BlockID(words[1])!) == true, "\(line)")
      case "series":
        let points = try await storage.points(
          of: words[2], SeriesQuery(), of: BlockID(words[1])!, with: [])
        #expect(points.count == 1, "\(line)")
      default: break
      }
    }
    try checkAgreement(folder)
  }

  /// Every version row has its files, and every folder its row; SQLite finds nothing wrong.
  private static func checkAgreement(_ folder: TestFolder) throws {
    let rows = try DatabaseQueue(path: folder.data.database.path).read { db in
      #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
      #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
      return try Row.fetchAll(
        db,
        sql: """
          SELECT block, number, deleted_at IS NOT NULL AS gone FROM versions
          JOIN blocks ON blocks.id = block
          """
      ).map { row -> String in
        let place = row["gone"] ? "trash" : "blocks"
        let name = VersionNumber(row["number"]).folderName
        return "\(place)/\(row["block"] as String)/versions/\(name)"
      }
    }
    var found: [String] = []
    for place in ["blocks", "trash"] {
      for block in names("\(place)", folder) {
        #expect(!names("\(place)/\(block)", folder).contains { $0.hasSuffix(".tmp") })
        for version in names("\(place)/\(block)/versions", folder) {
          let path = "\(place)/\(block)/versions/\(version)"
          found.append(path)
          #expect(names(path, folder) == ["block.json", "block.lua", "block.ui.json"])
        }
      }
    }
    #expect(Set(rows) == Set(found))
  }

  private static func names(_ path: String, _ folder: TestFolder) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path(path).path).sorted()) ?? []
  }
}
