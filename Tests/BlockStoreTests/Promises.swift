import BlockModel
import BlockStore
import Foundation
import GRDB
import Testing

/// What the writer (`Tests/dash-store-writer`) said was kept, and so must be found.
struct Promises: CustomStringConvertible {
  /// Everything that can be promised.
  static let kinds = [
    "block", "deleted", "version", "run", "params", "kv", "series", "repair", "import", "recording",
  ]

  private enum Place { case live, trash, either }

  /// Acknowledgements of each kind.
  private(set) var counts: [String: Int] = [:]
  private var places: [String: Place] = [:]
  /// The settings of a block hold at least this number: each acknowledged one is larger.
  private var params: [String: Int] = [:]
  /// What is found as it was said, and how much of it was looked for by now.
  private var lines: [String] = []
  private var checked = 0

  var description: String {
    Self.kinds.map { "\(counts[$0] ?? 0) \($0)" }.joined(separator: ", ") + " acknowledged"
  }

  /// - Parameter said: lines of the writer; those that promise nothing are passed over.
  mutating func add(_ said: [String]) {
    for line in said where !line.isEmpty {
      let words = line.split(separator: " ").map(String.init)
      counts[words[0], default: 0] += 1
      switch words[0] {
      case "block", "import": places[words[1]] = .live
      case "deleted": places[words[1]] = .trash
      // Done or not when the end came.
      case "deleting", "restoring": places[words[1]] = .either
      case "params": params[words[1]] = Int(words[2])
      case "version", "repair", "run", "kv", "series", "recording": lines.append(line)
      default: break
      }
    }
  }

  /// - Parameter all: looks for everything; otherwise for what is new, and for some of the rest.
  mutating func check(
    _ storage: SQLiteStorage, _ folder: TestFolder, all: Bool = true
  ) async throws {
    let deleted = Set(try await storage.deletedBlocks().map(\.id.text))
    let live = Dictionary(
      uniqueKeysWithValues: try await storage.blocks().map { ($0.id.text, $0.params) })
    for (id, place) in places {
      let found: Place? = live[id] != nil ? .live : deleted.contains(id) ? .trash : nil
      #expect(found == place || (found != nil && place == .either), "block \(id)")
      places[id] = deleted.contains(id) ? .trash : .live
    }
    for (id, number) in params {
      guard let kept = live[id] else { continue }
      #expect(kept["n"]?.integer ?? 0 >= Int64(number), "params of \(id)")
    }
    let older = lines[..<checked].shuffled().prefix(all ? checked : 100)
    for line in older + lines[checked...] {
      try await Self.check(line, deleted, storage, folder)
    }
    checked = lines.count
    try Self.checkAgreement(folder)
  }

  private static func check(
    _ line: String, _ deleted: Set<String>, _ storage: SQLiteStorage, _ folder: TestFolder
  ) async throws {
    let words = line.split(separator: " ").map(String.init)
    switch words[0] {
    case "version", "repair":
      let place = deleted.contains(words[1]) ? "trash" : "blocks"
      let name = VersionNumber(Int(words[2])!).folderName
      let script = try String(
        contentsOf: folder.path("\(place)/\(words[1])/versions/\(name)/block.lua"),
        encoding: .utf8)
      #expect(script == words[3], "\(line)")
    case "recording":
      let folder = try #require(
        try await storage.recordings(of: BlockID(words[1])!).first?.folder, "\(line)")
      let answer = try String(contentsOf: folder.appending(path: "answer"), encoding: .utf8)
      #expect(answer == words[2], "\(line)")
    case "run": #expect(try await storage.run(Int64(words[1])!) != nil, "\(line)")
    case "kv":
      #expect(try await storage.value(words[2], of: BlockID(words[1])!) == true, "\(line)")
    default:
      let points = try await storage.points(
        of: words[2], SeriesQuery(), of: BlockID(words[1])!, with: [])
      #expect(points.count == 1, "\(line)")
    }
  }

  /// What would be half of something that is made in one step, as SQL that finds the blocks where it is.
  private static let halves = [
    (
      "a repair without the run that proved it",
      """
      SELECT block FROM versions v WHERE author = 'heal' AND NOT EXISTS
        (SELECT 1 FROM runs WHERE block = v.block AND version = v.number AND reason = 'heal')
      """
    ),
    (
      "a repair that serves and is not on trial",
      """
      SELECT b.id FROM blocks b JOIN versions v ON v.block = b.id AND v.number = b.version
      LEFT JOIN incidents i ON i.block = b.id
      WHERE v.author = 'heal' AND coalesce(json_extract(i.state, '$.trial.version'), 0) <> b.version
      """
    ),
    (
      "an import without its grants or its first run",
      """
      SELECT block FROM versions v WHERE author = 'import' AND (
        (SELECT count(*) FROM grants WHERE block = v.block) <> 2
        OR NOT EXISTS (SELECT 1 FROM runs WHERE block = v.block))
      """
    ),
  ]

  /// Every version row has its files, and every folder its row; SQLite finds nothing wrong.
  private static func checkAgreement(_ folder: TestFolder) throws {
    let rows = try DatabaseQueue(path: folder.data.database.path).read { db in
      #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
      #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
      for (what, sql) in Self.halves {
        #expect(try String.fetchAll(db, sql: sql) == [], "\(what)")
      }
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
