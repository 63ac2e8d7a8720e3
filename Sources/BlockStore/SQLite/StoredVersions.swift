public import BlockModel
import Foundation
import GRDB

extension SQLiteStorage {
  public func addVersion(
    _ version: NewVersion, to id: BlockID
  ) async throws(StorageError) -> BlockRecord {
    try await addVersion(version, to: id) { _, _, _ in }
  }

  /// - Parameter more: what belongs to the new version and is kept with it or not at all; it is given the
  ///   version that served before, and the new one.
  func addVersion(
    _ version: NewVersion, to id: BlockID,
    and more: @escaping @Sendable (VersionNumber, VersionNumber, Database) throws -> Void
  ) async throws(StorageError) -> BlockRecord {
    let folder = folder
    let (record, untouched) = try await write { db in
      let record = try BlockRecord.live(id, db)
      guard version.basedOn == record.version else {
        throw StorageError.conflict(serving: record.version, basedOn: version.basedOn)
      }
      let newest = try Int.fetchOne(
        db, sql: "SELECT max(number) FROM versions WHERE block = ?", arguments: [id.text])
      let number = VersionNumber((newest ?? 0) + 1)
      let served = try? BlockTexts(folder: folder.version(record.version, of: id))
      let untouched = BlockTexts.untouched(
        folder.block(id), since: [served].compactMap(\.self))
      try DurableFiles.write(version.texts, asFolder: folder.version(number, of: id))
      try Self.insert(version, number, of: id, db)
      try db.execute(
        sql: """
          UPDATE blocks SET version = ?, failures = 0, next_run = NULL, revision = revision + 1
          WHERE id = ?
          """,
        arguments: [number.value, id.text])
      if version.author != .heal {
        try db.execute(sql: "DELETE FROM incidents WHERE block = ?", arguments: [id.text])
      }
      // A repair is to give the data that there were before.
      if version.author != .heal, served?.script != version.texts.script {
        try Self.unlearn(id, db)
      }
      try more(record.version, number, db)
      return (try BlockRecord.live(id, db), untouched)
    }
    // A person in the middle of an edit keeps their text, and gets what is new of the other files.
    try? version.texts.write(workingCopy: folder.block(id), where: untouched)
    return record
  }

  /// What was committed holds, also when the disk has no place for a copy of it that a person can edit:
  /// the next opening writes it.
  func bring(_ texts: BlockTexts, intoWorkingCopyOf id: BlockID) {
    try? texts.write(workingCopy: folder.block(id))
  }

  static func insert(
    _ version: NewVersion, _ number: VersionNumber, of id: BlockID, _ db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO versions (block, number, author, explanation, created_at, based_on, report)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id.text, number.value, version.author.rawValue, version.explanation,
        version.createdAt.timeIntervalSince1970, version.basedOn?.value, version.report,
      ])
  }

  public func versions(of id: BlockID) async throws(StorageError) -> [BlockVersion] {
    try await read { db in
      _ = try BlockRecord.live(id, db)
      let rows = try Row.fetchAll(
        db, sql: "SELECT * FROM versions WHERE block = ? ORDER BY number DESC",
        arguments: [id.text])
      return rows.map { row in
        BlockVersion(
          block: id, number: VersionNumber(row["number"]),
          author: VersionAuthor(rawValue: row["author"]) ?? .hand,
          explanation: row["explanation"],
          createdAt: Date(clampingUnix: row["created_at"]),
          basedOn: (row["based_on"] as Int?).map { VersionNumber($0) }, report: row["report"])
      }
    }
  }

  public func texts(
    of id: BlockID, version: VersionNumber
  ) async throws(StorageError) -> BlockTexts {
    let places = [
      folder.version(version, of: id),
      folder.trashed(id).appending(path: "versions/\(version.folderName)"),
    ]
    guard let url = places.first(where: DurableFiles.exists) else {
      throw .noVersion(id, version)
    }
    return try files { try BlockTexts(folder: url) }
  }

  // MARK: Working copies

  public func workingCopyStamp(of id: BlockID) async -> WorkingCopyStamp? {
    guard DurableFiles.exists(folder.block(id)) else { return nil }
    var numbers: [Int64] = []
    for name in [BlockFiles.manifestName, BlockFiles.scriptName, BlockFiles.specName] {
      var facts = stat()
      guard stat(folder.block(id).appending(path: name).path, &facts) == 0 else {
        numbers.append(-1)
        continue
      }
      let time = facts.st_mtim
      numbers += [Int64(time.tv_sec), Int64(time.tv_nsec), Int64(facts.st_size)]
    }
    return WorkingCopyStamp(files: numbers)
  }

  public func touchedCopies(among ids: [BlockID]) async -> Set<BlockID> {
    watch.touched(among: ids) { folder.block($0) }
  }

  public func workingCopy(of id: BlockID) async throws(StorageError) -> BlockTexts {
    let url = folder.block(id)
    guard DurableFiles.exists(url) else { throw .noBlock(id) }
    return try files { try BlockTexts(folder: url) }
  }

  public func setWorkingCopy(
    _ texts: BlockTexts, of id: BlockID
  ) async throws(StorageError) {
    let url = folder.block(id)
    guard DurableFiles.exists(url) else { throw .noBlock(id) }
    try files { try texts.write(workingCopy: url) }
  }
}
