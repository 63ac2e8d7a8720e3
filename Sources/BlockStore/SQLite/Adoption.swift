import BlockModel
import Foundation
import GRDB

/// Makes rows for what stands in folders of blocks and has none, or has one that names a version without
/// a row: after a repair.
struct Adoption {
  let folder: DataFolder

  /// - Returns: the blocks that were read back, and the folders that hold no whole version.
  func perform(_ db: Database) throws -> (adopted: [BlockID], unreadable: [String]) {
    var adopted: [BlockID] = []
    var unreadable: [String] = []
    for (place, isDeleted) in [(folder.blocks, false), (folder.trash, true)] {
      for name in DurableFiles.names(in: place) {
        guard let id = BlockID(name) else {
          unreadable.append(name)
          continue
        }
        let isKnown =
          try Bool.fetchOne(
            db,
            sql: """
              SELECT 1 FROM blocks JOIN versions ON block = id AND number = version WHERE id = ?
              """, arguments: [name]) != nil
        if isKnown { continue }
        if try adopt(id, at: place.appending(path: name), isDeleted, db) {
          adopted.append(id)
        } else {
          unreadable.append(name)
        }
      }
    }
    // What has neither a row of its version nor a folder is nothing that could serve.
    try db.execute(
      sql: """
        DELETE FROM blocks WHERE NOT EXISTS
          (SELECT 1 FROM versions WHERE block = blocks.id AND number = blocks.version)
        """)
    return (adopted, unreadable)
  }

  /// - Returns: false when there is no whole version.
  private func adopt(
    _ id: BlockID, at place: URL, _ isDeleted: Bool, _ db: Database
  ) throws -> Bool {
    let versions = place.appending(path: "versions")
    let numbers = DurableFiles.names(in: versions).compactMap { Int($0) }.filter { number in
      (try? BlockTexts(folder: versions.appending(path: VersionNumber(number).folderName))) != nil
    }.sorted()
    guard let newest = numbers.last else { return false }
    let now = Date().timeIntervalSince1970
    try db.execute(
      sql: """
        INSERT INTO blocks (id, version, created_at, deleted_at) VALUES (:id, :version, :now, :deleted)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version
        """,
      arguments: [
        "id": id.text, "version": newest, "now": now, "deleted": isDeleted ? now : nil,
      ])
    for (before, number) in zip([nil] + numbers.map(Int?.some), numbers) {
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO versions (block, number, author, explanation, created_at, based_on)
          VALUES (?, ?, 'hand', 'Read back from its folder after the database was damaged.', ?, ?)
          """, arguments: [id.text, number, now, before])
    }
    return true
  }
}
